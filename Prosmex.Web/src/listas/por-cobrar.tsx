import { useLocation } from 'preact-iso';
import { address, type Dto } from '../api/contract';
import { dayWithYear } from '../common/days';
import { integer, money } from '../common/numbers';
import { withRunningWeek } from '../ui/with-running-week';
import { lastVisit, whose } from './columns';
import { apiFilters, type ListFilters, readList } from './filters';
import { ListPage, PER_PAGE } from './list-page';

const ORDERS = [
  ['', 'Como en la hoja de cobranza'],
  ['debe', 'Quien más debe primero'],
  ['cliente', 'Por cliente'],
  ['grupo', 'Por grupo'],
] as const;
type Order = (typeof ORDERS)[number][0];

const asked = ({ orden, ...f }: ListFilters<Order>) => ({ ...apiFilters({ ...f, orden }), ...(orden && { orden }) });

/** What the week's collection sheets still ask for: behind every "sin cobrar". */
export const PorCobrarPage = withRunningWeek(({ running }) => {
  const { query } = useLocation();
  const filters = readList(query, running, ['', 'debe', 'cliente', 'grupo']);
  return (
    <ListPage
      name="por-cobrar"
      title={({ semana }) => (semana === running ? 'Sin cobrar todavía' : 'Sin cobro en la semana')}
      filters={filters}
      running={running}
      orders={ORDERS}
      load={(ask, f) => ask('/reporte/por-cobrar', { ...asked(f), page: f.page, per_page: PER_PAGE })}
      rows={(list) => list.por_cobrar}
      totals={(list) => `De la semana: ${money(list.total_vence)}. Atrasado: ${money(list.total_atrasado)}.`}
      file={(f, format) => address(`/reporte/por-cobrar.${format}`, asked(f))}
      columns={[
        ...whose<Dto['PrestamoSinCobrarDto']>(filters.semana),
        { title: 'Aval', cell: (p) => p.aval },
        { title: 'Pago de la semana', isNumber: true, cell: (p) => money(p.vence) },
        {
          title: 'Atrasado',
          isNumber: true,
          cell: (p) => (
            <>
              {money(p.atrasado)}
              {p.atrasado_desde && <span class="detalle">{`desde el ${dayWithYear(p.atrasado_desde)}`}</span>}
            </>
          ),
        },
        { title: 'Por pagar', isNumber: true, cell: (p) => money(p.restante) },
        { title: 'Faltas', isNumber: true, cell: (p) => integer(p.faltas) },
        lastVisit(),
      ]}
    />
  );
});
