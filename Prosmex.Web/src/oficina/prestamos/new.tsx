// A loan is granted, or an open one is renewed: what is handed out, the plan and the warnings are shown before.

import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { get, write } from '../../api/session';
import { fullName } from '../../clientes/words';
import { amountOf } from '../../common/amounts';
import { money } from '../../common/numbers';
import { href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { catInWords } from '../../prestamos/words';
import { AmountInFull, ChangeForm } from '../../ui/change-form';
import { useDone } from '../../ui/notice';
import { Page, StaticPage } from '../../ui/page';
import { Section } from '../../ui/section';
import { isOpen } from '../../ui/status';
import { clienteHref } from '../clientes/forms';
import { Parecidos } from '../parecidos/of-cliente';
import { Effects } from '../preview';
import type { Preview } from '../preview-words';
import { bodyOf, type LoanChoices, LoanFields, loanChoicesOf, type Typed } from './fields';

type Ficha = Answer<'/clientes/{id}/ficha'>;

interface Checked {
  preview: Preview;
  cat: number | null;
  warnings: readonly string[];
}

export function NewPrestamoPage() {
  const id = positive(useLocation().query.cliente);
  return id ? <ForCliente key={id} id={id} /> : <NoCliente />;
}

const NoCliente = () => (
  <StaticPage title="Dar un préstamo" over="Préstamos">
    <Section id="cliente" title="¿A quién?">
      <p>
        Busque al cliente arriba y, en su página, elija «Dar un préstamo». Si es nuevo,{' '}
        <a href={href('oficina/clientes/nuevo')}>regístrelo primero</a>.
      </p>
    </Section>
  </StaticPage>
);

const quoteOf = ({ tipo, monto, inicio }: Typed) =>
  get('/prestamos/cotizacion', {
    query: { tipo_prestamo_id: Number(tipo), monto: amountOf(monto) ?? monto, ...(inicio && { fecha_inicio: inicio }) },
  });

const openLoanOf = (ficha: Ficha) => ficha.prestamos.find((p) => isOpen(p.status)) ?? null;

function ForCliente({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), async (ask) => {
    const [ficha, limites] = await Promise.all([ask('/clientes/{id}/ficha', {}, id), ask('/limites')]);
    const open = openLoanOf(ficha);
    return { ficha, limites: limites.limites, choices: await loanChoicesOf(ask, id, open?.aval ?? null) };
  });
  const ficha = answers.shown?.data.ficha;
  return (
    <Page
      title={ficha && openLoanOf(ficha) ? 'Renovar el préstamo' : 'Dar un préstamo'}
      over={ficha ? fullName(ficha.cliente) : `Cliente núm. ${id}`}
      answers={answers}
      wanted={id}
    >
      {({ ficha, limites, choices }) => (
        <>
          <Parecidos id={id} />
          <GrantForm
            id={id}
            ficha={ficha}
            choices={choices}
            weeksToRenew={limites.find((l) => l.clave === 'semanas_para_renovar')?.valor ?? null}
          />
        </>
      )}
    </Page>
  );
}

interface GrantFormProps {
  id: number;
  ficha: Ficha;
  choices: LoanChoices;
  weeksToRenew: number | null;
}

function GrantForm({ id, ficha, choices, weeksToRenew }: GrantFormProps) {
  const done = useDone();
  const open = openLoanOf(ficha);
  const name = fullName(ficha.cliente);
  const change = useChange<Typed, Checked, { prestamo: number }>({
    form: `prestamos/nuevo/${id}`,
    initial: { monto: '', tipo: '', aval: String(open?.aval?.id ?? ''), inicio: '' },
    check: async (values) => {
      const aval = { cliente_id: id, aval_id: Number(values.aval) };
      const [preview, { warnings }] = await Promise.all([
        write('post', '/prestamos/vista-previa', { body: { cliente_id: id, ...bodyOf(values) } }),
        write('post', '/clientes/validate-aval', { body: aval }),
      ]);
      // After them: they say at which field something is wrong.
      const { cat } = await quoteOf(values);
      return { preview, cat, warnings };
    },
    send: async (values, key) => {
      const answer = await write('post', '/prestamos', { body: { cliente_id: id, ...bodyOf(values) }, key });
      return 'prestamo' in answer ? answer : { prestamo: 0 };
    },
    onDone: ({ prestamo }) =>
      done(open ? `Se renovó el préstamo de ${name}.` : `Se dio el préstamo a ${name}.`, href(`prestamos/${prestamo}`)),
  });
  return (
    <ChangeForm
      change={change}
      action={open ? 'Renovar el préstamo' : 'Dar el préstamo'}
      isAsked
      summary={({ monto }) => (
        <>
          <p>{`${name}, de ${ficha.grupo.nombre}. Monto en papel:`}</p>
          <AmountInFull amount={amountOf(monto) ?? '0'} />
        </>
      )}
      effects={(checked) => <Granted {...checked} />}
      cancelTo={clienteHref(id)}
    >
      {open && (
        <p class="ancho">
          {`Tiene abierto el préstamo núm. ${open.id}, con ${money(open.restante)} por pagar, que el nuevo liquida. Va en la semana ${open.semana_activa} de ${open.numero_semanas}`}
          {weeksToRenew !== null && `; se puede renovar desde la semana ${weeksToRenew}`}.
        </p>
      )}
      <LoanFields change={change} isNew {...choices} />
    </ChangeForm>
  );
}

function Granted({ preview, cat, warnings }: Checked) {
  const granted = preview.prestamos.find((p) => p.antes === null)?.despues;
  return (
    <>
      {warnings.map((text) => (
        <p key={text} class="alerta">
          {text}
        </p>
      ))}
      {granted && (
        <>
          <p>Se entrega al cliente:</p>
          <AmountInFull amount={granted.monto_prestamo_real.toFixed(2)} />
          <p>{`Paga ${money(granted.monto_utilidad)} en ${granted.numero_semanas} semanas, ${money(granted.cobranza_ideal)} cada una. La primera vence la semana siguiente a la del inicio.`}</p>
          <p>{`CAT sin IVA ${catInWords(cat)}, sobre el monto en papel.`}</p>
        </>
      )}
      <Effects {...preview} />
    </>
  );
}
