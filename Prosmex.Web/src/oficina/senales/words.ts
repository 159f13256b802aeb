import type { Dto } from '../../api/contract';
import { instantInWords } from '../../common/days';
import { href, positive } from '../../common/query';
import { can, REPORTES_GENERALES } from '../../ui/links';

export type Senal = Dto['SenalDto'];
export type Regla = Senal['regla'];

/** The rules in the words of the office, and what shows whether a sign is a false alarm. */
const RULES: Record<Regla, readonly [title: string, whatToAsk: string]> = {
  alta_y_prestamo: ['Alta y préstamo el mismo día', 'Visite al cliente y complete su expediente.'],
  contacto_compartido: ['Teléfono o domicilio compartido', 'Llame o visite, y pregunte por cada cliente.'],
  circulo_de_avales: ['Avales en círculo', 'Visite a cada cliente y complete su expediente.'],
  pagos_de_golpe: ['Pagos registrados de golpe', 'Pregunte al cliente cuándo pagó y vea sus recibos.'],
  dia_ajeno: ['Pagos en un día que no toca', 'Pregunte al cliente qué día paga y a quién.'],
  renovada_sin_entregar: ['Renovado casi sin entregar dinero', 'Pregunte al cliente si pidió cada renovación.'],
  recibo_sin_pago: ['Recibo sin pago registrado', 'Pida a quien cobró que envíe lo que tiene en el teléfono, y pregunte por ese dinero.'],
};

export const ruleInWords = (regla: Regla): string => RULES[regla][0];
export const whatToAsk = (regla: Regla): string => RULES[regla][1];

const NAMES = Object.keys(RULES) as Regla[];

/** The rules that the user sees: without the general reports only that of receipts. */
export const choices = (): (readonly [Regla, string])[] =>
  NAMES.filter((regla) => regla === 'recibo_sin_pago' || can(REPORTES_GENERALES)).map((regla) => [regla, ruleInWords(regla)]);

export interface Filters {
  regla: Regla | null;
  /** Those marked as false alarms instead of the others. */
  descartadas: boolean;
  page: number;
}

export const readRule = (text: string | undefined): Regla | null => NAMES.find((name) => name === text) ?? null;

export const readFilters = (query: Record<string, string>): Filters => ({
  regla: readRule(query.regla),
  descartadas: query.descartadas === 'true',
  page: positive(query.page) ?? 1,
});

export const senalesHref = ({ page, ...filters }: Partial<Filters> = {}): string =>
  href('oficina/senales', { ...filters, page: page !== 1 && page });

/** The form that marks a sign, or takes its mark back. */
export const formHref = ({ regla, clave, descartada }: Senal): string =>
  href(`oficina/senales/${descartada ? 'recuperar' : 'descartar'}`, { regla, clave });

/** "Ana Ruiz, 18 nov 2026, 12:00 p.m.: son hermanas"; an empty text where it is not marked. */
export const markInWords = ({ descartada }: Pick<Senal, 'descartada'>): string =>
  descartada ? `${descartada.por.nombre}, ${instantInWords(descartada.en)}: ${descartada.nota}` : '';
