// A new product, or other terms for loans to come: those of loans that were granted never change.

import { useEffect, useState } from 'preact/hooks';
import type { WriteAnswer } from '../../api/contract';
import { write } from '../../api/session';
import { integer, money } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { type Change, useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { Columns } from '../../ui/charts';
import { field, TextField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page, StaticPage } from '../../ui/page';
import { NoSuchPage } from '../../ui/states';
import { changesOf, type Edited, edited } from '../edited';
import type { Producto } from './list';

const LIST = href('oficina/productos');

/** Rates as people say them: 40 for 40 %. */
interface Typed {
  nombre: string;
  semanas: string;
  interes: string;
  semanal: string;
  tolerados: string;
  pena: string;
  penalizaciones: string;
}

const NEW: Typed = { nombre: '', semanas: '', interes: '', semanal: '', tolerados: '1', pena: '1', penalizaciones: '4' };

/** "7.5" of 0.075, exactly: the point is moved in the text. */
export function percentOf(rate: number): string {
  const [whole = '0', decimals = ''] = rate.toFixed(6).split('.');
  const moved = `${whole}${decimals.slice(0, 2)}.${decimals.slice(2)}`;
  return moved.replace(/^0+(?=\d)/, '').replace(/\.?0+$/, '') || '0';
}

/** "0.075" of "7.5"; null where it is no percentage of at most four decimals. */
export function rateOf(percent: string): string | null {
  const parts = /^(\d{1,4})(?:\.(\d{1,4}))?$/.exec(percent.trim().replace(/\s*%$/, ''));
  if (!parts) return null;
  const digits = (parts[1] ?? '').padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${parts[2] ?? ''}`;
}

const typedOf = (t: Producto): Typed => ({
  nombre: t.nombre,
  semanas: String(t.numero_semanas),
  interes: percentOf(t.interes),
  semanal: percentOf(t.porcentaje_semanal),
  tolerados: String(t.incumplimientos_tolerados),
  pena: t.pena_incumplimiento,
  penalizaciones: String(t.limite_penalizaciones),
});

const bodyOf = (typed: Typed) => ({
  nombre: typed.nombre,
  numero_semanas: typed.semanas,
  interes: rateOf(typed.interes) ?? typed.interes,
  porcentaje_semanal: rateOf(typed.semanal) ?? typed.semanal,
  incumplimientos_tolerados: typed.tolerados,
  pena_incumplimiento: typed.pena,
  limite_penalizaciones: typed.penalizaciones,
});

export function NewProductoPage() {
  const done = useDone();
  const change = useChange({
    form: 'productos/nuevo',
    initial: NEW,
    send: (values: Typed, key) => write('post', '/prestamos/tipos', { body: bodyOf(values), key }),
    onDone: (_, { nombre }) => done(`Se agregó el tipo de préstamo «${nombre}».`, LIST),
  });
  return (
    <StaticPage title="Agregar un tipo de préstamo" over="Tipos de préstamo">
      <ProductoForm change={change} action="Agregar el tipo" />
    </StaticPage>
  );
}

export function EditProductoPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), async (ask) => (await ask('/prestamos/tipos'))?.find((t) => t.tipo_prestamo_id === id));
  return (
    <Page title="Cambiar un tipo de préstamo" over="Tipos de préstamo" answers={answers} wanted={id}>
      {(tipo) => (tipo ? <EditProductoForm tipo={tipo} /> : <NoSuchPage />)}
    </Page>
  );
}

function EditProductoForm({ tipo }: { tipo: Producto }) {
  const done = useDone();
  const change = useChange({
    form: `productos/${tipo.tipo_prestamo_id}/editar`,
    initial: edited(typedOf(tipo)),
    send: ({ before, ...values }: Edited<Typed>, key) =>
      write('put', '/prestamos/tipos/{id}', { id: tipo.tipo_prestamo_id, body: changesOf(bodyOf(before), bodyOf(values)), key }),
    onDone: (_, { nombre }) => done(`Se cambió «${nombre}». Vale para los préstamos que se otorguen desde ahora.`, LIST),
  });
  return <ProductoForm change={change} action="Cambiar el tipo" />;
}

function ProductoForm({ change, action }: { change: Change<Typed, null>; action: string }) {
  const { values } = change;
  return (
    <ChangeForm
      change={change}
      action={action}
      cancelTo={LIST}
      summary={(t) => <p>{`${t.nombre}: ${t.semanas} semanas, ${t.interes}% de interés, ${t.semanal}% cada semana.`}</p>}
    >
      <TextField label="Nombre" {...field(change, 'nombre')} />
      <TextField label="Semanas" {...field(change, 'semanas')} inputMode="numeric" maxLength={4} />
      <TextField
        label="Interés (%)"
        {...field(change, 'interes')}
        inputMode="decimal"
        maxLength={9}
        hint="De todo el préstamo: 40 para devolver $1,400 por cada $1,000."
      />
      <TextField
        label="Pago semanal (%)"
        {...field(change, 'semanal')}
        inputMode="decimal"
        maxLength={9}
        hint="De lo prestado. Por las semanas debe dar 100 más el interés: 14 semanas de 10 son 140."
      />
      <TextField label="Incumplimientos tolerados" {...field(change, 'tolerados')} inputMode="numeric" maxLength={4} />
      <TextField label="Pena por incumplimiento" {...field(change, 'pena')} inputMode="decimal" maxLength={12} />
      <TextField label="Límite de penalizaciones" {...field(change, 'penalizaciones')} inputMode="numeric" maxLength={4} />
      <PlanOfOneThousand typed={values} />
    </ChangeForm>
  );
}

type Plan = WriteAnswer<'post', '/prestamos/tipos/vista-previa'>;

/** What a client pays for 1,000 pesos, as the terms are typed: by the server, which alone knows how a plan is rounded. */
function PlanOfOneThousand({ typed }: { typed: Typed }) {
  const [plan, setPlan] = useState<Plan | string | null>(null);
  const isComplete = typed.semanas !== '' && rateOf(typed.interes) !== null && rateOf(typed.semanal) !== null;
  // The name does not change the plan, and may still be missing.
  const body = JSON.stringify({ ...bodyOf(typed), nombre: 'x' });
  useEffect(() => {
    if (!isComplete) {
      setPlan(null);
      return;
    }
    let isStale = false;
    const timer = setTimeout(() => {
      write('post', '/prestamos/tipos/vista-previa', { body: JSON.parse(body) }).then(
        (answer) => !isStale && setPlan(answer),
        (refused: Error) => !isStale && setPlan(refused.message),
      );
    }, 250);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [body, isComplete]);
  return (
    <figure class="ancho plan" aria-live="polite">
      {plan === null ? (
        <figcaption class="nota">Al llenar semanas, interés y pago semanal se dibuja el plan de $1,000.</figcaption>
      ) : typeof plan === 'string' ? (
        <figcaption class="alerta">{plan}</figcaption>
      ) : (
        <>
          <PlanColumns {...plan} />
          <figcaption>
            {`Por ${money(plan.monto_prestamo)}: ${integer(plan.plan.length)} pagos de ${money(plan.cobranza_ideal)}${lastDiffers(plan)}. En total ${money(plan.monto_utilidad)}.`}
          </figcaption>
        </>
      )}
    </figure>
  );
}

function lastDiffers({ plan, cobranza_ideal }: Plan): string {
  const last = plan.at(-1);
  return last && last.monto !== cobranza_ideal ? `; el último, de ${money(last.monto)}` : '';
}

const PlanColumns = ({ plan }: Plan) => (
  <Columns
    height={140}
    summary="Pagos de cada semana por mil pesos."
    columns={plan.map(({ semana, monto }) => ({
      day: plan.length <= 20 || semana % 5 === 0 ? semana : '',
      month: '',
      value: monto,
      text: plan.length <= 12 || semana === 1 || semana === plan.length ? String(monto) : '',
      isOpen: false,
    }))}
  />
);
