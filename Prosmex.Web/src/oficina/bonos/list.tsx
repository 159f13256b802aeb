import { integer, money } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { isAdmin } from '../../ui/links';
import { Page } from '../../ui/page';
import { Empty, Section } from '../../ui/section';
import { Table } from '../../ui/table';
import { bracketOf } from './brackets';
import { BracketLine } from './line';

/** All of them on one page: a lender has a handful. */
export const ALL = { per_page: 200 };

export function BonosPage() {
  const answers = useAnswers('bonos', 'bonos', (ask) => ask('/bonos', ALL));
  return (
    <Page
      title="Bonos"
      over="Catálogo"
      answers={answers}
      wanted="bonos"
      actions={
        isAdmin() && (
          <a class="boton" href={href('oficina/bonos/nuevo')}>
            Agregar un tramo
          </a>
        )
      }
    >
      {({ bonos }) => (
        <Section id="tramos" title="Bono semanal del titular">
          {bonos.length === 0 ? (
            <Empty>Ningún titular gana bono: todavía no hay tramos.</Empty>
          ) : (
            <>
              <p class="nota">Lo gana el titular de un grupo por lo cobrado en la semana, si el grupo no pasa de las faltas permitidas.</p>
              <BracketLine brackets={bonos.map(bracketOf)} />
              <Table
                title="Tramos, de menor a mayor cobranza"
                rows={bonos}
                rowKey={(b) => b.id}
                columns={[
                  { title: 'Cobranza de la semana', isHeading: true, cell: (b) => `${money(b.entrega_min)} a ${money(b.entrega_max)}` },
                  { title: 'Faltas permitidas', isNumber: true, cell: (b) => integer(b.fallas) },
                  { title: 'Bono', isNumber: true, cell: (b) => money(b.monto) },
                  ...(isAdmin()
                    ? [
                        {
                          title: 'Cambios',
                          cell: (b: (typeof bonos)[number]) => (
                            <span class="junto">
                              <a href={href(`oficina/bonos/${b.id}/editar`)}>Cambiar</a>
                              <a href={href(`oficina/bonos/${b.id}/eliminar`)}>Eliminar</a>
                            </span>
                          ),
                        },
                      ]
                    : []),
                ]}
              />
            </>
          )}
        </Section>
      )}
    </Page>
  );
}
