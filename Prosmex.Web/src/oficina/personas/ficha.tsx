import type { Answer } from '../../api/contract';
import { currentUser } from '../../api/session';
import { integer, money } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { Facts } from '../../ui/facts';
import { BAJA_DE_USUARIO, CREAR_USUARIO, can, EDITAR_INFORMACION, GrupoLink, REPORTES_GENERALES } from '../../ui/links';
import { Page } from '../../ui/page';
import { Empty, Section } from '../../ui/section';
import { nameOf, stateInWords } from './words';

type Ficha = Answer<'/users/cuentas/{id}'>;

/** An account: its state, what it is in charge of, and what can be done with it. */
export function PersonaPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), (ask) => ask('/users/cuentas/{id}', {}, id));
  const cuenta = answers.shown?.data.cuenta;
  return (
    <Page title={cuenta ? nameOf(cuenta) : `Cuenta núm. ${id}`} over="Personas" answers={answers} wanted={id}>
      {(data) => (
        <>
          <Known {...data} />
          <Charges {...data} />
          <Actions {...data} />
        </>
      )}
    </Page>
  );
}

const Known = ({ cuenta }: Ficha) => (
  <Section id="cuenta" title="Cuenta">
    <Facts
      facts={[
        ['Usuario', cuenta.usuario],
        ['Rol', cuenta.rol],
        ['Estado', stateInWords(cuenta)],
        ['Sesiones abiertas', integer(cuenta.sesiones)],
        ['Efectivo por entregar', <strong key="e">{money(cuenta.efectivo)}</strong>],
      ]}
    />
    {can(CREAR_USUARIO) && (
      <p>
        <a href={href('oficina/telefonos', { usuario: cuenta.usuario_id })}>Sus teléfonos</a>
      </p>
    )}
    {can(REPORTES_GENERALES) && (
      <p>
        <a href={href('oficina/bitacora', { usuario: cuenta.usuario_id })}>Cambios que ha hecho, en la bitácora</a>
      </p>
    )}
  </Section>
);

const Charges = ({ cargos }: Ficha) => (
  <Section id="cargos" title="A su cargo">
    {cargos.length === 0 ? (
      <Empty>No tiene grupos ni rutas a su cargo.</Empty>
    ) : (
      <ul class="cargos">
        {cargos.map((c) => (
          <li key={`${c.tipo}/${c.id}`}>
            {c.tipo === 'grupo' ? (
              <GrupoLink id={c.id} name={c.nombre} />
            ) : (
              <a href={href('oficina/grupos', { ruta: c.id })}>{`Ruta: ${c.nombre}`}</a>
            )}
          </li>
        ))}
      </ul>
    )}
  </Section>
);

function Actions({ cuenta }: Ficha) {
  const { usuario_id: id, activo } = cuenta;
  const isOneself = id === currentUser.value?.id;
  const mayEdit = can(EDITAR_INFORMACION) && can(CREAR_USUARIO);
  const links = [
    [activo && mayEdit, 'editar', 'Cambiar nombre, usuario o rol'],
    [activo && can(CREAR_USUARIO), 'contrasena', 'Restablecer la contraseña'],
    [activo && can(CREAR_USUARIO) && cuenta.sesiones > 0, 'sesiones', 'Cerrar sus sesiones'],
    [activo && can(BAJA_DE_USUARIO) && !isOneself, 'baja', 'Dar de baja'],
    [!activo && mayEdit, 'reactivar', 'Reactivar la cuenta'],
  ] as const;
  return (
    <Section id="acciones" title="Cambios">
      <div class="opciones">
        {links.map(
          ([isOffered, path, text]) =>
            isOffered && (
              <a key={path} class="boton" href={href(`oficina/personas/${id}/${path}`)}>
                {text}
              </a>
            ),
        )}
      </div>
      {isOneself && <p class="nota">Su propia cuenta la da de baja o le cambia el rol otra persona con rol Admin.</p>}
    </Section>
  );
}
