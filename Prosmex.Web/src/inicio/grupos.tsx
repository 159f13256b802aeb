import { integer, plural } from '../common/numbers';
import { Legend } from '../ui/charts';
import { Pages } from '../ui/pages';
import { Table, type TableColumn } from '../ui/table';
import { cobranzaColumns } from './cobranza-columns';
import type { GrupoRow, View } from './data';
import { hrefOf, withGrupo } from './filters';
import { Empty, Person, Section } from './section';

interface GruposProps extends View {
  /** Null where the user may not. */
  onAssign: ((grupo: GrupoRow) => void) | null;
  /** The list of what is to be collected was chosen. */
  onCobro: () => void;
}

export function Grupos({ data: { grupos }, filters, onAssign, onCobro }: GruposProps) {
  const porCobrar = (g: GrupoRow) =>
    g.por_cobrar === 0 ? (
      '0'
    ) : (
      <a href={hrefOf(withGrupo(filters, g.grupo_id))} onClick={onCobro} data-foco={`cobrar-${g.grupo_id}`}>
        {integer(g.por_cobrar)}
        <span class="oculto">{` préstamos sin cobrar de ${g.grupo}`}</span>
      </a>
    );
  const assign = (g: GrupoRow) => (
    <button type="button" data-foco={`asignar-${g.grupo_id}`} onClick={() => onAssign?.(g)}>
      Asignar<span class="oculto">{` ${g.grupo}`}</span>
    </button>
  );
  const columns: TableColumn<GrupoRow>[] = [
    {
      title: 'Grupo',
      isHeading: true,
      cell: (g) => (
        <>
          {g.grupo}
          <span class="detalle">{g.ruta}</span>
        </>
      ),
    },
    ...cobranzaColumns(grupos.cobranza, porCobrar),
    { title: 'Titular', class: 'persona', cell: (g) => <Person name={g.titular} /> },
    { title: 'Gestor', class: 'persona', cell: (g) => <Person name={g.gestor} /> },
    ...(onAssign ? [{ title: 'Asignar', class: 'asignar', cell: assign }] : []),
  ];
  return (
    <Section id="grupos" title="Cobranza por grupo">
      {grupos.total_items === 0 ? (
        <Empty>No hay grupos que mostrar.</Empty>
      ) : (
        <>
          <Legend part="Cobranza real" whole="Cobranza ideal">
            {plural(grupos.total_items, 'grupo', 'grupos')}
          </Legend>
          <Table title="Cobranza real frente a la ideal, por grupo" rows={grupos.cobranza} rowKey={(g) => g.grupo_id} columns={columns} />
          <Pages of="grupos" page={grupos.page} total={grupos.total_pages} href={(page) => hrefOf({ ...filters, gruposPage: page })} />
        </>
      )}
    </Section>
  );
}
