// A sign is marked as a false alarm, with why; or such a mark is taken back.

import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { write } from '../../api/session';
import { dayWithYear } from '../../common/days';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { Facts } from '../../ui/facts';
import { field, LongTextField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Empty, Section } from '../../ui/section';
import { Clientes, Prestamos, Usuario } from './about';
import { markInWords, readRule, ruleInWords, type Senal, senalesHref, whatToAsk } from './words';

const pageOf = (title: string, descartadas: boolean, Form: (props: { senal: Senal }) => ComponentChildren) =>
  function SenalPage() {
    const { query } = useLocation();
    const wanted = { regla: readRule(query.regla), clave: query.clave ?? '' };
    const answers = useAnswers(wanted, JSON.stringify(wanted), (ask, { regla, clave }) =>
      ask('/reporte/senales', { descartadas, clave, ...(regla && { regla }) }),
    );
    return (
      <Page title={title} over="Señales" answers={answers} wanted={wanted}>
        {({ senales: [senal] }) =>
          senal && wanted.regla && wanted.clave ? (
            <>
              <Known senal={senal} />
              <Form key={`${senal.regla} ${senal.clave}`} senal={senal} />
            </>
          ) : (
            <Empty>Esa señal ya no está en la lista.</Empty>
          )
        }
      </Page>
    );
  };

const Known = ({ senal }: { senal: Senal }) => (
  <Section id="senal" title={ruleInWords(senal.regla)}>
    <p>{senal.mensaje}</p>
    <p class="nota">{whatToAsk(senal.regla)}</p>
    <Facts
      facts={[
        ['Clientes', <Clientes key="c" senal={senal} />],
        ['Préstamos', <Prestamos key="p" senal={senal} />],
        ['Quién registró', <Usuario key="u" senal={senal} />],
        ['Día', senal.desde && dayWithYear(senal.desde)],
        ['Falsa alarma', markInWords(senal) || null],
      ]}
    />
  </Section>
);

export const DiscardSenalPage = pageOf('Marcar como falsa alarma', false, ({ senal }) => <DiscardForm senal={senal} />);
export const RestoreSenalPage = pageOf('Volver a revisar la señal', true, ({ senal }) => <RestoreForm senal={senal} />);

function DiscardForm({ senal: { regla, clave } }: { senal: Senal }) {
  const done = useDone();
  const change = useChange({
    form: `senales/${regla}/${clave}/descartar`,
    initial: { nota: '' },
    send: ({ nota }: { nota: string }, key) => write('post', '/reporte/senales/descartar', { body: { regla, clave, nota }, key }),
    onDone: () => done('Se marcó como falsa alarma.', senalesHref()),
  });
  return (
    <ChangeForm
      change={change}
      action="Marcar como falsa alarma"
      cancelTo={senalesHref()}
      summary={({ nota }) => <p>{`La señal deja la lista. Motivo: ${nota}`}</p>}
    >
      <div class="ancho">
        <LongTextField label="Motivo" {...field(change, 'nota')} hint="A quién visitó o qué revisó, y por qué todo está en orden." />
      </div>
    </ChangeForm>
  );
}

function RestoreForm({ senal: { regla, clave } }: { senal: Senal }) {
  const done = useDone();
  const text = <p>La señal vuelve a la lista de las que hay que revisar. La bitácora conserva quién la había marcado y por qué.</p>;
  const change = useChange({
    form: `senales/${regla}/${clave}/recuperar`,
    initial: {},
    send: (_, key) => write('post', '/reporte/senales/recuperar', { body: { regla, clave }, key }),
    onDone: () => done('La señal volvió a la lista.', senalesHref()),
  });
  return (
    <ChangeForm change={change} action="Volver a revisarla" cancelTo={senalesHref({ descartadas: true })} summary={() => text}>
      <div class="ancho">{text}</div>
    </ChangeForm>
  );
}
