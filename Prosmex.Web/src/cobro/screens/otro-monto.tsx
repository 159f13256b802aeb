import { useState } from 'preact/hooks';
import { capture } from '../actions';
import type { Standing } from '../data/figures';
import type { Hoja, PrestamoDeHoja } from '../data/model';
import { typedCents } from '../pad';
import { pesos } from '../words';
import { Dialogo } from './dialogo';
import { Teclado } from './teclado';

interface Props {
  hoja: Hoja;
  prestamo: PrestamoDeHoja;
  standing: Standing;
  onClose: () => void;
}

/** A payment of another amount than the week's. */
export function OtroMonto({ hoja, prestamo, standing, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const [nota, setNota] = useState<string | null>(null);
  const monto = typedCents(typed);
  const isTooMuch = monto > standing.restante;
  const keep = async () => {
    if (await capture(hoja, prestamo, { visita: 'pago', monto, ...(nota?.trim() && { nota: nota.trim() }) })) onClose();
  };
  return (
    <Dialogo title={prestamo.cliente} onClose={onClose}>
      <p class="nota">
        Se esperan {pesos(standing.esperado)} · debe {pesos(standing.restante)}
      </p>
      <Teclado typed={typed} onType={setTyped} />
      {isTooMuch && (
        <p class="aviso" role="status">
          Es más de lo que debe. La oficina tendrá que aclararlo.
        </p>
      )}
      {nota === null ? (
        <button type="button" class="ligero" onClick={() => setNota('')}>
          Agregar nota
        </button>
      ) : (
        <label>
          Nota
          <input id="nota" value={nota} maxLength={200} onInput={(event) => setNota(event.currentTarget.value)} />
        </label>
      )}
      <div class="botones final">
        <button type="button" onClick={onClose}>
          Cancelar
        </button>
        <button id="guardar" type="button" class="principal" disabled={monto === 0} onClick={keep}>
          Pagó {pesos(monto)}
        </button>
      </div>
    </Dialogo>
  );
}
