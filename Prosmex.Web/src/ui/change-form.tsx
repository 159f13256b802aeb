// The form of a change. Money is asked for once more, with what would change; what was typed is never lost, and nothing is done twice.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { amountInWords } from '../common/amounts';
import { money } from '../common/numbers';
import type { Change } from '../common/use-change';

interface ChangeFormProps<Values, Effect> {
  change: Change<Values, Effect>;
  /** Of the button that sends it, in the infinitive: "Cancelar el pago". */
  action: string;
  /** What is about to be done, for the question and after a lost answer: amounts in figures and words. */
  summary: (values: Values) => ComponentChildren;
  /** What changes by it. Shown with the question. */
  effects?: (effect: Effect) => ComponentChildren;
  /** Whether the user is asked; as `check` of the change. */
  isAsked?: boolean;
  /** Where to go without doing it. */
  cancelTo: string;
  /** The fields. */
  children?: ComponentChildren;
}

export function ChangeForm<Values, Effect>(props: ChangeFormProps<Values, Effect>) {
  const { change, action, summary, effects, isAsked = false, cancelTo, children } = props;
  const { step, values, effect, error } = change;
  const isOpen = step === 'editing' || step === 'checking' || (step === 'sending' && !isAsked);
  return (
    <form
      class="cambio tarjeta"
      data-paso={step}
      onSubmit={(event) => {
        event.preventDefault();
        void change.submit();
      }}
      onKeyDown={(event) => {
        // An Enter that is held down answers no question.
        if (event.key === 'Enter' && event.repeat) event.preventDefault();
      }}
      onClick={(event) => {
        // Nor does the second click of a double one.
        if (event.detail > 1 && event.target instanceof HTMLButtonElement) event.preventDefault();
      }}
    >
      {isOpen && (
        <fieldset class="campos" disabled={step !== 'editing'}>
          {children}
        </fieldset>
      )}
      {(step === 'confirming' || (step === 'sending' && isAsked)) && (
        <Question title={`¿${action}?`}>
          {summary(values)}
          {effect !== null && effects?.(effect)}
        </Question>
      )}
      {step === 'uncertain' && (
        <Question title="No sabemos si se guardó">
          <p>
            Se envió, pero no llegó la respuesta. Envíelo de nuevo: si ya se había guardado, no se hará dos veces. Antes de descartarlo
            revise si ya quedó.
          </p>
          {summary(values)}
        </Question>
      )}
      {error && <Refusal text={error} />}
      <div class="acciones">
        {step === 'uncertain' ? (
          <button type="button" onClick={change.discard}>
            Descartar
          </button>
        ) : isOpen && step !== 'sending' ? (
          <a class="boton" href={cancelTo} onClick={change.discard}>
            No hacer nada
          </a>
        ) : isOpen ? (
          // biome-ignore lint/a11y/useValidAnchor: a link without address, which a screen reader announces as unavailable.
          <a class="boton apagado" aria-disabled="true">
            No hacer nada
          </a>
        ) : (
          <button type="button" disabled={step === 'sending'} onClick={change.back}>
            Volver
          </button>
        )}
        <button type="submit" class="principal" disabled={step === 'checking' || step === 'sending'}>
          {step === 'uncertain' ? 'Enviar de nuevo' : step === 'sending' ? 'Guardando…' : isAsked && isOpen ? 'Continuar' : action}
        </button>
      </div>
    </form>
  );
}

/** Gets the focus, so that the key that led to it does not answer it. */
function Question({ title, children }: { title: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <section class="pregunta" aria-labelledby="pregunta-h">
      <h2 id="pregunta-h" tabIndex={-1} ref={heading}>
        {title}
      </h2>
      {children}
    </section>
  );
}

function Refusal({ text }: { text: string }) {
  const box = useRef<HTMLParagraphElement>(null);
  useEffect(() => box.current?.focus(), [text]);
  return (
    <p class="error" role="alert" tabIndex={-1} ref={box}>
      {text}
    </p>
  );
}

/** An amount that is about to move, in figures and in words. */
export const AmountInFull = ({ amount }: { amount: string }) => (
  <p class="importe">
    <strong>{money(Number(amount))}</strong> <span>{amountInWords(amount)}</span>
  </p>
);
