// Whom and what forms let users choose.

import type { Ask } from '../common/use-answers';

export type Choices = readonly (readonly [value: string, text: string])[];

/** The active people of a role, by name. */
export async function peopleOf(ask: Ask, rol: 'Titular' | 'Gestor de cobranza' | 'Supervisor' | 'Gerente'): Promise<Choices> {
  const people = await ask('/users/tipo-especifico', { rol });
  return (people ?? [])
    .map((u) => [String(u.userId), [u.nombre, u.apellido_paterno, u.apellido_materno].filter(Boolean).join(' ')] as const)
    .sort(([, a], [, b]) => a.localeCompare(b, 'es'));
}

export const routesOf = async (ask: Ask): Promise<Choices> =>
  (await ask('/rutas')).rutas.map((r) => [String(r.ruta_id), r.nombre_ruta] as const);

/** Who holds a charge now stays a choice, though no longer eligible. */
export const withCurrent = (choices: Choices, id: number | null, name: string): Choices =>
  id === null || choices.some(([value]) => value === String(id)) ? choices : [...choices, [String(id), `${name} (inactivo)`]];

export const idOf = (typed: string): number | null => (typed === '' ? null : Number(typed));
