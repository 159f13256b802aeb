import { instantInWords } from '../common/days';
import { clienteColumn, grupoColumn } from '../ui/loan-columns';
import { Person } from '../ui/section';
import type { TableColumn } from '../ui/table';

interface Loan {
  prestamo_id: number;
  cliente_id: number | null;
  cliente: string;
  telefono: string | null;
  grupo_id: number;
  grupo: string;
  ruta: string;
  titular: string;
  ultima_visita: string | null;
}

/** Whose loan it is: the same in all lists. */
export const whose = <Row extends Loan>(semana: string): TableColumn<Row>[] => [
  clienteColumn(),
  grupoColumn(semana),
  { title: 'Titular', class: 'persona', cell: (r) => <Person name={r.titular} /> },
];

export const lastVisit = <Row extends Loan>(): TableColumn<Row> => ({
  title: 'Última visita',
  cell: (r) => (r.ultima_visita ? instantInWords(r.ultima_visita) : <span class="nadie">Ninguna</span>),
});
