// What a change would do, before and after side by side.

import type { ComponentChildren } from 'preact';
import { weekInWords } from '../common/days';
import { BeforeAfter, type FieldChange } from '../ui/before-after';
import { Facts } from '../ui/facts';
import { ClienteLink, GrupoLink, PrestamoLink } from '../ui/links';
import { bonoWarning, loanFields, type Preview, weekFields } from './preview-words';

export const Effects = ({ prestamos, semanas }: Preview) => (
  <div class="efectos">
    {prestamos.map((p) =>
      p.antes ? (
        <BeforeAndAfter key={p.prestamo_id} of={`el préstamo núm. ${p.prestamo_id}`} fields={loanFields(p)}>
          <PrestamoLink id={p.prestamo_id} />
          {', '}
          <ClienteLink id={p.cliente_id} name={p.cliente} />
        </BeforeAndAfter>
      ) : (
        // It has no page yet, and nothing that it was before.
        <section key={p.prestamo_id} aria-label="Préstamo nuevo">
          <h3>{`Préstamo nuevo, ${p.cliente}`}</h3>
          <Facts facts={loanFields(p).map(({ field, after }) => [field, after])} />
        </section>
      ),
    )}
    {semanas.map((s) => {
      const warning = bonoWarning(s);
      return (
        <div key={`${s.semana}/${s.grupo_id}`}>
          <BeforeAndAfter of={`${s.grupo}, semana del ${weekInWords(s.semana)}`} fields={weekFields(s)}>
            {`Semana del ${weekInWords(s.semana)}${s.cerrada ? ' (cerrada)' : ''}, `}
            <GrupoLink id={s.grupo_id} name={s.grupo} semana={s.semana} />
          </BeforeAndAfter>
          {warning && <p class="alerta">{warning}</p>}
        </div>
      );
    })}
    {semanas.length === 0 && <p class="nota">No cambia ninguna cifra de las semanas.</p>}
  </div>
);

function BeforeAndAfter({ of, fields, children }: { of: string; fields: readonly FieldChange[]; children: ComponentChildren }) {
  return (
    <section aria-label={`Qué cambia en ${of}`}>
      <h3>{children}</h3>
      <BeforeAfter of={of} changes={fields} before="Ahora" isMarked />
    </section>
  );
}
