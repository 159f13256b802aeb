import { plural } from '../common/numbers';
import { href } from '../common/query';
import { listHref } from '../listas/filters';
import { Legend } from '../ui/charts';
import { canAssign, GrupoLink } from '../ui/links';
import { Pages } from '../ui/pages';
import { Empty, Person, Section } from '../ui/section';
import { Table, type TableColumn } from '../ui/table';
import { cobranzaColumns } from './cobranza-columns';
import type { GrupoRow, View } from './data';
import { hrefOf } from './filters';

export function Grupos({ data: { grupos }, filters }: View) {
  const { semana } = filters;
  const behind = {
    faltas: (g: GrupoRow) => listHref('faltas', { semana, grupo: g.grupo_id }),
    porCobrar: (g: GrupoRow) => listHref('por-cobrar', { semana, grupo: g.grupo_id }),
    activos: (g: GrupoRow) => listHref('cartera', { semana, grupo: g.grupo_id }),
    name: (g: GrupoRow) => g.grupo,
  };
  const assign = (g: GrupoRow) => (
    <a class="boton" href={href(`oficina/grupos/${g.grupo_id}/editar`)}>
      Asignar<span class="oculto">{` ${g.grupo}`}</span>
    </a>
  );
  const columns: TableColumn<GrupoRow>[] = [
    {
      title: 'Grupo',
      isHeading: true,
      cell: (g) => (
        <>
          <GrupoLink id={g.grupo_id} name={g.grupo} semana={semana} />
          <span class="detalle">{g.ruta}</span>
        </>
      ),
    },
    ...cobranzaColumns(grupos.cobranza, behind),
    {
      title: 'Titular',
      class: 'persona',
      cell: (g) =>
        g.titular_id === null ? (
          <Person name={g.titular} />
        ) : (
          <a href={listHref('cartera', { semana, titular: g.titular_id })}>{g.titular}</a>
        ),
    },
    { title: 'Gestor', class: 'persona', cell: (g) => <Person name={g.gestor} /> },
    ...(canAssign() ? [{ title: 'Asignar', class: 'asignar', cell: assign }] : []),
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
