import { useEffect, useRef, useState } from 'preact/hooks';
import { instantInFull } from '../common/days';
import { money } from '../common/numbers';
import icon from '../icono.svg';
import { type Lookup, type Shown, useRecibo } from './use-recibo';
import { ESTADOS, type ReciboPublico, readTyped, shownCode } from './words';

export function ReciboPage() {
  const { code, shown, lookUp } = useRecibo();
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a small screen the form may hide it.
    if (shown.kind !== 'nothing') answer.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  return (
    <>
      <header class="banda">
        <p class="marca">
          <img src={icon} alt="" width={28} height={28} /> Prosmex
        </p>
      </header>
      <main>
        <h1>Verifique su recibo</h1>
        <p>Aquí ve si el pago de su recibo ya está registrado en la oficina.</p>
        <div ref={answer} id="respuesta" aria-live="polite" aria-busy={shown.kind === 'asking'}>
          <Answered shown={shown} again={() => lookUp(code)} />
        </div>
        <CodeForm code={code} lookUp={lookUp} />
        <p class="nota">Esta página no pide contraseñas ni datos suyos, y no muestra nombres ni préstamos.</p>
      </main>
    </>
  );
}

function Answered({ shown, again }: { shown: Shown; again: () => void }) {
  if (shown.kind === 'nothing') return null;
  if (shown.kind === 'asking') return <p class="espera">Buscando el recibo…</p>;
  if (shown.kind === 'found') return <Found recibo={shown.recibo} again={again} />;
  return (
    <section class="tarjeta falla">
      <p id="falla">{shown.message}</p>
      {shown.canRetry && <Again onClick={again} />}
    </section>
  );
}

function Found({ recibo: { monto, fecha, estado }, again }: { recibo: ReciboPublico; again: () => void }) {
  const { title, advice, sign, isPassing } = ESTADOS[estado];
  return (
    <section class={`tarjeta ${estado}`} data-estado={estado}>
      <h2>
        <span class="signo" aria-hidden="true">
          {sign}
        </span>{' '}
        {title}
      </h2>
      <p id="monto" class="cifra">
        {money(monto)}
      </p>
      <p id="fecha">{instantInFull(fecha)}</p>
      <p id="consejo">{advice}</p>
      {isPassing && <Again onClick={again} />}
      {estado !== 'anulado' && <p class="nota">Si la cantidad, el día o la hora no son los de su pago, avise en la oficina.</p>}
    </section>
  );
}

const Again = ({ onClick }: { onClick: () => void }) => (
  <button id="otra-vez" type="button" onClick={onClick}>
    Consultar de nuevo
  </button>
);

function CodeForm({ code, lookUp }: Pick<Lookup, 'code' | 'lookUp'>) {
  const [isEmpty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Not drawn again, which would take the focus away.
    if (field.current) field.current.value = shownCode(code);
  }, [code]);
  return (
    <form
      class="tarjeta"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = readTyped(field.current?.value ?? '');
        setEmpty(typed === '');
        if (!field.current || typed === '') {
          field.current?.focus();
          return;
        }
        field.current.value = shownCode(typed);
        // So that the keyboard of a phone closes: it may hide the answer.
        event.currentTarget.querySelector('button')?.focus();
        lookUp(typed);
      }}
    >
      <label for="codigo">Código del recibo</label>
      <input
        id="codigo"
        ref={field}
        name="codigo"
        type="text"
        autocomplete="off"
        autocapitalize="characters"
        autocorrect="off"
        spellcheck={false}
        enterkeyhint="search"
        aria-describedby={isEmpty ? 'falta ayuda' : 'ayuda'}
        aria-invalid={isEmpty}
      />
      {isEmpty && (
        <p id="falta" class="error" role="alert">
          Escriba el código que viene en su recibo.
        </p>
      )}
      <p id="ayuda" class="nota">
        Son 13 letras, números o signos, como <span class="junto">XXXX-XXXX-XXXX-X</span>. Puede escribirlos sin guiones.
      </p>
      <button id="consultar" type="submit" class="principal">
        Consultar
      </button>
    </form>
  );
}
