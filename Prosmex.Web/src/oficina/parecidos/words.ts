import type { Answer } from '../../api/contract';
import { instantInWords } from '../../common/days';
import { href, positive } from '../../common/query';

export type Par = Answer<'/clientes/parecidos'>['pares'][number];
export type Persona = Par['uno'];

/** Whom a client looks like: one of the list of their own. */
export type Parecido = Answer<'/clientes/{id}/parecidos'>['parecidos'][number];

type Motivo = Par['motivos'][number];

export interface Filters {
  decision: '' | 'misma' | 'distinta';
  page: number;
}

export const readFilters = (query: Record<string, string>): Filters => ({
  decision: query.decision === 'misma' || query.decision === 'distinta' ? query.decision : '',
  page: positive(query.page) ?? 1,
});

export const parecidosHref = ({ page, ...filters }: Partial<Filters> = {}): string =>
  href('oficina/parecidos', { ...filters, page: page !== 1 && page });

export const decideHref = (id: number, otro: number): string => href(`oficina/parecidos/${id}`, { otro });

const REASONS: Record<Motivo, string> = {
  ine: 'la misma clave de elector',
  curp: 'la misma CURP',
  telefono: 'el mismo teléfono',
  clabe: 'la misma CLABE',
  nombre: 'casi el mismo nombre y la misma fecha de nacimiento',
};

/** Such as "El mismo teléfono y la misma CLABE". */
export function reasonsInWords(motivos: readonly Motivo[]): string {
  const all = motivos.map((m) => REASONS[m]);
  const text = all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} y ${all.at(-1)}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const DECISIONS = [
  ['misma', 'Es la misma persona'],
  ['distinta', 'Son personas distintas'],
] as const;

/** Who decided what, when and why; an empty text where there is no decision. */
export const decisionInWords = (decision: Par['decision']): string =>
  decision
    ? `${DECISIONS.find(([value]) => value === decision.decision)?.[1]}, decidió ${decision.por} el ${instantInWords(decision.en)}: ${decision.nota}`
    : '';
