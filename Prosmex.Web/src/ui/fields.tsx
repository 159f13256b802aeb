// The fields of forms: a label, a hint, and what was typed.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Change } from '../common/use-change';

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ComponentChildren;
  isOptional?: boolean;
  name?: string;
}

type TextOf<Values> = { [Name in keyof Values]: Values[Name] extends string ? Name : never }[keyof Values] & string;

/** What ties a field to a text of a change, by its name. */
export const field = <Values, Effect, Name extends TextOf<Values>>({ values, set }: Change<Values, Effect>, name: Name) => ({
  name,
  value: values[name] as string,
  onChange: (value: string) => set({ [name]: value } as unknown as Partial<Values>),
});

interface FrameProps {
  id: string;
  label: string;
  hint: ComponentChildren;
  isOptional: boolean | undefined;
  children: ComponentChildren;
}

const Frame = ({ id, label, hint, isOptional, children }: FrameProps) => (
  <div class="campo">
    <label for={id}>
      {label}
      {isOptional && <span class="detalle"> (opcional)</span>}
    </label>
    {children}
    {hint && (
      <p class="nota" id={`${id}-nota`}>
        {hint}
      </p>
    )}
  </div>
);

interface TextFieldProps extends FieldProps {
  type?: 'text' | 'date' | 'search' | 'number';
  maxLength?: number;
  min?: string;
  max?: string;
  inputMode?: 'text' | 'numeric' | 'decimal';
  autocapitalize?: 'none' | 'words' | 'characters' | 'sentences';
}

export function TextField({ label, value, onChange, hint, isOptional, name, type = 'text', maxLength = 100, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, isOptional }}>
      <input
        id={id}
        name={name}
        // Its types tell inputs apart by a literal.
        type={type as 'text'}
        value={value}
        required={!isOptional}
        maxLength={maxLength}
        autocomplete="off"
        aria-describedby={hint ? `${id}-nota` : undefined}
        onInput={(event) => onChange(event.currentTarget.value)}
        {...rest}
      />
    </Frame>
  );
}

/** Pesos; what is typed stays as it is. */
export const MoneyField = (props: FieldProps) => (
  <TextField {...props} type="text" inputMode="decimal" maxLength={16} hint={props.hint ?? 'Pesos, hasta dos decimales.'} />
);

export function LongTextField({ label, value, onChange, hint, isOptional, name, maxLength = 500 }: FieldProps & { maxLength?: number }) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, isOptional }}>
      <textarea
        id={id}
        name={name}
        rows={3}
        value={value}
        required={!isOptional}
        maxLength={maxLength}
        aria-describedby={hint ? `${id}-nota` : undefined}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </Frame>
  );
}

interface ChoiceFieldProps extends FieldProps {
  choices: readonly (readonly [value: string, text: string])[];
  /** Of the choice of nothing. */
  none?: string;
}

export function ChoiceField({ label, value, onChange, hint, isOptional, name, choices, none = 'Elija…' }: ChoiceFieldProps) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, isOptional }}>
      <select
        id={id}
        name={name}
        required={!isOptional}
        aria-describedby={hint ? `${id}-nota` : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {[['', none] as const, ...choices].map(([choice, text]) => (
          <option key={choice} value={choice} selected={choice === value}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}
