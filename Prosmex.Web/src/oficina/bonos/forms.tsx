// A new bracket, another bracket in its place, and one less. It counts from its day on: the bonos of past weeks stay.

import { write } from '../../api/session';
import { amountOf } from '../../common/amounts';
import { money } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { type Change, useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { field, MoneyField, TextField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { changesOf, type Edited, edited } from '../edited';
import { type Bono, type Bracket, bracketOf, rangeInWords } from './brackets';
import { BracketLine } from './line';
import { ALL } from './list';

const LIST = href('oficina/bonos');

interface Typed {
  desde: string;
  hasta: string;
  monto: string;
  fallas: string;
}

const NEW: Typed = { desde: '', hasta: '', monto: '', fallas: '0' };

const typedOf = (b: Bono): Typed => ({
  desde: String(b.entrega_min),
  hasta: String(b.entrega_max),
  monto: String(b.monto),
  fallas: String(b.fallas),
});

/** Null while an amount is missing. */
function bracketTyped(id: number, { desde, hasta, monto, fallas }: Typed): Bracket | null {
  const [from, to, pays] = [desde, hasta, monto].map(amountOf);
  return from && to && Number(to) >= Number(from)
    ? { id, from: Number(from), to: Number(to), monto: Number(pays ?? 0), fallas: Number(fallas) }
    : null;
}

const bodyOf = ({ desde, hasta, monto, fallas }: Typed) => ({
  entrega_min: amountOf(desde) ?? desde,
  entrega_max: amountOf(hasta) ?? hasta,
  monto: amountOf(monto) ?? monto,
  fallas,
});

// Once it was sent, amounts are amounts.
const pesos = (typed: string) => money(Number(amountOf(typed) ?? 0));

export const inWords = (b: Typed) =>
  `Tramo de ${pesos(b.desde)} a ${pesos(b.hasta)}: bono de ${pesos(b.monto)} con ${b.fallas} faltas o menos.`;

function BonoFields({ change, id, bonos }: { change: Change<Typed, null>; id: number; bonos: readonly Bono[] }) {
  const { values } = change;
  const typed = bracketTyped(id, values);
  return (
    <>
      <MoneyField label="Cobranza desde" {...field(change, 'desde')} />
      <MoneyField label="Cobranza hasta" {...field(change, 'hasta')} hint="Hasta el último centavo de ese peso." />
      <MoneyField label="Bono" {...field(change, 'monto')} />
      <TextField label="Faltas permitidas" {...field(change, 'fallas')} inputMode="numeric" maxLength={4} />
      <div class="ancho">
        <BracketLine brackets={bonos.map(bracketOf)} {...(typed && { typed })} />
      </div>
    </>
  );
}

export function NewBonoPage() {
  const answers = useAnswers('nuevo', 'nuevo', (ask) => ask('/bonos', ALL));
  return (
    <Page title="Agregar un tramo" over="Bonos" answers={answers} wanted="nuevo">
      {({ bonos }) => <NewBonoForm bonos={bonos} />}
    </Page>
  );
}

function NewBonoForm({ bonos }: { bonos: readonly Bono[] }) {
  const done = useDone();
  const change = useChange({
    form: 'bonos/nuevo',
    initial: NEW,
    send: (values: Typed, key) => write('post', '/bonos', { body: bodyOf(values), key }),
    onDone: () => done('Se agregó el tramo.', LIST),
  });
  return (
    <ChangeForm change={change} action="Agregar el tramo" summary={(values) => <p>{inWords(values)}</p>} cancelTo={LIST}>
      <BonoFields change={change} id={0} bonos={bonos} />
    </ChangeForm>
  );
}

export function EditBonoPage({ id }: { id: number }) {
  const answers = useBono(id);
  return (
    <Page title="Cambiar un tramo" over="Bonos" answers={answers} wanted={id}>
      {({ bono, bonos }) => <EditBonoForm bono={bono} bonos={bonos} />}
    </Page>
  );
}

const useBono = (id: number) =>
  useAnswers(id, String(id), async (ask) => {
    const [{ bono }, { bonos }] = await Promise.all([ask('/bonos/{id}', {}, id), ask('/bonos', ALL)]);
    return { bono, bonos };
  });

function EditBonoForm({ bono, bonos }: { bono: Bono; bonos: readonly Bono[] }) {
  const done = useDone();
  const change = useChange({
    form: `bonos/${bono.id}/editar`,
    initial: edited(typedOf(bono)),
    send: ({ before, ...values }: Edited<Typed>, key) =>
      write('put', '/bonos/{id}', { id: bono.id, body: changesOf(bodyOf(before), bodyOf(values)), key }),
    onDone: () => done('Se cambió el tramo. Vale desde hoy.', LIST),
  });
  return (
    <ChangeForm change={change} action="Cambiar el tramo" summary={(values) => <p>{inWords(values)}</p>} cancelTo={LIST}>
      <BonoFields change={change} id={bono.id} bonos={bonos} />
    </ChangeForm>
  );
}

export function DeleteBonoPage({ id }: { id: number }) {
  const answers = useBono(id);
  return (
    <Page title="Eliminar un tramo" over="Bonos" answers={answers} wanted={id}>
      {({ bono }) => <DeleteBonoForm bono={bono} />}
    </Page>
  );
}

function DeleteBonoForm({ bono }: { bono: Bono }) {
  const done = useDone();
  const change = useChange({
    form: `bonos/${bono.id}/eliminar`,
    initial: {},
    send: (_, key) => write('delete', '/bonos/{id}', { id: bono.id, key }),
    onDone: () => done('Se eliminó el tramo.', LIST),
  });
  const text = `Desde hoy, lo cobrado ${rangeInWords(bracketOf(bono))} no gana el bono de ${money(bono.monto)}. Los bonos de semanas anteriores no cambian.`;
  return (
    <ChangeForm change={change} action="Eliminar el tramo" summary={() => <p>{text}</p>} cancelTo={LIST}>
      <p class="ancho">{text}</p>
    </ChangeForm>
  );
}
