import { useLocation } from 'preact-iso';
import { weekInWords } from '../common/days';
import { integer, money, plural } from '../common/numbers';
import { listHref } from '../listas/filters';
import { Downloads } from '../ui/downloads';
import { clienteColumn, grupoColumn } from '../ui/loan-columns';
import { Pages } from '../ui/pages';
import { Empty, Section } from '../ui/section';
import { Table } from '../ui/table';
import { files, hasJustBegun, type View } from './data';
import { hrefOf, withGrupo } from './filters';

export function PorCobrar(view: View) {
  const { data, filters } = view;
  const title = filters.semana === data.running ? 'Sin cobrar todavía' : 'Sin cobro en la semana';
  return (
    <Section id="por-cobrar" title={title} downloads={<Downloads title={title} address={(format) => files.porCobrar(filters, format)} />}>
      {hasJustBegun(view) ? <Empty>Todavía no hay préstamos que cobrar.</Empty> : <List {...view} />}
    </Section>
  );
}

function List(view: View) {
  const { data, filters } = view;
  const { porCobrar } = data;
  const week = weekInWords(filters.semana);
  return (
    <>
      <div class="filtro">
        <GrupoFilter {...view} />
        <p class="nota">
          {`${plural(porCobrar.total_items, 'préstamo', 'préstamos')} con algo por cobrar en la semana del ${week}.`}{' '}
          <a href={listHref('por-cobrar', { semana: filters.semana, ruta: filters.ruta, grupo: filters.grupo })}>Ver la lista completa</a>
        </p>
      </div>
      {porCobrar.total_items === 0 ? (
        <Empty>{whyEmpty(view)}</Empty>
      ) : (
        <Table
          title={`Préstamos con algo por cobrar del ${week}`}
          rows={porCobrar.por_cobrar}
          rowKey={(p) => p.prestamo_id}
          columns={[
            clienteColumn(),
            grupoColumn(filters.semana),
            { title: 'Aval', cell: (p) => p.aval },
            { title: 'Pago de la semana', isNumber: true, cell: (p) => money(p.vence) },
            { title: 'Atrasado', isNumber: true, cell: (p) => money(p.atrasado) },
            { title: 'Por pagar', isNumber: true, cell: (p) => money(p.restante) },
            { title: 'Faltas', isNumber: true, cell: (p) => integer(p.faltas) },
          ]}
        />
      )}
      <Pages
        of="préstamos sin cobrar"
        page={porCobrar.page}
        total={porCobrar.total_pages}
        href={(page) => hrefOf({ ...filters, cobroPage: page })}
      />
    </>
  );
}

function GrupoFilter({ data: { grupos, porCobrar }, filters }: View) {
  const { route } = useLocation();
  const known = grupos.cobranza.map((g) => ({ id: g.grupo_id, name: g.grupo }));
  if (filters.grupo && !known.some((g) => g.id === filters.grupo)) {
    known.push({ id: filters.grupo, name: porCobrar.por_cobrar[0]?.grupo ?? `Grupo ${filters.grupo}` });
  }
  return (
    <label class="campo">
      <span>Grupo</span>
      <select
        value={filters.grupo ?? ''}
        onChange={(event) => route(hrefOf(withGrupo(filters, Number(event.currentTarget.value) || null)))}
      >
        <option value="">Todos</option>
        {known.map((g) => (
          <option key={g.id} value={g.id}>
            {g.name}
          </option>
        ))}
        {grupos.total_pages > 1 && <option disabled>Para ver otros grupos, avance de página en «Cobranza por grupo»</option>}
      </select>
    </label>
  );
}

/** Why there is nothing to collect: all have paid, or there is no loan. */
function whyEmpty({ data: { grupos, antiguedad, running }, filters }: View): string {
  const open = filters.grupo ? grupos.cobranza.find((g) => g.grupo_id === filters.grupo)?.prestamos_activos : antiguedad.total_prestamos;
  if (open === 0) return 'No hay préstamos abiertos en esta semana.';
  return filters.semana === running ? 'Ya se cobró a todos.' : 'No quedó nadie sin cobro.';
}
