// The pages of the office by their address below /panel/oficina; a number in it is `:id`. Each area adds its own.

import type { FunctionComponent } from 'preact';
import { ADMINISTRATION } from './administration-pages';
import { MONEY } from './money-pages';
import { PEOPLE } from './people-pages';

export interface OfficePage {
  /** Gets the number of its address, 0 where there is none. */
  component: FunctionComponent<{ id: number }>;
  allowed: () => boolean;
  /** In the list of the office's pages: what it is for. */
  entry?: { title: string; note: string };
}

export type OfficePages = Readonly<Record<string, OfficePage>>;

export const AREAS: readonly (readonly [title: string, pages: OfficePages])[] = [
  ['Dinero', MONEY],
  ['Personas, grupos y clientes', PEOPLE],
  ['Administración', ADMINISTRATION],
];

export const findPage = (path: string): OfficePage | undefined => AREAS.map(([, pages]) => pages[path]).find((page) => page !== undefined);
