import { mondayOf } from '../common/days';
import { href, natural, oneOf, positive } from '../common/query';

/** What a list of loans is asked to show. */
export interface ListFilters<Order extends string = string> {
  semana: string;
  ruta: number | null;
  grupo: number | null;
  titular: number | null;
  /** Days late, from and to; null for no limit. */
  desde: number | null;
  hasta: number | null;
  conFaltas: boolean;
  /** Part of the client's name. */
  q: string;
  orden: Order;
  page: number;
}

/** @param orders the first is the one that the API takes without being asked. */
export function readList<Order extends string>(
  query: Record<string, string>,
  running: string,
  orders: readonly [Order, ...Order[]],
): ListFilters<Order> {
  const monday = mondayOf(query.semana);
  return {
    semana: monday && monday <= running ? monday : running,
    ruta: positive(query.ruta),
    grupo: positive(query.grupo),
    titular: positive(query.titular),
    desde: natural(query.desde),
    hasta: natural(query.hasta),
    conFaltas: query.con_faltas === 'si',
    q: (query.q ?? '').trim().slice(0, 100),
    orden: oneOf(query.orden, orders),
    page: positive(query.page) ?? 1,
  };
}

export type ListName = 'cartera' | 'faltas' | 'por-cobrar';

/** The address of a list; what is not said is not filtered by. */
export const listHref = (list: ListName, { conFaltas, page, ...filters }: Partial<ListFilters>): string =>
  href(list, { ...filters, con_faltas: conFaltas && 'si', page: page !== 1 && page });

/** As the API names them. */
export const apiFilters = (f: ListFilters) => ({
  semana: f.semana,
  ...(f.ruta && { ruta_id: f.ruta }),
  ...(f.grupo && { grupo_id: f.grupo }),
  ...(f.titular && { titular_id: f.titular }),
  ...(f.q && { q: f.q }),
});

export const bandFilters = (f: ListFilters) => ({
  ...(f.desde !== null && { desde: f.desde }),
  ...(f.hasta !== null && { hasta: f.hasta }),
  ...(f.conFaltas && { con_faltas: true }),
});
