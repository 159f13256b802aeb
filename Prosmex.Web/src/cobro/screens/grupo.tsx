import { useEffect, useState } from 'preact/hooks';
import { weekInWords } from '../../common/days';
import { isNamed } from '../../common/search';
import type { Hoja } from '../data/model';
import { hrefOf } from '../route';
import { hojas, isOld, progress } from '../state';
import { pesos } from '../words';
import { Cliente } from './cliente';

/** A list that is longer is searched by name. */
const LONG = 8;
/** As many fill the first screens; the others follow at once, so that a slow phone shows something soon. */
const FIRST = 10;
const MORE = 40;

/** The clients of a group. */
export function Grupo({ id }: { id: number }) {
  const hoja = hojas.value.find(({ grupo_id }) => grupo_id === id);
  if (!hoja) {
    return (
      <main id="contenido">
        <p class="vacio">Este grupo ya no está en sus hojas.</p>
        <a class="boton" href={hrefOf('ruta')}>
          Volver a la ruta
        </a>
      </main>
    );
  }
  return <Clientes key={id} hoja={hoja} />;
}

function Clientes({ hoja }: { hoja: Hoja }) {
  const [text, setText] = useState('');
  const [drawn, setDrawn] = useState(FIRST);
  const shown = hoja.prestamos.filter(({ cliente }) => isNamed(cliente, text));
  useEffect(() => {
    if (drawn >= hoja.prestamos.length) return undefined;
    const timer = setTimeout(() => setDrawn(drawn + MORE));
    return () => clearTimeout(timer);
  }, [drawn, hoja]);
  return (
    <main id="contenido">
      <p>
        <a class="volver" href={hrefOf('ruta')}>
          ‹ Ruta
        </a>
      </p>
      <h1>{hoja.grupo}</h1>
      <p class="nota">Semana del {weekInWords(hoja.semana)}</p>
      {isOld(hoja) && (
        <p class="aviso" id="hoja-anterior">
          Esta hoja es de una semana anterior. Cuando tenga señal, toque «Actualizar hojas» en la ruta.
        </p>
      )}
      <Progress hoja={hoja} />
      {hoja.sinCobranza && (
        <p class="aviso" id="sin-cobranza">
          Semana sin cobranza: no se cobra el pago de esta semana y nadie tiene falta. Puede recibir lo atrasado.
        </p>
      )}
      {hoja.prestamos.length > LONG && (
        <label class="buscar">
          <span class="oculto">Buscar cliente por nombre</span>
          <input
            id="buscar"
            type="search"
            placeholder="Buscar por nombre"
            autocomplete="off"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
      )}
      {hoja.prestamos.length === 0 && <p class="vacio">Este grupo no tiene préstamos por cobrar.</p>}
      {hoja.prestamos.length > 0 && shown.length === 0 && <p class="vacio">Ningún cliente se llama así.</p>}
      <ul class="clientes">
        {shown.slice(0, drawn).map((prestamo) => (
          <Cliente key={prestamo.prestamo_id} hoja={hoja} prestamo={prestamo} />
        ))}
      </ul>
    </main>
  );
}

function Progress({ hoja }: { hoja: Hoja }) {
  const { visited, all, cobrado, esperado } = progress(hoja);
  return (
    <p id="avance" class="avance">
      <span>
        <b>{visited}</b> de {all} {all === 1 ? 'visitado' : 'visitados'}
      </span>
      <span>
        Cobrado <b>{pesos(cobrado)}</b>
      </span>
      <span>
        {esperado > 0 ? (
          <>
            Se esperan <b>{pesos(esperado)}</b>
          </>
        ) : (
          'Completo'
        )}
      </span>
    </p>
  );
}
