import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { addDays, mondayOf } from '../common/days';
import type { Shown } from '../common/use-answers';
import { Downloads } from '../ui/downloads';
import { files, type WeekData } from './data';
import { hrefOf, type WeekFilters, withRuta, withWeek } from './filters';

/** A day that is typed changes with every key: wait until it rests. */
const REST = 600;

interface WeekBarProps {
  /** Of what is wanted, so that going three weeks back takes three clicks, however slow the answers are. */
  wanted: WeekFilters;
  running: string;
  shown: Shown<WeekFilters, WeekData> | null;
  refresh: () => Promise<void>;
}

export function WeekBar({ wanted, running, shown, refresh }: WeekBarProps) {
  const { route } = useLocation();
  const isLast = wanted.semana === running;
  const week = (id: string, semana: string, content: preact.ComponentChildren) => (
    <a id={id} class="boton" href={hrefOf(withWeek(wanted, semana))}>
      {content}
    </a>
  );
  const off = (id: string, content: preact.ComponentChildren) => (
    // biome-ignore lint/a11y/useValidAnchor: a link without address, which a screen reader announces as unavailable.
    <a id={id} class="boton apagado" aria-disabled="true">
      {content}
    </a>
  );
  const next = (
    <>
      <span class="si-cabe">Siguiente</span> <span aria-hidden="true">→</span>
    </>
  );
  return (
    <div class="barra-de-semana">
      <nav aria-label="Semana" class="semanas">
        {week(
          'semana-antes',
          addDays(wanted.semana, -7),
          <>
            <span aria-hidden="true">←</span> <span class="si-cabe">Anterior</span>
          </>,
        )}
        <DayOfWeek wanted={wanted} running={running} onChosen={(semana) => route(hrefOf(withWeek(wanted, semana)))} />
        {isLast ? off('semana-despues', next) : week('semana-despues', addDays(wanted.semana, 7), next)}
        {isLast ? off('semana-hoy', 'Esta semana') : week('semana-hoy', running, 'Esta semana')}
      </nav>
      <div class="opciones">
        <label class="campo" for="ruta">
          <span>Ruta</span>
          <select
            id="ruta"
            value={wanted.ruta ?? ''}
            onChange={(event) => route(hrefOf(withRuta(wanted, Number(event.currentTarget.value) || null)))}
          >
            <option value="">Todas</option>
            {shown?.data.rutas.map((r) => (
              <option key={r.ruta_id} value={r.ruta_id}>
                {r.ruta}
              </option>
            ))}
          </select>
        </label>
        <button id="actualizar" type="button" onClick={() => void refresh()}>
          Actualizar
        </button>
        {shown && (
          <>
            <button id="imprimir" type="button" onClick={() => print()}>
              Imprimir
            </button>
            <Downloads title="Reporte general" address={(format) => files.general(shown.wanted, format)} isShort={false} />
          </>
        )}
      </div>
    </div>
  );
}

function DayOfWeek({ wanted, running, onChosen }: { wanted: WeekFilters; running: string; onChosen: (semana: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef(0);
  useEffect(() => {
    // Do not interrupt a user who is typing a day of that week.
    if (input.current && mondayOf(input.current.value) !== wanted.semana) input.current.value = wanted.semana;
    return () => clearTimeout(timer.current);
  }, [wanted.semana]);
  return (
    <label class="campo" for="semana-dia">
      <span>Semana del día</span>{' '}
      <input
        id="semana-dia"
        ref={input}
        type="date"
        max={addDays(running, 6)}
        onChange={({ currentTarget }) => {
          clearTimeout(timer.current);
          timer.current = window.setTimeout(() => {
            const monday = mondayOf(currentTarget.value);
            if (monday && monday <= running) onChosen(monday);
          }, REST);
        }}
        onBlur={({ currentTarget }) => {
          currentTarget.value ||= wanted.semana;
        }}
      />
    </label>
  );
}
