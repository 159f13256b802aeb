// Names lead to the page of whom or what they name, where the user may see it.

import { currentUser } from '../api/session';
import { href } from '../common/query';

export const can = (...acciones: number[]): boolean => acciones.some((a) => currentUser.value?.acciones.includes(a));

const ADMIN = 6;
/** For what no acción allows, but the role. */
export const isAdmin = (): boolean => currentUser.value?.rolId === ADMIN;

export const ALTA_DE_CLIENTE = 1;
export const CREAR_PRESTAMO = 2;
export const PAGOS_DE_GRUPO = 3;
export const CORTES = 4;
export const PAGOS_DE_PRESTAMOS = 5;
export const REPORTES_DE_RUTAS = 6;
export const REPORTES_GENERALES = 7;
export const EDITAR_INFORMACION = 8;
export const CREAR_USUARIO = 9;
export const BAJA_DE_USUARIO = 10;
export const ELIMINAR_CREDITO = 12;
export const ASIGNAR_TITULAR = 13;
export const ASIGNAR_RUTA = 14;

export const canSeeClientes = (): boolean => can(ALTA_DE_CLIENTE, CREAR_PRESTAMO, PAGOS_DE_GRUPO);
export const canSeePrestamos = (): boolean => can(CREAR_PRESTAMO, PAGOS_DE_GRUPO);
export const canSeeGrupos = (): boolean => canSeeClientes() || can(ASIGNAR_TITULAR, ASIGNAR_RUTA);
export const canSeeRutas = (): boolean => can(REPORTES_DE_RUTAS, ASIGNAR_RUTA);
export const canAssign = (): boolean => can(ASIGNAR_TITULAR, ASIGNAR_RUTA);
export const canEditGrupo = (): boolean => canAssign() || can(EDITAR_INFORMACION);
/** Payments, and visits without one. */
export const canCollect = (): boolean => can(PAGOS_DE_GRUPO, PAGOS_DE_PRESTAMOS);
export const canSeeStatements = (): boolean => can(ALTA_DE_CLIENTE);
export const canSeeSheets = (): boolean => can(PAGOS_DE_GRUPO);

const Named = ({ to, name }: { to: string | null; name: string }) => (to ? <a href={to}>{name}</a> : name);

/** @param id null for a client of another group than the user's. */
export const ClienteLink = ({ id, name }: { id: number | null; name: string }) => (
  <Named to={id !== null && canSeeClientes() ? href(`clientes/${id}`) : null} name={name} />
);

export const PrestamoLink = ({ id }: { id: number }) => (
  <Named to={canSeePrestamos() ? href(`prestamos/${id}`) : null} name={`Préstamo núm. ${id}`} />
);

export const GrupoLink = ({ id, name, semana }: { id: number; name: string; semana?: string }) => (
  <Named to={canSeeGrupos() ? href(`grupos/${id}`, { semana }) : null} name={name} />
);
