// Other terms of a loan, and one less. With payments only the start and the aval may change: the API says so.

import type { Answer } from '../../api/contract';
import { write } from '../../api/session';
import { amountOf } from '../../common/amounts';
import { money } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { AmountInFull, ChangeForm } from '../../ui/change-form';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { changesOf, type Edited, edited } from '../edited';
import { Effects } from '../preview';
import type { Preview } from '../preview-words';
import { bodyOf, type LoanChoices, LoanFields, loanChoicesOf, type Typed } from './fields';

type Ficha = Answer<'/prestamos/{id}/ficha'>;
type Prestamo = Answer<'/prestamos/{id}'>;

const prestamoHref = (id: number): string => href(`prestamos/${id}`);

export function EditPrestamoPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), async (ask) => {
    const [prestamo, ficha] = await Promise.all([ask('/prestamos/{id}', {}, id), ask('/prestamos/{id}/ficha', {}, id)]);
    return { prestamo, ficha, choices: await loanChoicesOf(ask, prestamo.cliente_id, ficha.prestamo.aval) };
  });
  return (
    <Page title="Cambiar el préstamo" over={`Préstamo núm. ${id}`} answers={answers} wanted={id}>
      {(data) => <EditForm id={id} {...data} />}
    </Page>
  );
}

interface EditFormProps {
  id: number;
  prestamo: Prestamo;
  ficha: Ficha;
  choices: LoanChoices;
}

function EditForm({ id, prestamo, ficha, choices }: EditFormProps) {
  const done = useDone();
  const initial: Typed = {
    monto: prestamo.monto_prestamo.toFixed(2),
    tipo: String(prestamo.tipo_prestamo_id),
    aval: String(prestamo.aval_id ?? ''),
    inicio: prestamo.fecha_inicio,
  };
  const bodyOfChange = ({ before, ...values }: Edited<Typed>) => changesOf(bodyOf(before), bodyOf(values));
  const change = useChange<Edited<Typed>, Preview>({
    form: `prestamos/${id}/editar`,
    initial: edited(initial),
    check: async (values) => write('post', '/prestamos/{id}/cambio/vista-previa', { id, body: bodyOfChange(values) }),
    send: (values, key) => write('put', '/prestamos/{id}', { id, body: bodyOfChange(values), key }),
    onDone: () => done('Se guardó el préstamo.', prestamoHref(id)),
  });
  const hasPayments = ficha.movimientos.length > 0;
  return (
    <ChangeForm
      change={change}
      action="Guardar el préstamo"
      isAsked
      summary={({ monto }) => (
        <>
          <p>{`Préstamo núm. ${id} de ${ficha.cliente.nombre}. Monto en papel:`}</p>
          <AmountInFull amount={amountOf(monto) ?? '0'} />
        </>
      )}
      effects={(effect) => <Effects {...effect} />}
      cancelTo={prestamoHref(id)}
    >
      {hasPayments && <p class="ancho nota">El préstamo ya tiene pagos: solo se pueden cambiar el aval y la fecha de inicio.</p>}
      <LoanFields change={change} isNew={false} {...choices} />
    </ChangeForm>
  );
}

export function DeletePrestamoPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), (ask) => ask('/prestamos/{id}/ficha', {}, id));
  return (
    <Page title="Eliminar el préstamo" over={`Préstamo núm. ${id}`} answers={answers} wanted={id}>
      {(ficha) => <DeleteForm id={id} ficha={ficha} />}
    </Page>
  );
}

function DeleteForm({ id, ficha }: { id: number; ficha: Ficha }) {
  const done = useDone();
  const { prestamo, cliente, renueva_a } = ficha;
  const change = useChange({
    form: `prestamos/${id}/eliminar`,
    initial: {},
    check: () => Promise.resolve(null),
    send: (_, key) => write('delete', '/prestamos/{id}', { id, key }),
    onDone: () => done(`Se eliminó el préstamo núm. ${id} de ${cliente.nombre}.`, href(`clientes/${cliente.id}`)),
  });
  const text = (
    <>
      <p>{`Se elimina el préstamo núm. ${id} de ${cliente.nombre}, por:`}</p>
      <AmountInFull amount={prestamo.monto_prestamo.toFixed(2)} />
      {renueva_a && (
        <p>{`Es una renovación: el préstamo núm. ${renueva_a} vuelve a quedar abierto, con lo que le faltaba por pagar. Se habían entregado ${money(prestamo.monto_prestamo_real)}.`}</p>
      )}
    </>
  );
  return (
    <ChangeForm change={change} action="Eliminar el préstamo" isAsked summary={() => text} cancelTo={prestamoHref(id)}>
      <div class="ancho">{text}</div>
    </ChangeForm>
  );
}
