import type { Ask } from '../../common/use-answers';
import type { Grupo } from './list';

const PER_PAGE = 200;

/** The groups with these numbers, of those that the user sees. A lender has a few pages of groups at most. */
export async function groupsOf(ask: Ask, ids: readonly number[]): Promise<Grupo[]> {
  const first = await ask('/grupos/lista', { page: 1, per_page: PER_PAGE });
  const rest = await Promise.all(
    Array.from({ length: Math.max(0, first.total_pages - 1) }, (_, n) => ask('/grupos/lista', { page: n + 2, per_page: PER_PAGE })),
  );
  return [first, ...rest].flatMap((list) => list.grupos).filter((g) => ids.includes(g.grupo_id));
}
