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
  /** What the server found wrong with the value. */
  problem?: string | undefined;
}

type TextOf<Values> = { [Name in keyof Values]: Values[Name] extends string ? Name : never }[keyof Values] & string;

/** What ties a field to a text of a change, by its name. */
export const field = <Values, Effect, Name extends TextOf<Values>>({ values, problems, set }: Change<Values, Effect>, name: Name) => ({
  name,
  problem: problems[name],
  value: values[name] as string,
  onChange: (value: string) => set({ [name]: value } as unknown as Partial<Values>),
});

interface FrameProps {
  id: string;
  label: string;
  hint: ComponentChildren;
  isOptional: boolean | undefined;
  problem: string | undefined;
  children: ComponentChildren;
}

const Frame = ({ id, label, hint, isOptional, problem, children }: FrameProps) => (
  <div class="campo">
    <label for={id}>
      {label}
      {isOptional && <span class="detalle"> (opcional)</span>}
    </label>
    {children}
    {problem && (
      <p class="alerta problema" id={`${id}-problema`}>
        {problem}
      </p>
    )}
    {hint && (
      <p class="nota" id={`${id}-nota`}>
        {hint}
      </p>
    )}
  </div>
);

const described = (id: string, hint: ComponentChildren, problem: string | undefined) => ({
  'aria-describedby': [problem && `${id}-problema`, hint && `${id}-nota`].filter(Boolean).join(' ') || undefined,
  'aria-invalid': problem ? true : undefined,
});

interface TextFieldProps extends FieldProps {
  type?: 'text' | 'date' | 'search' | 'number';
  maxLength?: number;
  min?: string;
  max?: string;
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel';
  autocapitalize?: 'none' | 'words' | 'characters' | 'sentences';
}

export function TextField({
  label,
  value,
  onChange,
  hint,
  isOptional,
  name,
  problem,
  type = 'text',
  maxLength = 100,
  ...rest
}: TextFieldProps) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, isOptional, problem }}>
      <input
        id={id}
        name={name}
        // Its types tell inputs apart by a literal.
        type={type as 'text'}
        value={value}
        required={!isOptional}
        maxLength={maxLength}
        autocomplete="off"
        {...described(id, hint, problem)}
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

export function LongTextField({
  label,
  value,
  onChange,
  hint,
  isOptional,
  name,
  problem,
  maxLength = 500,
}: FieldProps & { maxLength?: number }) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, isOptional, problem }}>
      <textarea
        id={id}
        name={name}
        rows={3}
        value={value}
        required={!isOptional}
        maxLength={maxLength}
        {...described(id, hint, problem)}
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

export function ChoiceField({ label, value, onChange, hint, isOptional, name, problem, choices, none = 'Elija…' }: ChoiceFieldProps) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, isOptional, problem }}>
      <select
        id={id}
        name={name}
        required={!isOptional}
        {...described(id, hint, problem)}
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
