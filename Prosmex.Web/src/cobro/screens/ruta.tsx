import { useState } from 'preact/hooks';
import { weekInWords } from '../../common/days';
import type { Hoja } from '../data/model';
import { keepOrder } from '../data/sheets';
import { hrefOf } from '../route';
import { hojas, isOld, isOnline, isSending, progress, refresh, send, thePhone, theReader } from '../state';
import { pesos } from '../words';

/** The groups in the order of the visits. */
export function Ruta() {
  const [isSorting, setSorting] = useState(false);
  const list = hojas.value;
  const semana = list
    .map((hoja) => hoja.semana)
    .sort()
    .at(-1);
  const old = list.filter(isOld).length;
  return (
    <main id="contenido">
      <div class="titulo">
        <h1>Ruta</h1>
        {list.length > 1 && (
          <button type="button" id="ordenar" aria-pressed={isSorting} onClick={() => setSorting(!isSorting)}>
            {isSorting ? 'Listo' : 'Ordenar'}
          </button>
        )}
      </div>
      {semana && <p class="nota">Hojas de la semana del {weekInWords(semana)}</p>}
      {old > 0 && (
        <p class="aviso">
          {old < list.length ? 'Algunas' : 'Estas'} hojas son de una semana anterior. Cuando tenga señal, toque «Actualizar hojas».
        </p>
      )}
      {list.length === 0 && <Empty />}
      <ol class="grupos">
        {list.map((hoja, place) => (
          <li key={hoja.grupo_id}>
            <Grupo hoja={hoja} />
            {isSorting && (
              <div class="mover">
                <button type="button" aria-label={`Subir ${hoja.grupo}`} disabled={place === 0} onClick={() => move(list, place, -1)}>
                  ↑
                </button>
                <button
                  type="button"
                  aria-label={`Bajar ${hoja.grupo}`}
                  disabled={place === list.length - 1}
                  onClick={() => move(list, place, 1)}
                >
                  ↓
                </button>
              </div>
            )}
          </li>
        ))}
      </ol>
      <button type="button" id="actualizar" disabled={isSending.value || !isOnline.value} onClick={() => send({ withSheets: true })}>
        {isSending.value ? 'Actualizando…' : 'Actualizar hojas'}
      </button>
    </main>
  );
}

async function move(list: readonly Hoja[], place: number, by: number): Promise<void> {
  const order = list.map(({ grupo_id }) => grupo_id);
  const [moved] = order.splice(place, 1);
  if (moved !== undefined) order.splice(place + by, 0, moved);
  await keepOrder(thePhone(), theReader(), order);
  await refresh();
}

function Empty() {
  if (isSending.value) return <p class="vacio">Trayendo sus hojas…</p>;
  return (
    <p class="vacio">
      {isOnline.value
        ? 'No hay hojas en este teléfono. Si cobra en algún grupo, pida a la oficina que se lo asigne.'
        : 'Todavía no hay hojas en este teléfono. Búsquelas donde haya señal.'}
    </p>
  );
}

function Grupo({ hoja }: { hoja: Hoja }) {
  const { visited, all, cobrado, esperado } = progress(hoja);
  return (
    <a class="grupo" href={hrefOf('grupo', hoja.grupo_id)}>
      <strong>{hoja.grupo}</strong>
      <progress value={visited} max={Math.max(all, 1)} aria-label={`Clientes visitados de ${hoja.grupo}`} />
      <span>
        {visited} de {all} {all === 1 ? 'visitado' : 'visitados'}
      </span>
      {isOld(hoja) && <span class="estado atencion">Hoja de la semana del {weekInWords(hoja.semana)}</span>}
      {hoja.sinCobranza && <span>Semana sin cobranza</span>}
      <span class="montos">
        <span>Cobrado {pesos(cobrado)}</span>
        <span>{esperado > 0 ? `Se esperan ${pesos(esperado)}` : 'Completo'}</span>
      </span>
    </a>
  );
}
