// A corte: what somebody should have, what was counted, and what was spent.

import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { get, write } from '../../api/session';
import { amountOfCents } from '../../common/amounts';
import { instantInWords } from '../../common/days';
import { money } from '../../common/numbers';
import { href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { AmountInFull, ChangeForm } from '../../ui/change-form';
import { Facts } from '../../ui/facts';
import { field, MoneyField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Difference } from './difference';
import { Expenses } from './expenses';
import { centsOfNumber, centsTyped, corteTotal, type Expense, expensesOf, requiredAmount, sumOf } from './sums';

type Start = Answer<'/cortes/datos-corte'>;

const CASH = href('oficina/caja');

export function NewCortePage() {
  const usuario = positive(useLocation().query.usuario);
  const query = usuario ? { usuario_id: usuario } : {};
  const answers = useAnswers(usuario, String(usuario), (ask) => ask('/cortes/datos-corte', query));
  const start = answers.shown?.data;
  return (
    <Page title={start ? `Corte de ${start.nombre}` : 'Hacer un corte'} over="Corte de caja" answers={answers} wanted={usuario}>
      {(data) => (
        <>
          <StartFacts {...data} />
          <NewCorteForm start={data} />
        </>
      )}
    </Page>
  );
}

const StartFacts = (s: Start) => (
  <section class="tarjeta" aria-label="Efectivo por entregar">
    <Facts
      facts={[
        ['Recibido desde el corte anterior', money(s.efectivo_recibido)],
        ['Diferencia de cortes anteriores', s.arrastre === 0 ? null : money(s.arrastre)],
        ['Tiene', <strong key="e">{money(s.efectivo_esperado)}</strong>],
        ['Desde', s.desde && instantInWords(s.desde)],
        [
          'Cuenta',
          s.activo ? null : (
            <span key="a" class="etiqueta atrasada">
              Ya no está activo
            </span>
          ),
        ],
      ]}
    />
  </section>
);

interface Typed {
  contado: string;
  semilla: string;
  gastos: Expense[];
  /** What the total begins with, in cents: of the last opening of the form, so that what is sent again is the same. */
  base: number;
}

function bodyOf(usuarioId: number, { contado, semilla, gastos, base }: Typed) {
  const [counted, seed, expenses] = [requiredAmount('Efectivo contado', contado), requiredAmount('Semilla', semilla), expensesOf(gastos)];
  return {
    corte_total: corteTotal(base, centsTyped(seed), sumOf(gastos)),
    semilla: seed,
    efectivo_contado: counted,
    gastos: expenses,
    usuario_id: usuarioId,
  };
}

function NewCorteForm({ start }: { start: Start }) {
  const done = useDone();
  const id = start.usuario_id;
  const base = centsOfNumber(start.sobrante_total) - centsOfNumber(start.bono_global);
  const change = useChange({
    form: `cortes/nuevo/${id}`,
    initial: {
      contado: '',
      semilla: '0',
      gastos: [],
      base,
    } as Typed,
    // Somebody may have collected since the form was opened.
    check: async (values) => {
      bodyOf(id, values);
      return get('/cortes/datos-corte', { query: { usuario_id: id } });
    },
    send: async (values: Typed, key) => write('post', '/cortes/cortes', { body: bodyOf(id, values), key }),
    onDone: ({ id: corte }) => done(`Se hizo el corte núm. ${corte} de ${start.nombre}.`, href('oficina/cortes')),
  });
  const { values, set, effect, step } = change;

  // What was typed may be of another day, the total's beginning is of now.
  useEffect(() => {
    if (step === 'editing' && values.base !== base) set({ base });
  });
  const expected = (s: Start, { gastos }: Typed) => centsOfNumber(s.efectivo_esperado) - sumOf(gastos);
  return (
    <ChangeForm
      change={change}
      action="Hacer el corte"
      isAsked
      cancelTo={CASH}
      summary={(typed) => (
        <>
          <p>{`${start.nombre} entrega:`}</p>
          <AmountInFull amount={amountOfCents(centsTyped(typed.contado))} />
          {typed.gastos.length > 0 && (
            <p>{`Gastos: ${typed.gastos.map((g) => `${g.concepto} ${money(centsTyped(g.monto) / 100)}`).join(', ')}.`}</p>
          )}
          <Difference expected={expected(effect ?? start, typed)} counted={typed.contado} />
        </>
      )}
    >
      <MoneyField label="Efectivo contado" {...field(change, 'contado')} />
      <MoneyField label="Semilla" {...field(change, 'semilla')} hint="Lo que se le deja para empezar. Cero si nada." />
      <Expenses expenses={values.gastos} onChange={(gastos) => set({ gastos })} />
      <div class="ancho">
        <Difference expected={expected(start, values)} counted={values.contado} />
      </div>
    </ChangeForm>
  );
}
