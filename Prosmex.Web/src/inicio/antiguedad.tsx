import type { Dto } from '../api/contract';
import { integer, money, percent } from '../common/numbers';
import { Bar, Legend } from '../ui/charts';
import { Downloads } from '../ui/downloads';
import { Table } from '../ui/table';
import { files, type View, type WeekData } from './data';
import { Empty, Section } from './section';

export const bandInWords = ({ desde, hasta }: Pick<Dto['TramoDeAntiguedadDto'], 'desde' | 'hasta'>): string =>
  desde === 0 && hasta === 0 ? 'Al corriente' : hasta === null ? `${desde} días o más` : `${desde} a ${hasta} días`;

export function Antiguedad({ data: { antiguedad }, filters }: View) {
  const title = 'Cartera por días de atraso';
  return (
    <Section id="antiguedad" title={title} downloads={<Downloads title={title} address={(format) => files.antiguedad(filters, format)} />}>
      {antiguedad.total_prestamos === 0 ? <Empty>No hay préstamos abiertos.</Empty> : <Bands {...antiguedad} />}
    </Section>
  );
}

function Bands({ antiguedad: bands, total_prestamos, total_atrasado, total_restante }: WeekData['antiguedad']) {
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
          { title: 'Atraso', isHeading: true, cell: bandInWords, total: 'Total' },
          {
            title: 'Atrasado y por pagar',
            class: 'con-barra',
            cell: (b) => <Bar part={b.atrasado} whole={b.restante} maximum={maximum} />,
          },
          { title: 'Préstamos', isNumber: true, cell: (b) => integer(b.prestamos), total: integer(total_prestamos) },
          { title: 'Atrasado', isNumber: true, cell: (b) => money(b.atrasado), total: money(total_atrasado) },
          { title: 'Por pagar', isNumber: true, cell: (b) => money(b.restante), total: money(total_restante) },
          { title: '% de la cartera', isNumber: true, cell: (b) => share(b.restante), total: share(total_restante) },
        ]}
      />
    </>
  );
}
