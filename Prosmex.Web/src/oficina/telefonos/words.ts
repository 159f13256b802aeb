import type { Answer } from '../../api/contract';
import { instantInWords } from '../../common/days';
import { money, plural } from '../../common/numbers';
import { href, positive } from '../../common/query';

export type Telefono = Answer<'/cobro/telefonos'>['telefonos'][number];

export interface Filters {
  q: string;
  usuario: number | null;
  numero: number | null;
  page: number;
}

export const readFilters = (query: Record<string, string>): Filters => ({
  q: (query.q ?? '').trim().slice(0, 100),
  usuario: positive(query.usuario),
  numero: positive(query.numero),
  page: positive(query.page) ?? 1,
});

export const telefonosHref = ({ page, ...filters }: Partial<Filters> = {}): string =>
  href('oficina/telefonos', { ...filters, page: page !== 1 && page });

const STATES: Record<Telefono['estado'], string> = {
  vigente: 'Con sesión',
  vencida: 'Su sesión venció',
  terminada: 'Sin sesión',
};

export const stateInWords = ({ estado }: Pick<Telefono, 'estado'>): string => STATES[estado];

/** What it had not sent when it was last heard of. */
export const waitingInWords = ({ por_enviar_filas: filas, por_enviar_total: total }: Telefono): string =>
  filas === 0 ? 'Nada' : `${plural(filas, 'cobro', 'cobros')}, ${money(total)}`;

/** What the office decided; an empty text where it did not. */
export function decisionInWords({ terminado_en, descartar_pedido_en, descartado_en, estado }: Telefono): string {
  if (descartado_en) return `Lo que no se envió se descartó el ${instantInWords(descartado_en)}`;
  if (descartar_pedido_en)
    return `Se descarta lo que no se envió en cuanto el teléfono tenga señal (pedido el ${instantInWords(descartar_pedido_en)})`;
  return terminado_en && estado === 'terminada' ? `Se terminó su sesión el ${instantInWords(terminado_en)}` : '';
}
