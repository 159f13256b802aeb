import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { dayWithYear, mexicoDay, weekInWords } from '../../common/days';
import { integer, plural } from '../../common/numbers';
import { href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { GrupoLink } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty, Section } from '../../ui/section';
import { Table } from '../../ui/table';

export type SemanaSinCobranza = Answer<'/semanas-sin-cobranza'>['semanas_sin_cobranza'][number];

export const semanasHref = (page?: number | false): string => href('oficina/semanas-sin-cobranza', { page });

/** Whom a declaration holds for. */
export const reachInWords = ({ ruta, grupo }: Pick<SemanaSinCobranza, 'ruta' | 'grupo'>): string =>
  grupo ? grupo.nombre : ruta ? ruta.nombre : 'Todos los grupos';

/** The declared weeks, the latest first. */
export function SemanasPage() {
  const page = positive(useLocation().query.page) ?? 1;
  const answers = useAnswers(page, String(page), (ask) => ask('/semanas-sin-cobranza', { page, per_page: 25 }));
  return (
    <Page
      title="Semanas sin cobranza"
      over="Oficina"
      answers={answers}
      wanted={page}
      actions={
        <a class="boton" href={href('oficina/semanas-sin-cobranza/nueva')}>
          Declarar una semana
        </a>
      }
    >
      {({ semanas_sin_cobranza: rows, total_items, total_pages }) => (
        <Section id="semanas" title={plural(total_items, 'semana declarada', 'semanas declaradas')}>
          <p class="nota">
            En una semana sin cobranza nadie tiene falta y ningún préstamo pasa a vencido. Lo que tocaba pagar en ella queda pendiente para
            la siguiente.
          </p>
          {rows.length === 0 ? (
            <Empty>No se ha declarado ninguna semana sin cobranza.</Empty>
          ) : (
            <Table
              title="Semanas sin cobranza, la más nueva primero"
              rows={rows}
              rowKey={(s) => s.id}
              columns={[
                { title: 'Semana', isHeading: true, cell: (s) => weekInWords(s.semana) },
                { title: 'Para', cell: (s) => (s.grupo ? <GrupoLink id={s.grupo.id} name={s.grupo.nombre} /> : reachInWords(s)) },
                { title: 'Grupos', isNumber: true, cell: (s) => integer(s.grupos) },
                { title: 'Motivo', cell: (s) => s.motivo },
                {
                  title: 'La declaró',
                  class: 'persona',
                  cell: (s) => (
                    <>
                      {s.declarada_por.nombre}
                      <span class="detalle">{dayWithYear(mexicoDay(s.declarada_en))}</span>
                    </>
                  ),
                },
                {
                  title: 'Qué hacer',
                  cell: (s) => <a href={href(`oficina/semanas-sin-cobranza/${s.id}/quitar`)}>Quitar</a>,
                },
              ]}
            />
          )}
          <Pages of="semanas" page={page} total={total_pages} href={(to) => semanasHref(to > 1 && to)} />
        </Section>
      )}
    </Page>
  );
}
