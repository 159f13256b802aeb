import { useLocation } from 'preact-iso';
import { address, type Dto } from '../api/contract';
import { dayWithYear } from '../common/days';
import { integer, money, plural } from '../common/numbers';
import { withRunningWeek } from '../ui/with-running-week';
import { lastVisit, whose } from './columns';
import { apiFilters, bandFilters, type ListFilters, readList } from './filters';
import { ListPage, PER_PAGE } from './list-page';

const ORDERS = [
  ['atraso', 'Más días de atraso primero'],
  ['restante', 'Quien más debe primero'],
  ['cliente', 'Por cliente'],
  ['grupo', 'Por grupo'],
] as const;
type Order = (typeof ORDERS)[number][0];

const asked = (f: ListFilters<Order>) => ({ ...apiFilters(f), ...bandFilters(f), orden: f.orden });

/** The open loans of a week: behind "préstamos activos" and each band of days late. */
export const CarteraPage = withRunningWeek(({ running }) => {
  const { query } = useLocation();
  const filters = readList(query, running, ['atraso', 'restante', 'cliente', 'grupo']);
  return (
    <ListPage
      name="cartera"
      title={() => 'Préstamos abiertos'}
      filters={filters}
      running={running}
      orders={ORDERS}
      load={(ask, f) => ask('/reporte/cartera', { ...asked(f), page: f.page, per_page: PER_PAGE })}
      rows={(list) => list.cartera}
      totals={(list) => `Atrasado: ${money(list.total_atrasado)}. Por pagar: ${money(list.total_restante)}.`}
      file={(f, format) => address(`/reporte/cartera.${format}`, asked(f))}
      columns={[
        ...whose<Dto['PrestamoDeCarteraDto']>(filters.semana),
        {
          title: 'Atraso',
          isNumber: true,
          cell: (p) => (
            <>
              {p.dias_de_atraso === 0 ? 'Al corriente' : plural(p.dias_de_atraso, 'día', 'días')}
              {p.atrasado_desde && <span class="detalle">{`desde el ${dayWithYear(p.atrasado_desde)}`}</span>}
            </>
          ),
        },
        { title: 'Atrasado', isNumber: true, cell: (p) => money(p.atrasado) },
        { title: 'Por pagar', isNumber: true, cell: (p) => money(p.restante) },
        { title: 'Faltas', isNumber: true, cell: (p) => integer(p.faltas) },
        lastVisit(),
      ]}
    />
  );
});
