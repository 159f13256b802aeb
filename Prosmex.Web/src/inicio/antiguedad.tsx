import { bandInWords } from '../common/bands';
import { integer, money, percent } from '../common/numbers';
import { listHref } from '../listas/filters';
import { Bar, Legend } from '../ui/charts';
import { Downloads } from '../ui/downloads';
import { Empty, Section } from '../ui/section';
import { Table } from '../ui/table';
import { files, type View, type WeekData } from './data';

export function Antiguedad({ data: { antiguedad }, filters }: View) {
  const title = 'Cartera por días de atraso';
  return (
    <Section id="antiguedad" title={title} downloads={<Downloads title={title} address={(format) => files.antiguedad(filters, format)} />}>
      {antiguedad.total_prestamos === 0 ? <Empty>No hay préstamos abiertos.</Empty> : <Bands antiguedad={antiguedad} filters={filters} />}
    </Section>
  );
}

function Bands({
  antiguedad: { antiguedad: bands, total_prestamos, total_atrasado, total_restante },
  filters,
}: {
  antiguedad: WeekData['antiguedad'];
  filters: View['filters'];
}) {
  const { semana, ruta } = filters;
  const maximum = Math.max(...bands.map((b) => b.restante));
  const share = (restante: number) => percent(total_restante > 0 ? restante / total_restante : null);
  const beyond = (days: number) => bands.filter((b) => b.desde > days).reduce((total, b) => total + b.restante, 0);
  return (
    <>
      <dl class="riesgos">
        {[7, 30, 90].map((days) => (
          <div key={days}>
            <dt>{`Con más de ${days} días`}</dt>
            <dd>
              <strong>{share(beyond(days))}</strong>
              {` ${money(beyond(days))}`}
            </dd>
          </div>
        ))}
      </dl>
      <Legend part="Atrasado" whole="Por pagar" />
      <Table
        title="Préstamos abiertos según los días que llevan de atraso"
        rows={bands}
        rowKey={(b) => b.desde}
        hasFooter
        columns={[
          {
            title: 'Atraso',
            isHeading: true,
            cell: (b) =>
              b.prestamos === 0 ? (
                bandInWords(b)
              ) : (
                <a href={listHref('cartera', { semana, ruta, desde: b.desde, hasta: b.hasta })}>{bandInWords(b)}</a>
              ),
            total: 'Total',
          },
          {
            title: 'Atrasado y por pagar',
            class: 'con-barra',
            cell: (b) => <Bar part={b.atrasado} whole={b.restante} maximum={maximum} />,
          },
          {
            title: 'Préstamos',
            isNumber: true,
            cell: (b) => integer(b.prestamos),
            total: <a href={listHref('cartera', { semana, ruta })}>{integer(total_prestamos)}</a>,
          },
          { title: 'Atrasado', isNumber: true, cell: (b) => money(b.atrasado), total: money(total_atrasado) },
          { title: 'Por pagar', isNumber: true, cell: (b) => money(b.restante), total: money(total_restante) },
          { title: '% de la cartera', isNumber: true, cell: (b) => share(b.restante), total: share(total_restante) },
        ]}
      />
    </>
  );
}
