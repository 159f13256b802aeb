import { useLocation } from 'preact-iso';
import { addDays, instantInWords, weekInWords } from '../../common/days';
import { integer } from '../../common/numbers';
import { href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty, Section } from '../../ui/section';
import { Table } from '../../ui/table';
import { withRunningWeek } from '../../ui/with-running-week';

const PER_PAGE = 25;

/** The finished weeks that are not closed. @param last the newest closed week, null for none: then the server knows where to begin. */
export function pendingWeeks(last: string | null, running: string): string[] {
  const weeks: string[] = [];
  for (let week = last && addDays(last, 7); week && week < running; week = addDays(week, 7)) weeks.push(week);
  return weeks;
}

/** The closed weeks and what each close did. */
export const CierresPage = withRunningWeek(({ running }) => {
  const page = positive(useLocation().query.page) ?? 1;
  const answers = useAnswers(page, `${page}/${running}`, async (ask) => {
    const [list, newest] = await Promise.all([
      ask('/verificacion/semanal', { page, per_page: PER_PAGE }),
      ask('/verificacion/semanal', { page: 1, per_page: 1 }),
    ]);
    return { list, pending: pendingWeeks(newest.semanas[0]?.semana ?? null, running) };
  });
  return (
    <Page
      title="Cierres de semana"
      over="Oficina"
      answers={answers}
      wanted={page}
      actions={
        <>
          <a class="boton" href={href('oficina/cuadre')}>
            Ver el cuadre
          </a>
          <a class="boton" href={href('oficina/cierres/cerrar')}>
            Cerrar ahora
          </a>
        </>
      }
    >
      {({ list, pending }) => (
        <Section id="cierres" title="Semanas cerradas">
          <p class="nota">
            {pending.length > 0
              ? `Sin cerrar: ${pending.map((week) => `la del ${weekInWords(week)}`).join(', ')}. El sistema las cierra solo, cada hora.`
              : 'Todas las semanas terminadas están cerradas. El sistema cierra cada semana solo, al terminar el domingo.'}
          </p>
          {list.semanas.length === 0 ? (
            <Empty>Todavía no se cierra ninguna semana.</Empty>
          ) : (
            <Table
              title="Semanas cerradas, la más nueva primero"
              rows={list.semanas}
              rowKey={(s) => s.semana}
              columns={[
                {
                  title: 'Semana',
                  isHeading: true,
                  cell: (s) => <a href={href('', { semana: s.semana })}>{weekInWords(s.semana)}</a>,
                },
                { title: 'Debían pagar', isNumber: true, cell: (s) => integer(s.prestamos) },
                {
                  title: 'Faltas al cerrar',
                  isNumber: true,
                  cell: (s) => (s.faltas > 0 ? <a href={href('faltas', { semana: s.semana })}>{integer(s.faltas)}</a> : '0'),
                },
                { title: 'Pasaron a vencido', isNumber: true, cell: (s) => integer(s.vencidos) },
                { title: 'Se cerró', cell: (s) => instantInWords(s.fin) },
              ]}
            />
          )}
          <Pages of="semanas" page={list.page} total={list.total_pages} href={(to) => href('oficina/cierres', { page: to > 1 && to })} />
        </Section>
      )}
    </Page>
  );
});
