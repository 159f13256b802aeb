import type { Answer, Dto } from '../../api/contract';
import { integer, money, percent } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { isAdmin } from '../../ui/links';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { Table, type TableColumn } from '../../ui/table';

export type Producto = Dto['TipoPrestamoDto'];
type Limite = Answer<'/limites'>['limites'][number];

/** What is lent, and the limits that the settings give. */
export function ProductosPage() {
  const answers = useAnswers('productos', 'productos', async (ask) => {
    const [tipos, { limites }] = await Promise.all([ask('/prestamos/tipos'), ask('/limites')]);
    return { tipos: tipos ?? [], limites };
  });
  const changes: TableColumn<Producto> = {
    title: 'Cambios',
    cell: (t) => <a href={href(`oficina/productos/${t.tipo_prestamo_id}/editar`)}>Cambiar</a>,
  };
  return (
    <Page
      title="Tipos de préstamo"
      over="Catálogo"
      answers={answers}
      wanted="productos"
      actions={
        isAdmin() && (
          <a class="boton" href={href('oficina/productos/nuevo')}>
            Agregar un tipo
          </a>
        )
      }
    >
      {({ tipos, limites }) => (
        <>
          <Section id="tipos" title="Tipos">
            <Table
              title="Tipos de préstamo"
              rows={tipos}
              rowKey={(t) => t.tipo_prestamo_id}
              columns={[
                { title: 'Tipo', isHeading: true, cell: (t) => t.nombre },
                { title: 'Semanas', isNumber: true, cell: (t) => integer(t.numero_semanas) },
                { title: 'Pago semanal', isNumber: true, cell: (t) => percent(t.porcentaje_semanal) },
                { title: 'Interés', isNumber: true, cell: (t) => percent(t.interes) },
                { title: 'De cada $1,000 paga', isNumber: true, cell: (t) => money(1000 * (1 + t.interes)) },
                ...(isAdmin() ? [changes] : []),
              ]}
            />
          </Section>
          <Section id="limites" title="Límites">
            <p class="nota">Los que no se cambian aquí los cambia quien instala el sistema, en su configuración.</p>
            <Table
              title="Límites"
              rows={limites}
              rowKey={(l) => l.clave}
              columns={[
                { title: 'Límite', isHeading: true, cell: (l) => l.nombre },
                { title: 'Vale', isNumber: true, cell: limitInWords },
                { title: 'Qué significa', cell: (l) => l.significado },
                ...(isAdmin() ? [limitChanges] : []),
              ]}
            />
          </Section>
        </>
      )}
    </Page>
  );
}

const limitChanges: TableColumn<Limite> = {
  title: 'Cambios',
  cell: (l) => l.se_puede_cambiar && <a href={href('oficina/productos/limites/cambiar', { limite: l.clave })}>Cambiar</a>,
};

function limitInWords({ valor, unidad }: Limite): string {
  if (unidad === 'pesos') return money(valor);
  if (unidad === 'si_o_no') return valor ? 'Sí' : 'No';
  return `${integer(valor)} ${unidad.replace('prestamos', 'préstamos')}`;
}
