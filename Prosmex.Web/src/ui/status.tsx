import type { Dto } from '../api/contract';
import { plural } from '../common/numbers';

type Status = Dto['PrestamoDeFichaDto']['status'];

const WORDS: Record<Status, string> = { activo: 'Activo', vencido: 'Vencido', liquidado: 'Liquidado', renovado: 'Renovado' };

export const isOpen = (status: Status): boolean => status === 'activo' || status === 'vencido';
export const statusInWords = (status: Status): string => WORDS[status];

/** A loan's status, and how late it is while it is open. */
export const StatusTag = ({ status, daysLate }: { status: Status; daysLate?: number }) => (
  <span class={`etiqueta ${isOpen(status) ? (status === 'vencido' || (daysLate ?? 0) > 0 ? 'atrasada' : 'vigente') : 'cerrada'}`}>
    {WORDS[status]}
    {isOpen(status) && daysLate !== undefined && (daysLate > 0 ? `, ${plural(daysLate, 'día', 'días')} de atraso` : ', al corriente')}
  </span>
);
