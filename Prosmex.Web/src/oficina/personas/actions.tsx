// What is done to an account without typing anything: each asks once.

import type { ComponentChildren } from 'preact';
import { currentUser, write } from '../../api/session';
import { money, plural } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { tellPassword } from './pending-password';
import { type Cuenta, nameOf, personaHref, personasHref } from './words';

interface Action {
  path: string;
  title: string;
  button: string;
  text: (cuenta: Cuenta) => ComponentChildren;
  /** Answers what to say once it is done. */
  send: (cuenta: Cuenta, key: string) => Promise<string>;
  to?: (cuenta: Cuenta) => string;
}

const pageOf = (action: Action) =>
  function ActionPage({ id }: { id: number }) {
    const answers = useAnswers(id, String(id), (ask) => ask('/users/cuentas/{id}', {}, id));
    return (
      <Page title={action.title} over="Personas" answers={answers} wanted={id}>
        {({ cuenta }) => <ActionForm action={action} cuenta={cuenta} />}
      </Page>
    );
  };

function ActionForm({ action, cuenta }: { action: Action; cuenta: Cuenta }) {
  const done = useDone();
  const { usuario_id: id } = cuenta;
  const change = useChange({
    form: `personas/${id}/${action.path}`,
    initial: {},
    send: (_, key) => action.send(cuenta, key),
    onDone: (said) => done(said, (action.to ?? (() => personaHref(id)))(cuenta)),
  });
  return (
    <ChangeForm change={change} action={action.button} summary={() => action.text(cuenta)} cancelTo={personaHref(id)}>
      <div class="ancho">{action.text(cuenta)}</div>
    </ChangeForm>
  );
}

export const DeactivatePage = pageOf({
  path: 'baja',
  title: 'Dar de baja',
  button: 'Dar de baja la cuenta',
  text: (c) => (
    <>
      <p>{`${nameOf(c)} (${c.usuario}, ${c.rol}) ya no podrá iniciar sesión, y se cierran sus sesiones abiertas. Lo que registró se conserva.`}</p>
      {c.efectivo !== 0 && (
        <p class="alerta">
          {`Tiene ${money(c.efectivo)} por entregar. `}
          <a href={href('oficina/cortes/nuevo', { usuario: c.usuario_id })}>Haga antes su corte de caja</a>.
        </p>
      )}
      {c.grupos + c.rutas > 0 && (
        <p class="alerta">
          {`Sigue a cargo de ${plural(c.grupos, 'grupo', 'grupos')} y ${plural(c.rutas, 'ruta', 'rutas')}. Asígnelos a otra persona.`}
        </p>
      )}
    </>
  ),
  send: async (c, key) => {
    await write('delete', '/users/{id}', { id: c.usuario_id, key });
    return `Se dio de baja a ${nameOf(c)}.`;
  },
  // One whom nothing names is deleted, and has no page then.
  to: () => personasHref(),
});

export const ReactivatePage = pageOf({
  path: 'reactivar',
  title: 'Reactivar la cuenta',
  button: 'Reactivar la cuenta',
  text: (c) => (
    <p>{`${nameOf(c)} podrá iniciar sesión otra vez como «${c.usuario}», con el rol ${c.rol}. Si olvidó su contraseña, restablézcala después.`}</p>
  ),
  send: async (c, key) => {
    await write('put', '/users/{id}', { id: c.usuario_id, body: { activo: true }, key });
    return `Se reactivó la cuenta de ${nameOf(c)}.`;
  },
});

export const EndSessionsPage = pageOf({
  path: 'sesiones',
  title: 'Cerrar sus sesiones',
  button: 'Cerrar sus sesiones',
  text: (c) => (
    <p>{`Se ${c.sesiones === 1 ? 'cierra la sesión abierta' : `cierran las ${c.sesiones} sesiones abiertas`} de ${nameOf(c)}. Lo que esté escribiendo se queda sin guardar; puede iniciar sesión de nuevo.`}</p>
  ),
  // Ending them twice is ending them once: it takes no key.
  send: async (c) => {
    const { terminadas } = await write('delete', '/users/{id}/sesiones', { id: c.usuario_id });
    return `Se ${terminadas === 1 ? 'cerró una sesión' : `cerraron ${terminadas} sesiones`} de ${nameOf(c)}.`;
  },
});

export const ResetPasswordPage = pageOf({
  path: 'contrasena',
  title: 'Restablecer la contraseña',
  button: 'Restablecer la contraseña',
  text: (c) => (
    <p>{`La contraseña de ${nameOf(c)} deja de servir y se cierran sus sesiones abiertas. El sistema genera una provisional y la muestra una sola vez.`}</p>
  ),
  // Sent again it makes another one, and only the last one opens: it takes no key.
  send: async (c) => {
    const by = currentUser.value?.id;
    const { contrasena } = await write('post', '/users/{id}/restablecer-contrasena', { id: c.usuario_id });
    tellPassword(by, c.usuario, contrasena);
    return `Se restableció la contraseña de ${nameOf(c)}.`;
  },
});
