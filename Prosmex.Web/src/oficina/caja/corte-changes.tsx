// A corte that was wrong: voided, and where it is corrected replaced by one of the same instant and payments.

import { write } from '../../api/session';
import { amountOfCents } from '../../common/amounts';
import { instantInWords } from '../../common/days';
import { money } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { AmountInFull, ChangeForm } from '../../ui/change-form';
import { Facts } from '../../ui/facts';
import { field, MoneyField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Empty } from '../../ui/section';
import type { Corte } from './cortes';
import { Difference } from './difference';
import { Expenses } from './expenses';
import { centsOfNumber, centsTyped, corteTotal, type Expense, expensesOf, requiredAmount, sumOf } from './sums';

const LIST = href('oficina/cortes');

function CortePage({ id, title, children }: { id: number; title: string; children: (corte: Corte) => preact.ComponentChildren }) {
  const answers = useAnswers(id, String(id), async (ask) => (await ask('/cortes/historial', { id })).cortes[0] ?? null);
  return (
    <Page title={title} over={`Corte núm. ${id}`} answers={answers} wanted={id}>
      {(corte) =>
        corte === null ? (
          <Empty>No existe ese corte de caja o no está entre los suyos.</Empty>
        ) : (
          <>
            <section class="tarjeta" aria-label={`Corte núm. ${id}`}>
              <Facts
                facts={[
                  ['De', corte.nombre],
                  ['Fecha', instantInWords(corte.fecha)],
                  ['Recibido', corte.efectivo_recibido === null ? null : money(corte.efectivo_recibido)],
                  ['Debía entregar', corte.efectivo_esperado === null ? null : money(corte.efectivo_esperado)],
                  ['Contado', corte.efectivo_contado === null ? 'Sin contar' : money(corte.efectivo_contado)],
                  ['Gastos', money(corte.total_gastos)],
                  ['Semilla', money(corte.semilla)],
                ]}
              />
              {corte.anulado && <p class="alerta">Este corte ya se corrigió o se eliminó.</p>}
            </section>
            {children(corte)}
          </>
        )
      }
    </Page>
  );
}

export const CorrectCortePage = ({ id }: { id: number }) => (
  <CortePage id={id} title="Corregir un corte">
    {(corte) => <CorrectForm corte={corte} />}
  </CortePage>
);

interface Typed {
  contado: string;
  semilla: string;
  /** The total where there are no lines. */
  total: string;
  gastos: Expense[];
}

const expenseCents = ({ gastos, total }: Typed): number => (gastos.length > 0 ? sumOf(gastos) : centsTyped(total));

function bodyOf(corte: Corte, typed: Typed) {
  const seed = requiredAmount('Semilla', typed.semilla);
  // What the total began with, as the client or the page computed it.
  const base = centsOfNumber(corte.corte_total) - centsOfNumber(corte.semilla) + centsOfNumber(corte.total_gastos);
  return {
    corte_total: corteTotal(base, centsTyped(seed), expenseCents(typed)),
    semilla: seed,
    ...(typed.contado.trim() !== '' && { efectivo_contado: requiredAmount('Efectivo contado', typed.contado) }),
    ...(typed.gastos.length > 0
      ? { gastos: expensesOf(typed.gastos) }
      : { gastos: [], total_gastos: requiredAmount('Total de gastos', typed.total) }),
  };
}

function CorrectForm({ corte }: { corte: Corte }) {
  const done = useDone();
  const change = useChange({
    form: `cortes/${corte.id}/corregir`,
    initial: {
      contado: corte.efectivo_contado === null ? '' : corte.efectivo_contado.toFixed(2),
      semilla: corte.semilla.toFixed(2),
      total: corte.gastos.length > 0 ? '0' : corte.total_gastos.toFixed(2),
      gastos: corte.gastos.map((g) => ({ concepto: g.concepto, monto: g.monto.toFixed(2) })),
    } as Typed,
    check: async (values) => bodyOf(corte, values),
    send: async (values: Typed, key) => write('put', '/cortes/cortes/{id}', { id: corte.id, body: bodyOf(corte, values), key }),
    onDone: ({ id }) => done(`Se corrigió el corte. Ahora es el núm. ${id}.`, LIST),
  });
  const { values, set } = change;
  const had = corte.efectivo_esperado === null ? null : centsOfNumber(corte.efectivo_esperado) + centsOfNumber(corte.total_gastos);
  const difference = (typed: Typed) => had !== null && <Difference expected={had - expenseCents(typed)} counted={typed.contado} />;
  return (
    <ChangeForm
      change={change}
      action="Corregir el corte"
      isAsked
      cancelTo={LIST}
      summary={(typed) => (
        <>
          {typed.contado.trim() !== '' && (
            <>
              <p>{`${corte.nombre} entregó:`}</p>
              <AmountInFull amount={amountOfCents(centsTyped(typed.contado))} />
            </>
          )}
          <p>{`Gastos: ${money(expenseCents(typed) / 100)}.`}</p>
          {difference(typed)}
        </>
      )}
    >
      <MoneyField label="Efectivo contado" {...field(change, 'contado')} isOptional={corte.efectivo_contado === null} />
      <MoneyField label="Semilla" {...field(change, 'semilla')} />
      {values.gastos.length === 0 && <MoneyField label="Total de gastos" {...field(change, 'total')} />}
      <Expenses expenses={values.gastos} onChange={(gastos) => set({ gastos })} />
      <div class="ancho">{difference(values)}</div>
    </ChangeForm>
  );
}

export const DeleteCortePage = ({ id }: { id: number }) => (
  <CortePage id={id} title="Eliminar un corte">
    {(corte) => <DeleteForm corte={corte} />}
  </CortePage>
);

function DeleteForm({ corte }: { corte: Corte }) {
  const done = useDone();
  const change = useChange({
    form: `cortes/${corte.id}/eliminar`,
    initial: {},
    check: () => Promise.resolve(true),
    send: (_, key) => write('delete', '/cortes/cortes/{id}', { id: corte.id, key }),
    onDone: () => done(`Se eliminó el corte núm. ${corte.id}.`, LIST),
  });
  const text = `El efectivo de este corte vuelve a quedar por entregar, y entra en el siguiente corte de ${corte.nombre}.`;
  return (
    <ChangeForm
      change={change}
      action="Eliminar el corte"
      isAsked
      cancelTo={LIST}
      summary={() => (
        <>
          {corte.efectivo_entregado !== null && corte.efectivo_entregado >= 0 && (
            <AmountInFull amount={corte.efectivo_entregado.toFixed(2)} />
          )}
          <p>{text}</p>
        </>
      )}
    >
      <p class="ancho">{text}</p>
    </ChangeForm>
  );
}
