import { mondayOf } from '../common/days';
import { href, positive } from '../common/query';

/** What the page of the week is asked to show. */
export interface Filters {
  /** A Monday; null for the running week. */
  semana: string | null;
  ruta: number | null;
  grupo: number | null;
  gruposPage: number;
  cobroPage: number;
}

/** A filter with its week known. */
export type WeekFilters = Filters & { semana: string };

export const readFilters = (query: Record<string, string>): Filters => ({
  semana: mondayOf(query.semana),
  ruta: positive(query.ruta),
  grupo: positive(query.grupo),
  gruposPage: positive(query.grupos) ?? 1,
  cobroPage: positive(query.cobro) ?? 1,
});

/** Nothing lies beyond the running week. */
export const inWeek = (filters: Filters, running: string): WeekFilters => ({
  ...filters,
  semana: filters.semana !== null && filters.semana <= running ? filters.semana : running,
});

export const hrefOf = ({ semana, ruta, grupo, gruposPage, cobroPage }: Filters): string =>
  href('', { semana, ruta, grupo, grupos: gruposPage > 1 && gruposPage, cobro: cobroPage > 1 && cobroPage });

/** Another week keeps the route and resets the lists. */
export const withWeek = <F extends Filters>(filters: F, semana: string): F => ({
  ...filters,
  semana,
  grupo: null,
  gruposPage: 1,
  cobroPage: 1,
});
export const withRuta = <F extends Filters>(filters: F, ruta: number | null): F => ({
  ...filters,
  ruta,
  grupo: null,
  gruposPage: 1,
  cobroPage: 1,
});
export const withGrupo = <F extends Filters>(filters: F, grupo: number | null): F => ({ ...filters, grupo, cobroPage: 1 });
