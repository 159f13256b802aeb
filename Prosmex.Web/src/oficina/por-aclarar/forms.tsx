// What becomes of money that waits: a payment, given back, or written off. Once; a cancelled payment makes it wait again.

import { write } from '../../api/session';
import { money } from '../../common/numbers';
import { href } from '../../common/query';
import { useChange } from '../../common/use-change';
import { AmountInFull, ChangeForm } from '../../ui/change-form';
import { field, LongTextField, TextField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { LoanPicker, type PickedLoan } from '../loan-picker';
import { Effects } from '../preview';
import { DineroFacts, PENDING, useDinero } from './one';
import type { Dinero } from './words';

export function ApplyPage({ id }: { id: number }) {
  const answers = useDinero(id);
  return (
    <Page title="Aplicar a un préstamo" over="Dinero por aclarar" answers={answers} wanted={id}>
      {(dinero) => (
        <>
          <DineroFacts dinero={dinero} />
          <ApplyForm dinero={dinero} />
        </>
      )}
    </Page>
  );
}

interface Typed {
  prestamo: PickedLoan | null;
  fecha: string;
}

function bodyOf({ prestamo, fecha }: Typed) {
  if (!prestamo) throw new Error('Elija el préstamo al que se aplica.');
  return { prestamo_id: prestamo.id, ...(fecha && { fecha_pago: fecha }) };
}

function ApplyForm({ dinero }: { dinero: Dinero }) {
  const done = useDone();
  const { id } = dinero;
  const change = useChange({
    form: `por-aclarar/${id}/aplicar`,
    initial: { prestamo: null, fecha: '' } as Typed,
    check: async (values) => write('post', '/por-aclarar/{id}/aplicar/vista-previa', { id, body: bodyOf(values) }),
    send: async (values: Typed, key) => write('post', '/por-aclarar/{id}/aplicar', { id, body: bodyOf(values), key }),
    onDone: (_, { prestamo }) => done(`Se aplicaron ${money(dinero.monto)} al préstamo.`, href(`prestamos/${prestamo?.id}`)),
  });
  const { values, set } = change;
  return (
    <ChangeForm
      change={change}
      action="Aplicar al préstamo"
      isAsked
      cancelTo={PENDING}
      summary={({ prestamo }) => (
        <>
          <AmountInFull amount={dinero.monto.toFixed(2)} />
          <p>{`Se registra como pago del préstamo núm. ${prestamo?.id}, de ${prestamo?.cliente}.`}</p>
        </>
      )}
      effects={(preview) => <Effects {...preview} />}
    >
      <div class="ancho">
        <LoanPicker picked={values.prestamo} onPick={(prestamo) => set({ prestamo })} begin={dinero.cliente ?? ''} />
      </div>
      <TextField
        label="Fecha del pago"
        {...field(change, 'fecha')}
        type="date"
        isOptional
        hint="Sin fecha, cuenta en el día en que se cobró."
      />
    </ChangeForm>
  );
}

interface Ending {
  path: 'devolver' | 'castigar';
  title: string;
  action: string;
  says: string;
  hint: string;
  done: string;
}

const RETURN: Ending = {
  path: 'devolver',
  title: 'Devolver al cliente',
  action: 'Devolver el dinero',
  says: 'Se anota que este dinero se regresó al cliente.',
  hint: 'A quién y cuándo se le devolvió.',
  done: 'Se anotó la devolución.',
};
const WRITE_OFF: Ending = {
  path: 'castigar',
  title: 'Dar de baja',
  action: 'Dar de baja el dinero',
  says: 'Ya no se espera saber de quién es. Sigue contando en el efectivo de quien lo cobró.',
  hint: 'Por qué no se pudo aplicar ni devolver.',
  done: 'Se dio de baja.',
};

export const ReturnPage = ({ id }: { id: number }) => <EndPage id={id} ending={RETURN} />;
export const WriteOffPage = ({ id }: { id: number }) => <EndPage id={id} ending={WRITE_OFF} />;

function EndPage({ id, ending }: { id: number; ending: Ending }) {
  const answers = useDinero(id);
  return (
    <Page title={ending.title} over="Dinero por aclarar" answers={answers} wanted={id}>
      {(dinero) => (
        <>
          <DineroFacts dinero={dinero} />
          <EndForm dinero={dinero} ending={ending} />
        </>
      )}
    </Page>
  );
}

function EndForm({ dinero, ending }: { dinero: Dinero; ending: Ending }) {
  const done = useDone();
  const { id } = dinero;
  const change = useChange({
    form: `por-aclarar/${id}/${ending.path}`,
    initial: { nota: '' },
    // Nothing but the money itself changes.
    check: () => Promise.resolve(true),
    send: (body: { nota: string }, key) => write('post', `/por-aclarar/{id}/${ending.path}`, { id, body, key }),
    onDone: () => done(ending.done, PENDING),
  });
  return (
    <ChangeForm
      change={change}
      action={ending.action}
      isAsked
      cancelTo={PENDING}
      summary={({ nota }) => (
        <>
          <AmountInFull amount={dinero.monto.toFixed(2)} />
          <p>{ending.says}</p>
          <p>{`Motivo: ${nota}`}</p>
        </>
      )}
    >
      <div class="ancho">
        <LongTextField label="Motivo" {...field(change, 'nota')} hint={ending.hint} />
      </div>
    </ChangeForm>
  );
}
