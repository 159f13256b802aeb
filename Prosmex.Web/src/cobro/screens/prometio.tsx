import { useState } from 'preact/hooks';
import { addDays, mexicoDay, weekdayAndDay } from '../../common/days';
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

const DAYS = 7;

/** What a client promised: how much, and for which day. */
export function Prometio({ hoja, prestamo, standing, onClose }: Props) {
  const today = mexicoDay(new Date().toISOString());
  const days = Array.from({ length: DAYS }, (_, i) => addDays(today, i + 1));
  const [typed, setTyped] = useState(String((standing.esperado || standing.oneTap) / 100));
  const [fecha, setFecha] = useState(days[0] ?? today);
  const [isOther, setOther] = useState(false);
  const monto = typedCents(typed);
  const choose = (day: string) => {
    setFecha(day);
    setOther(false);
  };
  const keep = async () => {
    if (await capture(hoja, prestamo, { visita: 'prometio', monto: 0, promesa: { fecha, monto } })) onClose();
  };
  return (
    <Dialogo title={`${prestamo.cliente}: prometió`} onClose={onClose}>
      <fieldset class="dias">
        <legend>¿Para qué día?</legend>
        {days.map((day) => (
          <button key={day} type="button" aria-pressed={!isOther && day === fecha} onClick={() => choose(day)}>
            {weekdayAndDay(day)}
          </button>
        ))}
        <button type="button" aria-pressed={isOther} onClick={() => setOther(true)}>
          Otro
        </button>
      </fieldset>
      {isOther && (
        <label>
          Otro día
          <input
            type="date"
            id="fecha"
            min={today}
            value={fecha}
            onInput={(event) => event.currentTarget.value && setFecha(event.currentTarget.value)}
          />
        </label>
      )}
      <Teclado typed={typed} onType={setTyped} />
      <div class="botones final">
        <button type="button" onClick={onClose}>
          Cancelar
        </button>
        <button id="guardar" type="button" class="principal" disabled={monto === 0} onClick={keep}>
          Prometió {pesos(monto)}
        </button>
      </div>
    </Dialogo>
  );
}
