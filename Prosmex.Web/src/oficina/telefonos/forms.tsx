// A phone's session is ended, and then what it never sent may be given up.

import type { ComponentChildren } from 'preact';
import { write } from '../../api/session';
import { instantInWords } from '../../common/days';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { AmountInFull, ChangeForm } from '../../ui/change-form';
import { Facts } from '../../ui/facts';
import { field, LongTextField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Empty, Section } from '../../ui/section';
import { decisionInWords, stateInWords, type Telefono, telefonosHref, waitingInWords } from './words';

const pageOf = (title: string, Form: (props: { telefono: Telefono }) => ComponentChildren) =>
  function TelefonoPage({ id }: { id: number }) {
    const answers = useAnswers(id, String(id), (ask) => ask('/cobro/telefonos', { id }));
    return (
      <Page title={title} over="Teléfonos" answers={answers} wanted={id}>
        {({ telefonos: [telefono] }) =>
          telefono ? (
            <>
              <Known telefono={telefono} />
              <Form telefono={telefono} />
            </>
          ) : (
            <Empty>No existe ese teléfono.</Empty>
          )
        }
      </Page>
    );
  };

const Known = ({ telefono: t }: { telefono: Telefono }) => (
  <Section id="telefono" title={t.nombre}>
    <Facts
      facts={[
        ['Persona', t.usuario.nombre],
        ['Último contacto', instantInWords(t.ultimo_contacto)],
        ['Sin enviar', waitingInWords(t)],
        ['Estado', [stateInWords(t), decisionInWords(t)].filter(Boolean).join('. ')],
      ]}
    />
  </Section>
);

export const EndPhonePage = pageOf('Terminar su sesión', ({ telefono }) => <EndForm telefono={telefono} />);
export const DiscardPage = pageOf('Descartar lo que no se envió', ({ telefono }) => <DiscardForm telefono={telefono} />);

function EndForm({ telefono: { id, usuario } }: { telefono: Telefono }) {
  const done = useDone();
  const text = (
    <p>{`El teléfono de ${usuario.nombre} deja de servir. En cuanto tenga señal borra las hojas que guarda; lo que no ha enviado queda cifrado en él. Vuelve a servir cuando ${usuario.nombre} entre de nuevo con su contraseña.`}</p>
  );
  const change = useChange({
    form: `telefonos/${id}/terminar`,
    initial: {},
    // Ending it twice is ending it once: it takes no key.
    send: () => write('post', '/cobro/telefonos/{id}/terminar', { id }),
    onDone: () => done(`Se terminó la sesión del teléfono de ${usuario.nombre}.`, telefonosHref()),
  });
  return (
    <ChangeForm change={change} action="Terminar su sesión" summary={() => text} cancelTo={telefonosHref()}>
      <div class="ancho">{text}</div>
    </ChangeForm>
  );
}

function DiscardForm({ telefono }: { telefono: Telefono }) {
  const done = useDone();
  const { id, usuario } = telefono;
  const change = useChange({
    form: `telefonos/${id}/descartar`,
    initial: { nota: '' },
    // Nothing else changes by it.
    check: () => Promise.resolve(true),
    send: (body: { nota: string }, key) => write('post', '/cobro/telefonos/{id}/descartar', { id, body, key }),
    onDone: () => done(`Se pidió descartar lo que no envió el teléfono de ${usuario.nombre}.`, telefonosHref()),
  });
  return (
    <ChangeForm
      change={change}
      action="Descartar lo que no se envió"
      isAsked
      cancelTo={telefonosHref()}
      summary={({ nota }) => (
        <>
          <AmountInFull amount={telefono.por_enviar_total.toFixed(2)} />
          <p>{`${waitingInWords(telefono)}, según su último contacto. El teléfono lo borra en cuanto tenga señal y ya no se puede recuperar.`}</p>
          <p>{`Motivo: ${nota}`}</p>
        </>
      )}
    >
      <div class="ancho">
        <p>Antes de descartarlos, registre a mano los cobros que conozca.</p>
        <LongTextField label="Motivo" {...field(change, 'nota')} hint="Qué pasó con el teléfono y con esos cobros." />
      </div>
    </ChangeForm>
  );
}
