// A new account, whose password is generated, and another name, sign-in name or role.

import { currentUser, write } from '../../api/session';
import { useAnswers } from '../../common/use-answers';
import { type Change, useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { ChoiceField, field, TextField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page, StaticPage } from '../../ui/page';
import { changesOf, type Edited, edited } from '../edited';
import { tellPassword } from './pending-password';
import { type Cuenta, nameOf, personaHref, personasHref, ROLE_CHOICES, ROLES } from './words';

interface Typed {
  nombre: string;
  apellido_paterno: string;
  apellido_materno: string;
  usuario: string;
  rol_id: string;
}

const NEW: Typed = { nombre: '', apellido_paterno: '', apellido_materno: '', usuario: '', rol_id: '' };

function PersonaFields({ change }: { change: Change<Typed, null> }) {
  return (
    <>
      <TextField label="Nombre" {...field(change, 'nombre')} autocapitalize="words" />
      <TextField label="Apellido paterno" {...field(change, 'apellido_paterno')} autocapitalize="words" />
      <TextField label="Apellido materno" {...field(change, 'apellido_materno')} autocapitalize="words" />
      <TextField label="Usuario" {...field(change, 'usuario')} autocapitalize="none" hint="Con este nombre inicia sesión." />
      <ChoiceField label="Rol" {...field(change, 'rol_id')} choices={ROLE_CHOICES} />
    </>
  );
}

const inWords = (values: Typed) => (
  <p>{`${nameOf(values)}, usuario «${values.usuario}», con el rol ${ROLES.find(([id]) => String(id) === values.rol_id)?.[1] ?? 'sin elegir'}.`}</p>
);

export const NewPersonaPage = () => (
  <StaticPage title="Crear una cuenta" over="Personas">
    <NewPersonaForm />
  </StaticPage>
);

function NewPersonaForm() {
  const done = useDone();
  const change = useChange({
    form: 'personas/nueva',
    initial: NEW,
    send: async (values: Typed, key) => {
      const by = currentUser.value?.id;
      const made = await write('post', '/auth/register', { body: { ...values, generar_contrasena: true }, key });
      // Not in onDone: a user who left the form meanwhile needs it too.
      if (made.contrasena_provisional) tellPassword(by, made.User.usuario, made.contrasena_provisional);
      return made;
    },
    onDone: ({ User, contrasena_provisional }) =>
      done(
        // The answer of a request that was sent before has none: passwords are not stored.
        contrasena_provisional
          ? `Se creó la cuenta de ${nameOf(User)}.`
          : 'La cuenta ya se había creado. Su contraseña no se muestra otra vez: restablézcala.',
        personaHref(User.userId),
      ),
  });
  return (
    <ChangeForm change={change} action="Crear la cuenta" summary={inWords} cancelTo={personasHref()}>
      <PersonaFields change={change} />
      <p class="nota ancho">El sistema genera una contraseña provisional y la muestra una sola vez.</p>
    </ChangeForm>
  );
}

export function EditPersonaPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), (ask) => ask('/users/cuentas/{id}', {}, id));
  return (
    <Page title="Cambiar los datos" over="Personas" answers={answers} wanted={id}>
      {({ cuenta }) => <EditPersonaForm cuenta={cuenta} />}
    </Page>
  );
}

function EditPersonaForm({ cuenta }: { cuenta: Cuenta }) {
  const done = useDone();
  const { usuario_id: id, nombre, apellido_paterno, apellido_materno, usuario } = cuenta;
  const initial: Typed = { nombre, apellido_paterno, apellido_materno, usuario, rol_id: String(cuenta.rol_id) };
  const change = useChange({
    form: `personas/${id}/editar`,
    initial: edited(initial),
    // What is not changed is not sent: somebody else may be changing it.
    send: ({ before, ...values }: Edited<Typed>, key) => write('put', '/users/{id}', { id, body: changesOf(before, values), key }),
    onDone: (_, values) => done(`Se guardaron los datos de ${nameOf(values)}.`, personaHref(id)),
  });
  const isOtherRole = change.values.rol_id !== change.values.before.rol_id;
  return (
    <ChangeForm change={change} action="Guardar los datos" summary={inWords} cancelTo={personaHref(id)}>
      <PersonaFields change={change} />
      {isOtherRole && <p class="nota ancho">Al cambiar el rol se cierran sus sesiones abiertas, y tiene que iniciar sesión de nuevo.</p>}
    </ChangeForm>
  );
}
