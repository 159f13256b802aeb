// Chooses an open loan by its client's name or by number.

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { get } from '../api/session';
import { canSearch } from '../buscar/page';
import { money } from '../common/numbers';

/** Keys follow one another: ask once they rest. */
const REST = 250;

export interface PickedLoan {
  id: number;
  cliente: string;
}

interface Found extends PickedLoan {
  grupo: string;
  restante: number;
}

interface LoanPickerProps {
  picked: PickedLoan | null;
  onPick: (loan: PickedLoan) => void;
  /** What is searched for at first: perhaps the loan is known. */
  begin: string;
}

export function LoanPicker({ picked, onPick, begin }: LoanPickerProps) {
  const id = useId();
  const [typed, setTyped] = useState(begin);
  const [found, setFound] = useState<readonly Found[] | null>(null);
  const [isCut, setIsCut] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const turn = useRef(0);
  useEffect(() => {
    const q = typed.trim();
    const mine = ++turn.current;
    if (!canSearch(q)) {
      setFound(null);
      return;
    }
    const timer = window.setTimeout(async () => {
      try {
        const { resultados } = await get('/buscar', { query: { q } });
        const open = resultados.filter((r) => r.tipo === 'prestamo' && r.restante > 0);
        if (mine !== turn.current) return;
        // The search ends with its twentieth result, and clients come first.
        setIsCut(open.length === 0 && resultados.length > 0);
        setFound(open.map(({ id, cliente, grupo, restante }) => ({ id, cliente, grupo, restante })));
        setError(null);
      } catch (refused) {
        if (mine === turn.current) setError((refused as Error).message);
      }
    }, REST);
    return () => clearTimeout(timer);
  }, [typed]);
  // What was chosen stays in sight, whatever is searched for next.
  const others = (found ?? []).filter((f) => f.id !== picked?.id);
  const choice = (loan: PickedLoan, detail: string) => (
    <li key={loan.id}>
      <label>
        <input type="radio" name="prestamo" value={loan.id} checked={loan.id === picked?.id} onChange={() => onPick(loan)} />
        <span>
          {`${loan.cliente}, préstamo núm. ${loan.id}`}
          <span class="detalle">{detail}</span>
        </span>
      </label>
    </li>
  );
  const chosen = found?.find((f) => f.id === picked?.id);
  return (
    <div class="campo">
      <label for={id}>Buscar el préstamo</label>
      <input
        id={id}
        type="search"
        maxLength={100}
        autocomplete="off"
        value={typed}
        aria-describedby={`${id}-nota`}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Here Enter searches; it does not send the form.
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <p class="nota" id={`${id}-nota`}>
        Nombre del cliente, o número del préstamo.
      </p>
      <fieldset class="prestamos">
        <legend>Préstamo al que se aplica</legend>
        <ul>
          {picked && choice(picked, chosen ? `${chosen.grupo}, por pagar ${money(chosen.restante)}` : 'El elegido')}
          {others.map((f) => choice(f, `${f.grupo}, por pagar ${money(f.restante)}`))}
        </ul>
        <p class="nota" role="status">
          {error ??
            (found?.length === 0
              ? isCut
                ? 'Escriba más del nombre, o el número del préstamo.'
                : 'No se encontró ningún préstamo abierto.'
              : '')}
        </p>
      </fieldset>
    </div>
  );
}
