// What a change would do, before and after side by side.

import type { ComponentChildren } from 'preact';
import { weekInWords } from '../common/days';
import { ClienteLink, GrupoLink, PrestamoLink } from '../ui/links';
import { bonoWarning, type ChangedField, loanFields, type Preview, weekFields } from './preview-words';

export const Effects = ({ prestamos, semanas }: Preview) => (
  <div class="efectos">
    {prestamos.map((p) => (
      <BeforeAndAfter key={p.prestamo_id} of={`el préstamo núm. ${p.prestamo_id}`} fields={loanFields(p)}>
        {/* A loan that would be granted has no page yet. */}
        {p.antes ? <PrestamoLink id={p.prestamo_id} /> : 'Préstamo nuevo'}
        {', '}
        <ClienteLink id={p.cliente_id} name={p.cliente} />
      </BeforeAndAfter>
    ))}
    {semanas.map((s) => {
      const warning = bonoWarning(s);
      return (
        <div key={`${s.semana}/${s.grupo_id}`}>
          <BeforeAndAfter of={`la semana del ${weekInWords(s.semana)}`} fields={weekFields(s)}>
            {`Semana del ${weekInWords(s.semana)}${s.cerrada ? ' (cerrada)' : ''}, `}
            <GrupoLink id={s.grupo_id} name={s.grupo} semana={s.semana} />
          </BeforeAndAfter>
          {warning && <p class="alerta">{warning}</p>}
        </div>
      );
    })}
  </div>
);

function BeforeAndAfter({ of, fields, children }: { of: string; fields: readonly ChangedField[]; children: ComponentChildren }) {
  return (
    <section aria-label={`Qué cambia en ${of}`}>
      <h3>{children}</h3>
      <table class="antes-y-despues">
        <caption class="oculto">{`Antes y después de ${of}`}</caption>
        <thead>
          <tr>
            <th scope="col">Dato</th>
            <th scope="col">Ahora</th>
            <th scope="col">Después</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, before, after }) => (
            <tr key={field} class={before === after ? undefined : 'cambia'}>
              <th scope="row">{field}</th>
              <td>{before}</td>
              <td>{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
