import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Answer } from '../api/contract';
import { currentUser } from '../api/session';
import { now } from '../common/days';
import type { Answers } from '../common/use-answers';
import { announcement } from '../ui/announcer';
import { PageError, PageWaiting } from '../ui/states';

export type Letterhead = Answer<'/financiera'>;

interface PaperProps<Wanted, T> {
  title: string;
  back: { href: string; text: string };
  answers: Answers<Wanted, T & { letterhead: Letterhead }>;
  wanted: Wanted;
  /** How closely it is set: a sheet of many rows fits one page. */
  density?: 'normal' | 'compacto' | 'muy-compacto';
  children: (data: T) => ComponentChildren;
}

/** What is handed over: shown as it is printed, with the lender's letterhead. */
export function Paper<Wanted, T>({ title, back, answers, wanted, density = 'normal', children }: PaperProps<Wanted, T>) {
  const { shown } = answers;
  useEffect(() => {
    document.title = `${title} · Prosmex`;
    if (!shown) return;
    document.documentElement.dataset.mostrada = location.pathname + location.search;
    announcement.value = `${title}.`;
  }, [shown, title]);
  return (
    <div class="pagina">
      <div class="opciones no-se-imprime">
        <a class="boton" href={back.href}>
          {back.text}
        </a>
        <button id="imprimir" type="button" class="principal" disabled={!shown} onClick={() => print()}>
          Imprimir o guardar como PDF
        </button>
      </div>
      <PageError answers={answers} wanted={wanted} />
      {shown && (
        <article class={`papel ${density}`}>
          <header class="membrete">
            {shown.data.letterhead.logo && <img src={shown.data.letterhead.logo} alt="" />}
            <div>
              <p class="financiera">{shown.data.letterhead.nombre}</p>
              {shown.data.letterhead.direccion && <p>{shown.data.letterhead.direccion}</p>}
              {shown.data.letterhead.telefono && <p>{`Tel. ${shown.data.letterhead.telefono}`}</p>}
            </div>
          </header>
          <h1>{title}</h1>
          {children(shown.data)}
          <p class="impreso">{`Impreso por ${currentUser.value?.nombre ?? ''} el ${now()}`}</p>
        </article>
      )}
      <PageWaiting answers={answers} wanted={wanted} />
    </div>
  );
}

/** Where somebody signs. */
export const Signature = ({ who }: { who: string }) => (
  <div class="firma">
    <p>{who}</p>
  </div>
);
