import { dayWithYear, shortDay, shortMonth } from '../common/days';
import { integer, money, percent, percentDigits, shortUnit } from '../common/numbers';
import { Columns } from '../ui/charts';
import { Downloads } from '../ui/downloads';
import { Empty, Section } from '../ui/section';
import { Table } from '../ui/table';
import { files, hasJustBegun, type View, type WeekData } from './data';
import { hrefOf, withWeek } from './filters';

type Week = WeekData['tendencia'][number];

export function Tendencia(view: View) {
  const title = 'Doce semanas';
  return (
    <Section
      id="tendencia"
      title={title}
      downloads={<Downloads title={title} address={(format) => files.tendencia(view.filters, format)} />}
    >
      {hasJustBegun(view) ? <Empty>Aquí verá la cobranza de doce semanas.</Empty> : <Charts {...view} />}
    </Section>
  );
}

function Charts({ data, filters }: View) {
  const weeks = data.tendencia;
  const isOpen = (week: Week) => week.semana === data.running;
  const base = (week: Week, i: number) => ({
    day: Number(week.semana.slice(8)),
    month: week.semana.slice(0, 7) === weeks[i - 1]?.semana.slice(0, 7) ? '' : shortMonth(week.semana),
    isOpen: isOpen(week),
  });
  const unit = shortUnit(Math.max(...weeks.flatMap((w) => [w.cobranza_ideal, w.cobranza_real])));
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!first || !last) return null;
  const fromTo = (say: (week: Week) => string) =>
    `de ${say(first)} en la semana del ${shortDay(first.semana)} a ${say(last)} en la del ${shortDay(last.semana)}. Los números están en la tabla que sigue.`;
  return (
    <>
      <figure>
        <figcaption>Morosidad, en % de la cobranza ideal</figcaption>
        <Columns
          columns={weeks.map((w, i) => ({ ...base(w, i), value: w.morosidad_porcentaje, text: percentDigits(w.morosidad_porcentaje) }))}
          summary={`Morosidad de ${weeks.length} semanas: ${fromTo((w) => percent(w.morosidad_porcentaje))}`}
        />
      </figure>
      <figure>
        <figcaption>{`Cobranza real (columna) frente a la ideal (raya), en ${unit.name}`}</figcaption>
        <Columns
          columns={weeks.map((w, i) => ({
            ...base(w, i),
            value: w.cobranza_real,
            goal: w.cobranza_ideal,
            text: unit.write(w.cobranza_real),
          }))}
          summary={`Cobranza real de ${weeks.length} semanas: ${fromTo((w) => money(w.cobranza_real))}`}
        />
      </figure>
      {weeks.some(isOpen) && (
        <p class="nota">La columna punteada es la semana en curso, aún sin terminar. Si es muy alta, se muestra recortada.</p>
      )}
      <details id="tendencia-numeros">
        <summary>Ver los números</summary>
        <Table
          title="Semana por semana"
          isTitleVisible
          asCards={false}
          rows={[...weeks].reverse()}
          rowKey={(w) => w.semana}
          columns={[
            { title: 'Lunes', isHeading: true, cell: (w) => <a href={hrefOf(withWeek(filters, w.semana))}>{dayWithYear(w.semana)}</a> },
            { title: 'Ideal', isNumber: true, cell: (w) => money(w.cobranza_ideal) },
            { title: 'Real', isNumber: true, cell: (w) => money(w.cobranza_real) },
            { title: 'Morosidad ($)', isNumber: true, cell: (w) => money(w.morosidad_monto) },
            { title: 'Morosidad (%)', isNumber: true, cell: (w) => percent(w.morosidad_porcentaje) },
            { title: 'Faltas', isNumber: true, cell: (w) => integer(w.faltas) },
            { title: 'Bonos', isNumber: true, cell: (w) => money(w.bono) },
            { title: 'Activos', isNumber: true, cell: (w) => integer(w.prestamos_activos) },
          ]}
        />
      </details>
    </>
  );
}
