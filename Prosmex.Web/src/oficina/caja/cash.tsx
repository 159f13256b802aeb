import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { currentUser } from '../../api/session';
import { instantInWords } from '../../common/days';
import { money } from '../../common/numbers';
import { href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { CORTES, can, EDITAR_INFORMACION } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty, Section } from '../../ui/section';
import { Table } from '../../ui/table';

type Held = Answer<'/cortes/custodia'>['custodia'][number];

/** Who holds cash that was not handed over. */
export function CashPage() {
  const page = positive(useLocation().query.page) ?? 1;
  const answers = useAnswers(page, String(page), (ask) => ask('/cortes/custodia', { page, per_page: 50 }));
  return (
    <Page
      title="Caja"
      over="Oficina"
      answers={answers}
      wanted={page}
      actions={
        <>
          {can(CORTES) && (
            <a class="boton" href={href('oficina/cortes')}>
              Cortes anteriores
            </a>
          )}
          {can(CORTES) && (
            <a class="boton" href={href('oficina/cortes/nuevo')}>
              Mi corte
            </a>
          )}
        </>
      }
    >
      {(cash) => (
        <Section id="efectivo" title="Efectivo por entregar">
          {cash.custodia.length === 0 ? (
            <Empty>Nadie tiene efectivo por entregar.</Empty>
          ) : (
            <Table
              title="Quién tiene efectivo, quien más tiene primero"
              rows={cash.custodia}
              rowKey={(c) => c.usuario_id}
              columns={columns}
            />
          )}
          <Pages
            of="quienes tienen efectivo"
            page={cash.page}
            total={cash.total_pages}
            href={(to) => href('oficina/caja', { page: to > 1 && to })}
          />
        </Section>
      )}
    </Page>
  );
}

const canCut = ({ usuario_id }: Held): boolean => can(CORTES) && (usuario_id === currentUser.value?.id || can(EDITAR_INFORMACION));

const columns = [
  {
    title: 'Quién',
    isHeading: true,
    cell: (c: Held) => (
      <>
        {c.nombre}
        <span class="detalle">{`${c.usuario}, ${c.rol}`}</span>
        {!c.activo && <span class="etiqueta atrasada">Ya no está activo</span>}
      </>
    ),
  },
  {
    title: 'Efectivo',
    isNumber: true,
    cell: (c: Held) => (
      <>
        {money(c.efectivo)}
        {c.efectivo < 0 && <span class="detalle">entregó de más</span>}
      </>
    ),
  },
  { title: 'Desde', cell: (c: Held) => (c.desde ? instantInWords(c.desde) : '—') },
  {
    title: 'Corte',
    cell: (c: Held) =>
      canCut(c) ? (
        <a href={href('oficina/cortes/nuevo', { usuario: c.usuario_id })}>
          Hacer su corte<span class="oculto">{` (${c.nombre})`}</span>
        </a>
      ) : (
        '—'
      ),
  },
];
