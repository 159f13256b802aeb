import { plural } from '../common/numbers';
import { listHref } from '../listas/filters';
import { Legend } from '../ui/charts';
import { Empty, Section } from '../ui/section';
import { Table } from '../ui/table';
import { cobranzaColumns } from './cobranza-columns';
import { figuresOf, type RutaRow, type View } from './data';
import { hrefOf, withRuta } from './filters';

export function Rutas({ data, filters }: View) {
  const { rutas } = data;
  const { semana } = filters;
  const behind = {
    faltas: (r: RutaRow) => listHref('faltas', { semana, ruta: r.ruta_id }),
    porCobrar: (r: RutaRow) => listHref('por-cobrar', { semana, ruta: r.ruta_id }),
    activos: (r: RutaRow) => listHref('cartera', { semana, ruta: r.ruta_id }),
    name: (r: RutaRow) => r.ruta,
  };
  return (
    <Section id="rutas" title="Cobranza por ruta">
      {rutas.length === 0 ? (
        <Empty>No tiene rutas a su cargo.</Empty>
      ) : (
        <>
          <Legend part="Cobranza real" whole="Cobranza ideal" />
          <Table
            title="Cobranza real frente a la ideal, por ruta"
            rows={rutas}
            rowKey={(r) => r.ruta_id}
            isChosen={(r) => r.ruta_id === filters.ruta}
            hasFooter
            columns={[
              {
                title: 'Ruta',
                isHeading: true,
                total: 'Todas',
                cell: (r) => (
                  <>
                    <a
                      href={hrefOf(withRuta(filters, r.ruta_id))}
                      data-foco={`ruta-${r.ruta_id}`}
                      aria-current={r.ruta_id === filters.ruta ? 'true' : undefined}
                    >
                      {r.ruta}
                    </a>
                    <span class="detalle">{[plural(r.grupos, 'grupo', 'grupos'), r.supervisor].filter(Boolean).join(' · ')}</span>
                  </>
                ),
              },
              ...cobranzaColumns(rutas, behind, figuresOf(data, null)),
            ]}
          />
          {filters.ruta && (
            <p>
              <a class="boton" href={hrefOf(withRuta(filters, null))}>
                Ver todas las rutas
              </a>
            </p>
          )}
        </>
      )}
    </Section>
  );
}
