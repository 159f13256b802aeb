import { instantInWords } from '../common/days';
import { ClienteLink, GrupoLink, PrestamoLink } from '../ui/links';
import { Person } from '../ui/section';
import type { TableColumn } from '../ui/table';

interface Loan {
  prestamo_id: number;
  cliente_id: number | null;
  cliente: string;
  grupo_id: number;
  grupo: string;
  ruta: string;
  titular: string;
  ultima_visita: string | null;
}

/** Whose loan it is: the same in all lists. */
export const whose = <Row extends Loan>(semana: string): TableColumn<Row>[] => [
  {
    title: 'Cliente',
    isHeading: true,
    cell: (r) => (
      <>
        <ClienteLink id={r.cliente_id} name={r.cliente} />
        <span class="detalle">
          <PrestamoLink id={r.prestamo_id} />
        </span>
      </>
    ),
  },
  {
    title: 'Grupo',
    cell: (r) => (
      <>
        <GrupoLink id={r.grupo_id} name={r.grupo} semana={semana} />
        <span class="detalle">{r.ruta}</span>
      </>
    ),
  },
  { title: 'Titular', class: 'persona', cell: (r) => <Person name={r.titular} /> },
];

export const lastVisit = <Row extends Loan>(): TableColumn<Row> => ({
  title: 'Última visita',
  cell: (r) => (r.ultima_visita ? instantInWords(r.ultima_visita) : <span class="nadie">Ninguna</span>),
});
