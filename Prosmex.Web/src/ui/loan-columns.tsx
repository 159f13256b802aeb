// Whose loan a row is about: the same in every list.

import { ClienteLink, GrupoLink, PrestamoLink } from './links';
import type { TableColumn } from './table';
import { TelefonoLinks } from './telefono';

interface OfCliente {
  prestamo_id: number;
  cliente_id: number | null;
  cliente: string;
  telefono?: string | null;
}

export const clienteColumn = <Row extends OfCliente>(): TableColumn<Row> => ({
  title: 'Cliente',
  isHeading: true,
  cell: (r) => (
    <>
      <ClienteLink id={r.cliente_id} name={r.cliente} />
      <span class="detalle">
        <PrestamoLink id={r.prestamo_id} />
      </span>
      {r.telefono && <TelefonoLinks telefono={r.telefono} name={r.cliente} />}
    </>
  ),
});

interface OfGrupo {
  grupo_id: number;
  grupo: string;
  ruta: string;
}

export const grupoColumn = <Row extends OfGrupo>(semana: string): TableColumn<Row> => ({
  title: 'Grupo',
  cell: (r) => (
    <>
      <GrupoLink id={r.grupo_id} name={r.grupo} semana={semana} />
      <span class="detalle">{r.ruta}</span>
    </>
  ),
});
