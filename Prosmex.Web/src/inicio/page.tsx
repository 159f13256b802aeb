import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { currentUser } from '../api/session';
import { dayAndTime, weekInWords } from '../common/days';
import { href } from '../common/query';
import { useAnswers } from '../common/use-answers';
import { announcement } from '../ui/announcer';
import { PageError, PageWaiting } from '../ui/states';
import { withRunningWeek } from '../ui/with-running-week';
import { Antiguedad } from './antiguedad';
import { loadWeek } from './data';
import { hrefOf, inWeek, readFilters, type WeekFilters, withRuta } from './filters';
import { Grupos } from './grupos';
import { PorCobrar } from './por-cobrar';
import { Rutas } from './rutas';
import { Tendencia } from './tendencia';
import { Totales } from './totales';
import { WeekBar } from './week-bar';

const nameOf = ({ semana }: WeekFilters): string => `la semana del ${weekInWords(semana)}`;

/** The week: totals, trend, portfolio, routes, groups, and what is still to be collected. */
export const InicioPage = withRunningWeek(({ running }) => {
  const { query, url, path, route } = useLocation();
  const wanted = inWeek(readFilters(query), running);
  const address = hrefOf(wanted);
  const answers = useAnswers(wanted, `${wanted.semana}/${wanted.ruta}`, loadWeek);
  const { shown, isLoading, error } = answers;

  // While the next page is still loading this one is shown at that page's address.
  useEffect(() => {
    if (path === href('') && address !== url) route(address, true);
  }, [address, url]);
  useEffect(() => {
    if (!shown) return;
    const week = weekInWords(shown.wanted.semana);
    document.title = `Semana del ${week} · Prosmex`;
    document.documentElement.dataset.mostrada = hrefOf(shown.wanted);
    announcement.value = `Datos de la semana del ${week}.`;
  }, [shown]);

  const lost =
    error?.status === 404 && (wanted.ruta || wanted.grupo) ? (
      <a class="boton" href={hrefOf(withRuta(wanted, null))}>
        Ver todas las rutas
      </a>
    ) : null;
  const state = { answers, wanted, name: nameOf, wayOut: lost };
  const view = shown && { data: shown.data, filters: shown.wanted };
  return (
    <div class="semana" aria-busy={isLoading}>
      <div class="portada">
        <h1>
          <span class="sobre">Cobranza de la semana</span> <span id="semana-titulo">{shown && weekInWords(shown.wanted.semana)}</span>
        </h1>
        <p id="semana-estado" class="nota">
          {shown && (shown.wanted.semana === shown.data.running ? 'Semana en curso: lo cobrado hasta ahora.' : 'Semana terminada.')}
        </p>
      </div>
      <WeekBar wanted={wanted} running={running} shown={shown} refresh={answers.refresh} />
      <PageError {...state} />
      {view && (
        <>
          <Totales {...view} />
          <div class="pareja">
            <Tendencia {...view} />
            <Antiguedad {...view} />
          </div>
          <Rutas {...view} />
          <Grupos {...view} />
          <PorCobrar {...view} />
          <footer>
            <p id="pie">{`Prosmex · ${currentUser.value?.nombre} · datos del ${dayAndTime(shown.at)}`}</p>
          </footer>
        </>
      )}
      <PageWaiting {...state} />
    </div>
  );
});
