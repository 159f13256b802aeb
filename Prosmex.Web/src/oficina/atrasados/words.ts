import type { Answer, Dto } from '../../api/contract';
import { amountOf } from '../../common/amounts';
import { dayWithYear } from '../../common/days';
import { money } from '../../common/numbers';
import { href, oneOf, positive } from '../../common/query';

export type Atrasado = Answer<'/reporte/atrasados'>['atrasados'][number];
export type Promesa = NonNullable<Atrasado['promesa']>;

/** What became of the last promise, as the filter names it. */
export const PROMISES = [
  ['pendiente', 'Pendiente'],
  ['cumplida', 'Cumplida'],
  ['incumplida', 'Incumplida'],
  ['ninguna', 'Sin promesa'],
] as const;
type Promise = (typeof PROMISES)[number][0];

/** The outcomes of a visit without a payment. */
export const OUTCOMES = [
  ['no_estaba', 'No estaba'],
  ['no_quiso', 'No quiso pagar'],
  ['prometio', 'Prometió pagar'],
] as const;
export type Outcome = (typeof OUTCOMES)[number][0];

export interface Filters {
  ruta: number | null;
  grupo: number | null;
  promesa: Promise | '';
  /** The first day of the next step. */
  paso: number | null;
  /** Part of the client's name. */
  q: string;
  page: number;
}

export const readFilters = (query: Record<string, string>): Filters => ({
  ruta: positive(query.ruta),
  grupo: positive(query.grupo),
  promesa: oneOf(query.promesa, ['', 'pendiente', 'cumplida', 'incumplida', 'ninguna']),
  paso: positive(query.paso),
  q: (query.q ?? '').trim().slice(0, 100),
  page: positive(query.page) ?? 1,
});

export const atrasadosHref = ({ page, ...filters }: Partial<Filters> = {}): string =>
  href('oficina/atrasados', { ...filters, page: page !== 1 && page });

/** As the API names them. */
export const apiFilters = ({ ruta, grupo, promesa, paso, q }: Filters) => ({
  ...(ruta && { ruta_id: ruta }),
  ...(grupo && { grupo_id: grupo }),
  ...(promesa && { promesa }),
  ...(paso && { paso }),
  ...(q && { q }),
});

const STATES: Record<Promesa['estado'], string> = { pendiente: 'Pendiente', cumplida: 'Cumplida', incumplida: 'Incumplida' };

/** "Pendiente", or with what was paid of it: "Incumplida, pagó $60.00". */
export const stateInWords = ({ estado, pagado }: Pick<Promesa, 'estado' | 'pagado'>): string =>
  estado !== 'cumplida' && pagado > 0 ? `${STATES[estado]}, pagó ${money(pagado)}` : STATES[estado];

export const promiseInWords = ({ fecha, monto }: Dto['PromesaDto']): string => `${money(monto)} para el ${dayWithYear(fecha)}`;

/** The form that notes a visit; from the queue it leads back there. */
export const visitHref = (prestamo: number, from?: 'atrasados'): string => href(`oficina/prestamos/${prestamo}/visita`, { de: from });

/** What the form has. The names of the promise's fields are those that the server's problems have. */
export interface TypedVisit {
  visita: Outcome | '';
  fecha: string;
  nota: string;
  'promesa.fecha': string;
  'promesa.monto': string;
}

/** What is sent: a promise that was typed before another outcome was chosen is none. */
export function bodyOf({ visita, fecha, nota, 'promesa.fecha': day, 'promesa.monto': amount }: TypedVisit) {
  const isPromised = visita === 'prometio' && (day !== '' || amount !== '');
  return {
    visita,
    ...(fecha && { fecha }),
    ...(nota && { nota }),
    ...(isPromised && { promesa: { fecha: day, monto: amountOf(amount) ?? amount } }),
  };
}
