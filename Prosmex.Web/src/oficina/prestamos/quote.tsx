// What a loan would cost, before anyone asks for it: a form whose answer is in the address.

import { useLocation } from 'preact-iso';
import { amountOf } from '../../common/amounts';
import { dayWithYear } from '../../common/days';
import { money } from '../../common/numbers';
import { href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { catInWords } from '../../prestamos/words';
import { Facts } from '../../ui/facts';
import { ChoiceFilter, DayFilter, FilterForm, TextFilter } from '../../ui/filters';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { Table } from '../../ui/table';
import { tipoChoice } from './fields';

const quoteHref = (typed: Record<string, string>): string =>
  href('oficina/prestamos/cotizar', { tipo: typed.tipo, monto: amountOf(typed.monto ?? '') ?? typed.monto, inicio: typed.inicio });

interface Wanted {
  tipo: number | null;
  monto: string;
  inicio: string;
}

export function QuotePage() {
  const { query } = useLocation();
  const wanted: Wanted = { tipo: positive(query.tipo), monto: query.monto ?? '', inicio: query.inicio ?? '' };
  const answers = useAnswers(null, 'tipos', async (ask) => (await ask('/prestamos/tipos')) ?? []);
  return (
    <Page title="Cotizar un préstamo" over="Préstamos" answers={answers} wanted={null}>
      {(tipos) => (
        <>
          <FilterForm to={quoteHref} action="Cotizar">
            <ChoiceFilter label="Producto" name="tipo" value={String(wanted.tipo ?? '')} choices={tipos.map(tipoChoice)} />
            <TextFilter label="Monto en papel" name="monto" value={wanted.monto} />
            <DayFilter label="Fecha de inicio" name="inicio" value={wanted.inicio} />
          </FilterForm>
          {wanted.monto && <Quote wanted={wanted} />}
        </>
      )}
    </Page>
  );
}

function Quote({ wanted }: { wanted: Wanted }) {
  const answers = useAnswers(wanted, JSON.stringify(wanted), (ask, { tipo, monto, inicio }) =>
    ask('/prestamos/cotizacion', { tipo_prestamo_id: tipo ?? 0, monto, ...(inicio && { fecha_inicio: inicio }) }),
  );
  const quote = answers.shown?.data;
  return (
    <>
      {answers.error && (
        <p class="error" role="alert">
          {answers.error.message}
        </p>
      )}
      {quote && !answers.error && (
        <>
          <Section id="costo" title={`${money(quote.monto_prestamo)}, ${quote.tipo}`}>
            <Facts
              facts={[
                ['Pago semanal', money(quote.cobranza_ideal)],
                ['Plazo', `${quote.numero_semanas} semanas`],
                ['Total a pagar', <strong key="t">{money(quote.monto_utilidad)}</strong>],
                ['Intereses en pesos', money(quote.interes)],
                ['CAT sin IVA', catInWords(quote.cat)],
              ]}
            />
            <p class="nota">
              {`El CAT se calcula sobre el monto en papel (${quote.cat_metodo}). Si es una renovación, en efectivo se entrega menos: lo que faltaba del préstamo anterior se descuenta.`}
            </p>
          </Section>
          <Section id="plan" title="Plan de pagos">
            <Table
              title="Pagos semana por semana"
              rows={quote.plan}
              rowKey={(w) => w.semana}
              asCards={false}
              hasFooter
              columns={[
                { title: 'Semana', isHeading: true, cell: (w) => w.semana, total: 'Total' },
                { title: 'A más tardar', cell: (w) => dayWithYear(w.vence) },
                { title: 'Pago', isNumber: true, cell: (w) => money(w.monto), total: money(quote.monto_utilidad) },
              ]}
            />
          </Section>
        </>
      )}
    </>
  );
}
