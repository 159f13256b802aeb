// The filters of a list. They are in its address: a form that goes to another one, and chips that take one off.

import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';

/** The ref of a form that has its first values again whenever `address` is another one. The form itself stays, and so does the focus in it. */
export function useReset(address: string) {
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.reset(), [address]);
  return form;
}

interface FilterFormProps {
  /** The address of the list with what was typed, by field. */
  to: (typed: Record<string, string>) => string;
  /** The filters that came by a link. */
  chips?: ComponentChildren;
  /** What its button says. */
  action?: string;
  children: ComponentChildren;
}

export function FilterForm({ to, chips, action = 'Buscar', children }: FilterFormProps) {
  const { route, url } = useLocation();
  const form = useReset(url);
  return (
    <search class="filtro">
      {/* What was typed and not looked for is gone at another address. */}
      <form
        class="filtros"
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          route(to(Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>));
        }}
      >
        {children}
        <button type="submit">{action}</button>
      </form>
      {chips}
    </search>
  );
}

interface FilterProps {
  label: string;
  name: string;
  value: string;
}

const Labelled = ({ id, label, children }: { id: string; label: string; children: ComponentChildren }) => (
  <div class="campo">
    <label for={id}>{label}</label>
    {children}
  </div>
);

export function TextFilter({ label, name, value }: FilterProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label}>
      <input id={id} name={name} type="search" maxLength={100} defaultValue={value} />
    </Labelled>
  );
}

export function NumberFilter({ label, name, value }: Omit<FilterProps, 'value'> & { value: number | null }) {
  const id = useId();
  return (
    <Labelled id={id} label={label}>
      <input id={id} name={name} inputMode="numeric" maxLength={9} size={8} defaultValue={value === null ? '' : String(value)} />
    </Labelled>
  );
}

export function DayFilter({ label, name, value }: FilterProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label}>
      <input id={id} name={name} type="date" defaultValue={value} />
    </Labelled>
  );
}

/** The first and the last day, in fields "desde" and "hasta". */
export const DaysFilter = ({ desde, hasta }: { desde: string; hasta: string }) => (
  <>
    <DayFilter label="Desde el día" name="desde" value={desde} />
    <DayFilter label="Hasta el día" name="hasta" value={hasta} />
  </>
);

interface ChoiceFilterProps extends Omit<FilterProps, 'value'> {
  value: string | number | null;
  choices: readonly (readonly [value: string | number, text: string])[];
  /** Of the choice of all; none without it. */
  all?: string;
}

export function ChoiceFilter({ label, name, value, choices, all }: ChoiceFilterProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label}>
      <select id={id} name={name}>
        {[...(all === undefined ? [] : [['', all] as const]), ...choices].map(([choice, text]) => (
          // The attribute, to which a reset goes back; Preact's `selected` is the property.
          <option key={choice} value={choice} ref={(option) => void option?.toggleAttribute('selected', choice === value)}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** A filter that came by a link; it can be taken off. */
export const Chip = ({ text, without }: { text: string; without: string }) => (
  <a class="boton quitar" href={without}>
    {text} <span aria-hidden="true">×</span>
    <span class="oculto"> (quitar este filtro)</span>
  </a>
);
