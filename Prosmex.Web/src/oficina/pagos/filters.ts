import { addDays } from '../../common/days';
import { dayOf, href, positive } from '../../common/query';

export interface PagosFilters {
  /** Part of the client's name, or a payment's number. */
  q: string;
  desde: string;
  hasta: string;
  grupo: number | null;
  prestamo: number | null;
  /** Who received the cash. */
  cobro: number | null;
  cancelados: boolean;
  page: number;
}

/** Who asks for nothing sees the last two weeks: a lender's payments are many. */
export function readPagos(query: Record<string, string>, running: string): PagosFilters {
  const filters = {
    q: (query.q ?? '').trim().slice(0, 100),
    desde: dayOf(query.desde),
    hasta: dayOf(query.hasta),
    grupo: positive(query.grupo),
    prestamo: positive(query.prestamo),
    cobro: positive(query.cobro),
    cancelados: query.cancelados === 'si',
    page: positive(query.page) ?? 1,
  };
  const isNarrow = filters.q || filters.hasta || filters.prestamo;
  return { ...filters, desde: filters.desde || isNarrow ? filters.desde : addDays(running, -7) };
}

export const pagosHref = ({ cancelados, page, ...filters }: PagosFilters): string =>
  href('oficina/pagos', { ...filters, cancelados: cancelados && 'si', page: page > 1 && page });

export const apiPagos = (f: PagosFilters) => ({
  page: f.page,
  per_page: 25,
  ...(f.q && { q: f.q }),
  ...(f.desde && { desde: f.desde }),
  ...(f.hasta && { hasta: f.hasta }),
  ...(f.grupo && { grupo_id: f.grupo }),
  ...(f.prestamo && { prestamo_id: f.prestamo }),
  ...(f.cobro && { custodio_id: f.cobro }),
  ...(f.cancelados && { cancelados: true }),
});
