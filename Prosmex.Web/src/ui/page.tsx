import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { currentUser } from '../api/session';
import { dayAndTime } from '../common/days';
import type { Answers } from '../common/use-answers';
import { announcement } from './announcer';
import { PageError, PageWaiting } from './states';

interface PageProps<Wanted, T> {
  /** Of the document and the heading; of what is shown. */
  title: string;
  /** Above the heading: what kind of page it is. */
  over?: string;
  answers: Answers<Wanted, T>;
  wanted: Wanted;
  actions?: ComponentChildren;
  /** Rendered once there is something to show. */
  children: (data: T, shown: Wanted) => ComponentChildren;
}

/** The frame of every page but the week's: heading, states, and when the data is of. */
export function Page<Wanted, T>({ title, over, answers, wanted, actions, children }: PageProps<Wanted, T>) {
  const { shown, isLoading, error } = answers;
  useEffect(() => {
    document.title = `${title} · Prosmex`;
    if (!shown) return;
    document.documentElement.dataset.mostrada = location.pathname + location.search;
    announcement.value = `${title}.`;
  }, [shown, title]);
  return (
    <div class="pagina" aria-busy={isLoading}>
      <Heading title={title} over={over}>
        {actions && error?.status !== 404 && <div class="opciones">{actions}</div>}
      </Heading>
      <PageError answers={answers} wanted={wanted} />
      {shown && (
        <>
          {children(shown.data, shown.wanted)}
          <footer>
            <p id="pie">{`Prosmex · ${currentUser.value?.nombre ?? ''} · datos del ${dayAndTime(shown.at)}`}</p>
          </footer>
        </>
      )}
      <PageWaiting answers={answers} wanted={wanted} />
    </div>
  );
}

/** A page that needs no answers, such as the form of something new. */
export function StaticPage({ title, over, children }: { title: string; over?: string; children: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · Prosmex`;
    document.documentElement.dataset.mostrada = location.pathname + location.search;
    announcement.value = `${title}.`;
  }, [title]);
  return (
    <div class="pagina">
      <Heading title={title} over={over} />
      {children}
    </div>
  );
}

const Heading = ({ title, over, children }: { title: string; over: string | undefined; children?: ComponentChildren }) => (
  <div class="portada">
    <h1>
      {over && <span class="sobre">{over} </span>}
      {title}
    </h1>
    {children}
  </div>
);
