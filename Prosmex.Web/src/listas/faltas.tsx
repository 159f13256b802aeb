import { useLocation } from 'preact-iso';
import { address, type Dto } from '../api/contract';
import { money } from '../common/numbers';
import { withRunningWeek } from '../ui/with-running-week';
import { lastVisit, whose } from './columns';
import { apiFilters, readList } from './filters';
import { ListPage, PER_PAGE } from './list-page';

/** The loans with a falta in a week: behind every "faltas". */
export const FaltasPage = withRunningWeek(({ running }) => {
  const { query } = useLocation();
  const filters = readList(query, running, ['debia']);
  return (
    <ListPage
      name="faltas"
      title={({ semana }) => (semana === running ? 'Faltas, si la semana cerrara ahora' : 'Faltas de la semana')}
      filters={filters}
      running={running}
      orders={[['debia', '']]}
      load={(ask, f) => ask('/reporte/faltas', { ...apiFilters(f), page: f.page, per_page: PER_PAGE })}
      rows={(list) => list.faltas}
      totals={(list) => `Debían ${money(list.total_debia)} en la semana y abonaron ${money(list.total_abonado)}.`}
      file={(f, format) => address(`/reporte/faltas.${format}`, apiFilters(f))}
      columns={[
        ...whose<Dto['FaltaDeSemanaDto']>(filters.semana),
        { title: 'Debía en la semana', isNumber: true, cell: (p) => money(p.debia) },
        { title: 'Abonó', isNumber: true, cell: (p) => money(p.abonado) },
        { title: 'Por pagar', isNumber: true, cell: (p) => money(p.restante) },
        lastVisit(),
      ]}
    />
  );
});
