import { integer, plural } from '../common/numbers';
import { Legend } from '../ui/charts';
import { Table } from '../ui/table';
import { cobranzaColumns } from './cobranza-columns';
import { figuresOf, type View } from './data';
import { hrefOf, withRuta } from './filters';
import { Empty, Section } from './section';

export function Rutas({ data, filters }: View) {
  const { rutas } = data;
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
              ...cobranzaColumns(rutas, (r) => integer(r.por_cobrar), figuresOf(data, null)),
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
