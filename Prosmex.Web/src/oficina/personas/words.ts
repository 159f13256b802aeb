import type { Answer } from '../../api/contract';
import { href, oneOf, positive } from '../../common/query';

export type Cuenta = Answer<'/users/cuentas'>['cuentas'][number];

/** Fixed by the contract. */
export const ROLES = [
  [1, 'Gestor de cobranza'],
  [2, 'Titular'],
  [3, 'Supervisor'],
  [4, 'Gerente'],
  [5, 'Director'],
  [6, 'Admin'],
] as const;

export const ROLE_CHOICES = ROLES.map(([id, name]) => [String(id), name] as const);

export const STATES = [
  ['activas', 'Activas'],
  ['bajas', 'Dadas de baja'],
  ['todas', 'Todas'],
] as const;

export interface Filters {
  q: string;
  rol: number | null;
  estado: (typeof STATES)[number][0];
  page: number;
}

export const readFilters = (query: Record<string, string>): Filters => ({
  q: (query.q ?? '').trim().slice(0, 100),
  rol: ROLES.find(([id]) => id === positive(query.rol))?.[0] ?? null,
  estado: oneOf(query.estado, ['activas', 'bajas', 'todas']),
  page: positive(query.page) ?? 1,
});

export const personasHref = ({ estado, page, ...filters }: Partial<Filters> = {}): string =>
  href('oficina/personas', { ...filters, estado: estado !== 'activas' && estado, page: page !== 1 && page });

export const personaHref = (id: number): string => href(`oficina/personas/${id}`);

export const nameOf = (p: { nombre: string; apellido_paterno: string; apellido_materno: string }): string =>
  [p.nombre, p.apellido_paterno, p.apellido_materno].filter(Boolean).join(' ');

export const stateInWords = ({ activo, debe_cambiar_contrasena }: Cuenta): string =>
  !activo ? 'Dada de baja' : debe_cambiar_contrasena ? 'Activa, con contraseña provisional' : 'Activa';
