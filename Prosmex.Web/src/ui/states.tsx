// Designed states of a page: loading, stale, failed.

import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ApiError } from '../api/http';
import { ofWhen } from '../common/days';
import { href } from '../common/query';
import type { Answers } from '../common/use-answers';
import { announcement } from './announcer';

interface PageStateProps<Wanted, T> {
  answers: Answers<Wanted, T>;
  wanted: Wanted;
  /** In words what is being loaded: "la semana del …". */
  name?: (wanted: Wanted) => string;
  /** Another way out of an error than trying again; null for none. */
  wayOut?: ComponentChildren;
}

/** What is shown, as opposed to what is wanted: another week, or earlier answers of the same. */
function staleness<Wanted, T>({ answers: { shown }, wanted, name }: PageStateProps<Wanted, T>): string {
  if (!shown) return '';
  const isOther = name && name(shown.wanted) !== name(wanted);
  return ` Lo que ve es ${isOther ? `de ${name(shown.wanted)}` : ofWhen(shown.at)}.`;
}

/** Asking again gets the same answer: it is not there, or not the user's. */
const isFinal = ({ status }: ApiError): boolean => status === 403 || status === 404;

/** One message, whatever failed; good figures stay. */
export function PageError<Wanted, T>(props: PageStateProps<Wanted, T>) {
  const { error, refresh } = props.answers;
  return (
    <div id="error" class="error fijo" role="alert" hidden={!error}>
      {error && (
        <>
          <p>{`${error.message}${staleness(props)}`}</p>
          {props.wayOut ??
            (isFinal(error) ? (
              <a class="boton" href={href('')}>
                Ir a la semana en curso
              </a>
            ) : (
              <button type="button" onClick={() => void refresh()}>
                Reintentar
              </button>
            ))}
        </>
      )}
    </div>
  );
}

/** Said only of answers that are slow: they are there at once as a rule. */
export function PageWaiting<Wanted, T>(props: PageStateProps<Wanted, T>) {
  const { isLoading, shown } = props.answers;
  const isOther = props.name && (!shown || props.name(shown.wanted) !== props.name(props.wanted));
  const text = props.name && isOther ? `Cargando ${props.name(props.wanted)}…` : 'Cargando…';
  useEffect(() => {
    if (isLoading) announcement.value = text;
  }, [isLoading, text]);
  return (
    <p id="espera" class="espera" hidden={!isLoading}>
      {isLoading && `${text}${staleness(props)}`}
    </p>
  );
}

export function NoSuchPage() {
  return (
    <section class="tarjeta">
      <h1>No existe esta página</h1>
      <p>
        Revise la dirección o vaya a la <a href={href('')}>semana en curso</a>.
      </p>
    </section>
  );
}

/** Part of the program did not arrive: no network, or there is a newer version of it. */
export const PageNotLoaded = () => (
  <section class="tarjeta">
    <h1>No se pudo abrir esta página</h1>
    <p>Revise su red y vuelva a cargarla.</p>
    <button type="button" onClick={() => location.reload()}>
      Cargar de nuevo
    </button>
  </section>
);
