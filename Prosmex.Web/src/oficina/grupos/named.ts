import type { Ask } from '../../common/use-answers';
import type { Grupo } from './list';

/** As many as the API assigns at once. */
const MOST = 200;

/** The groups with these numbers. */
export async function groupsOf(ask: Ask, ids: readonly number[]): Promise<readonly Grupo[]> {
  if (ids.length === 0) return [];
  return (await ask('/grupos/lista', { grupo_ids: ids.join(','), per_page: MOST })).grupos;
}

/** Where there is none, the API says so. */
export const groupOf = async (ask: Ask, id: number): Promise<Grupo> => (await groupsOf(ask, [id]))[0] as Grupo;
