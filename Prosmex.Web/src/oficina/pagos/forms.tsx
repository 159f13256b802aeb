// A payment that was wrong: cancelled, or with another amount or date. What that changes is asked of the server and shown first.

import type { Answer } from '../../api/contract';
import { write } from '../../api/session';
import { amountOf } from '../../common/amounts';
import { instantInWords, mexicoDay } from '../../common/days';
import { money } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { AmountInFull, ChangeForm } from '../../ui/change-form';
import { Facts } from '../../ui/facts';
import { field, LongTextField, MoneyField, TextField } from '../../ui/fields';
import { ClienteLink, PrestamoLink } from '../../ui/links';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Effects } from '../preview';

type Pago = Answer<'/pagos/{id}'>['pago'];
type Cliente = Answer<'/prestamos/{id}/ficha'>['cliente'];

interface Props {
  pago: Pago;
  cliente: Cliente;
}

const usePago = (id: number) =>
  useAnswers(id, String(id), async (ask) => {
    const { pago } = await ask('/pagos/{id}', {}, id);
    const { cliente } = await ask('/prestamos/{id}/ficha', {}, pago.prestamo.prestamo_id);
    return { pago, cliente };
  });

const loanHref = (pago: Pago) => href(`prestamos/${pago.prestamo.prestamo_id}`);

const PagoFacts = ({ pago, cliente }: Props) => (
  <section class="tarjeta" aria-label={`Pago núm. ${pago.id}`}>
    <Facts
      facts={[
        ['Cliente', <ClienteLink key="c" id={cliente.id} name={cliente.nombre} />],
        ['Préstamo', <PrestamoLink key="p" id={pago.prestamo.prestamo_id} />],
        ['Fecha', instantInWords(pago.fecha_pago)],
        ['Monto', money(Number(pago.monto_pagado))],
      ]}
    />
    {pago.reversado && <p class="alerta">Este pago ya se canceló o se corrigió.</p>}
  </section>
);

export function CancelPagoPage({ id }: { id: number }) {
  const answers = usePago(id);
  return (
    <Page title="Cancelar un pago" over={`Pago núm. ${id}`} answers={answers} wanted={id}>
      {(data) => (
        <>
          <PagoFacts {...data} />
          <CancelForm {...data} />
        </>
      )}
    </Page>
  );
}

function CancelForm({ pago }: Props) {
  const done = useDone();
  const change = useChange({
    form: `pagos/${pago.id}/cancelar`,
    initial: { motivo: '' },
    check: (values) => write('post', '/pagos/{id}/cancelacion/vista-previa', { id: pago.id, body: values }),
    send: (values: { motivo: string }, key) => write('delete', '/pagos/{id}', { id: pago.id, body: values, key }),
    onDone: () => done(`Se canceló el pago núm. ${pago.id}.`, loanHref(pago)),
  });
  return (
    <ChangeForm
      change={change}
      action="Cancelar el pago"
      isAsked
      cancelTo={loanHref(pago)}
      summary={({ motivo }) => (
        <>
          <AmountInFull amount={pago.monto_pagado} />
          <p>{`Motivo: ${motivo}`}</p>
        </>
      )}
      effects={(preview) => <Effects {...preview} />}
    >
      <div class="ancho">
        <LongTextField
          label="Motivo"
          {...field(change, 'motivo')}
          hint="Queda escrito junto al pago. Nada se borra: se registra un movimiento contrario."
        />
      </div>
    </ChangeForm>
  );
}

export function CorrectPagoPage({ id }: { id: number }) {
  const answers = usePago(id);
  return (
    <Page title="Corregir un pago" over={`Pago núm. ${id}`} answers={answers} wanted={id}>
      {(data) => (
        <>
          <PagoFacts {...data} />
          <CorrectForm {...data} />
        </>
      )}
    </Page>
  );
}

interface Typed {
  monto: string;
  fecha: string;
}

/** What is different. A day alone is its noon: the time of the payment stays where the day does. */
function correction(pago: Pago, { monto, fecha }: Typed) {
  const amount = amountOf(monto);
  if (!amount) throw new Error('Monto: escriba una cantidad en pesos, por ejemplo 350.50.');
  const body = {
    ...(Number(amount) !== Number(pago.monto_pagado) && { monto_pagado: amount }),
    ...(fecha !== mexicoDay(pago.fecha_pago) && { fecha_pago: fecha }),
  };
  if (Object.keys(body).length === 0) throw new Error('Cambie el monto o la fecha.');
  return body;
}

function CorrectForm({ pago }: Props) {
  const done = useDone();
  const change = useChange({
    form: `pagos/${pago.id}/corregir`,
    initial: { monto: pago.monto_pagado, fecha: mexicoDay(pago.fecha_pago) },
    check: async (values: Typed) => write('post', '/pagos/{id}/correccion/vista-previa', { id: pago.id, body: correction(pago, values) }),
    send: async (values: Typed, key) => write('put', '/pagos/{id}', { id: pago.id, body: correction(pago, values), key }),
    onDone: ({ pago: corrected }) => done(`Se corrigió el pago. Ahora es el núm. ${corrected.id}.`, loanHref(pago)),
  });
  return (
    <ChangeForm
      change={change}
      action="Corregir el pago"
      isAsked
      cancelTo={loanHref(pago)}
      summary={({ monto, fecha }) => (
        <>
          <p>{`Antes: ${money(Number(pago.monto_pagado))}, ${instantInWords(pago.fecha_pago)}. Queda con fecha del ${instantInWords(fecha)}:`}</p>
          <AmountInFull amount={amountOf(monto) ?? '0'} />
        </>
      )}
      effects={(preview) => <Effects {...preview} />}
    >
      <MoneyField label="Monto" {...field(change, 'monto')} />
      <TextField label="Fecha del pago" {...field(change, 'fecha')} type="date" />
    </ChangeForm>
  );
}
