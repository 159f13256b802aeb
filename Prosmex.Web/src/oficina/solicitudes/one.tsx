// One solicitud: what would change, who answered, and the answer of the user who is asked.

import type { ComponentChildren } from 'preact';
import { write } from '../../api/session';
import { instantInWords } from '../../common/days';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { BeforeAfter } from '../../ui/before-after';
import { ChangeForm } from '../../ui/change-form';
import { Facts } from '../../ui/facts';
import { field, LongTextField } from '../../ui/fields';
import { ClienteLink } from '../../ui/links';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { changesInWords, rolesInWords, type Solicitud, solicitudHref, stateInWords } from './words';

const pageOf = (title: string, More: (props: { solicitud: Solicitud }) => ComponentChildren) =>
  function SolicitudPage({ id }: { id: number }) {
    const answers = useAnswers(id, String(id), async (ask) => (await ask('/solicitudes/{id}', {}, id)).solicitud);
    return (
      <Page title={title} over={`Solicitud núm. ${id}`} answers={answers} wanted={id}>
        {(solicitud) => (
          <>
            <Known solicitud={solicitud} />
            <Changes solicitud={solicitud} />
            <More solicitud={solicitud} />
          </>
        )}
      </Page>
    );
  };

const Known = ({ solicitud: s }: { solicitud: Solicitud }) => (
  <Section id="solicitud" title={s.nombre}>
    <Facts
      facts={[
        ['Estado', stateInWords(s.estado)],
        ['Por qué no se hizo', s.motivo],
        ['Cliente', s.cliente && s.cliente_id !== null ? <ClienteLink key="c" id={s.cliente_id} name={s.cliente} /> : null],
        ['La pidió', `${s.solicitante}, ${instantInWords(s.pedida_en)}`],
        ['Vence', s.estado === 'pendiente' ? instantInWords(s.expira_en) : null],
        ['Aprueban', `${s.aprobadores === 1 ? 'Una persona' : 'Dos personas'}: ${rolesInWords(s.roles)}`],
      ]}
    />
    {s.respuestas.length > 0 && (
      <ul class="lineas" aria-label="Respuestas">
        {s.respuestas.map((r) => (
          <li key={r.usuario_id}>
            {`${r.usuario} ${r.aprueba ? 'aprobó' : 'rechazó'}, ${instantInWords(r.fecha)}`}
            {r.nota && <span class="detalle">{r.nota}</span>}
          </li>
        ))}
      </ul>
    )}
  </Section>
);

const Changes = ({ solicitud }: { solicitud: Solicitud }) => (
  <Section id="cambios" title="Qué cambia">
    <BeforeAfter of={`la solicitud núm. ${solicitud.id}`} changes={changesInWords(solicitud)} isMarked />
    <p class="nota">Como era cuando se pidió. Al aprobarla se revisa de nuevo: si ya no se puede, no se hace.</p>
  </Section>
);

export const SolicitudPage = pageOf('Solicitud', ({ solicitud: { id, puede_responder, es_mia, estado } }) =>
  puede_responder || (es_mia && estado === 'pendiente') ? (
    <section class="tarjeta" aria-label="Qué se puede hacer">
      <p class="acciones">
        {puede_responder && (
          <>
            <a class="boton principal" href={solicitudHref(id, 'aprobar')}>
              Aprobar
            </a>{' '}
            <a class="boton" href={solicitudHref(id, 'rechazar')}>
              Rechazar
            </a>
          </>
        )}
        {es_mia && (
          <a class="boton" href={solicitudHref(id, 'retirar')}>
            Retirar
          </a>
        )}
      </p>
    </section>
  ) : null,
);

export const ApprovePage = pageOf('Aprobar', ({ solicitud }) => <ApproveForm {...solicitud} />);
export const RejectPage = pageOf('Rechazar', ({ solicitud }) => <RejectForm {...solicitud} />);
export const WithdrawPage = pageOf('Retirar', ({ solicitud }) => <WithdrawForm {...solicitud} />);

function ApproveForm({ id, nombre, solicitante }: Solicitud) {
  const done = useDone();
  const change = useChange({
    form: `solicitudes/${id}/aprobar`,
    initial: { nota: '' },
    send: ({ nota }: { nota: string }, key) => write('post', '/solicitudes/{id}/aprobar', { id, key, body: nota ? { nota } : {} }),
    onDone: ({ solicitud }) =>
      done(
        solicitud.estado === 'pendiente' ? 'Se guardó su aprobación. Falta la de otra persona.' : `${stateInWords(solicitud.estado)}.`,
        solicitudHref(id),
      ),
  });
  return (
    <ChangeForm
      change={change}
      action="Aprobar"
      cancelTo={solicitudHref(id)}
      summary={() => <p>{`${nombre}, a nombre de ${solicitante}.`}</p>}
    >
      <div class="ancho">
        <LongTextField label="Nota" {...field(change, 'nota')} isOptional />
      </div>
    </ChangeForm>
  );
}

function RejectForm({ id, nombre }: Solicitud) {
  const done = useDone();
  const change = useChange({
    form: `solicitudes/${id}/rechazar`,
    initial: { nota: '' },
    send: ({ nota }: { nota: string }, key) => write('post', '/solicitudes/{id}/rechazar', { id, key, body: { nota } }),
    onDone: () => done('La solicitud se rechazó. No se hace nada.', solicitudHref(id)),
  });
  return (
    <ChangeForm
      change={change}
      action="Rechazar"
      cancelTo={solicitudHref(id)}
      summary={({ nota }) => <p>{`${nombre}: no se hace. Motivo: ${nota}`}</p>}
    >
      <div class="ancho">
        <LongTextField label="Motivo" {...field(change, 'nota')} hint="Lo lee quien la pidió. Un rechazo termina la solicitud." />
      </div>
    </ChangeForm>
  );
}

function WithdrawForm({ id }: Solicitud) {
  const done = useDone();
  const text = <p>La solicitud termina y no se hace nada. Si hace falta, se puede pedir otra vez.</p>;
  const change = useChange({
    form: `solicitudes/${id}/retirar`,
    initial: {},
    send: (_, key) => write('post', '/solicitudes/{id}/retirar', { id, key }),
    onDone: () => done('La solicitud se retiró.', solicitudHref(id)),
  });
  return (
    <ChangeForm change={change} action="Retirar" cancelTo={solicitudHref(id)} summary={() => text}>
      <div class="ancho">{text}</div>
    </ChangeForm>
  );
}
