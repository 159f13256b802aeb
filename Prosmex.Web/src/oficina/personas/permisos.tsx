import { useAnswers } from '../../common/use-answers';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { Table } from '../../ui/table';

/** What each role may do, as the table of permissions has it. */
export function PermisosPage() {
  const answers = useAnswers('permisos', 'permisos', (ask) => ask('/roles/permisos'));
  return (
    <Page title="Qué puede cada rol" over="Personas" answers={answers} wanted="permisos">
      {({ acciones, roles }) => (
        <Section id="permisos" title="Permisos por rol">
          <p class="nota">
            Además, cada quien ve lo suyo: el gestor, los grupos que cobra; el titular, sus grupos; supervisor y gerente, los de sus rutas;
            director y admin, todo. Crear rutas, grupos y productos, y eliminar clientes, es solo del rol Admin.
          </p>
          <Table
            title="Lo que puede hacer cada rol"
            rows={acciones}
            rowKey={(a) => a.id}
            asCards={false}
            columns={[
              { title: 'Permiso', isHeading: true, cell: (a) => a.nombre },
              ...roles.map((rol) => ({
                title: rol.nombre,
                cell: (a: (typeof acciones)[number]) => (rol.acciones.includes(a.id) ? 'Sí' : <span class="nadie">No</span>),
              })),
            ]}
          />
        </Section>
      )}
    </Page>
  );
}
