// A solicitud in the words of the office.

import type { Answer, Dto } from '../../api/contract';
import { href, oneOf, positive } from '../../common/query';
import type { FieldChange } from '../../ui/before-after';
import { fieldInWords, isMoney, valueInWords } from '../bitacora/words';

export type Solicitud = Dto['SolicitudDto'];
export type Regla = Answer<'/solicitudes/reglas'>['reglas'][number];

const STATES: Record<Solicitud['estado'], string> = {
  pendiente: 'Pendiente',
  hecha: 'Aprobada y hecha',
  no_hecha: 'Aprobada, ya no se pudo hacer',
  rechazada: 'Rechazada',
  retirada: 'Retirada',
  vencida: 'Venció sin respuesta',
};

export const stateInWords = (estado: Solicitud['estado']): string => STATES[estado];

export const CHOICES = [
  ['por_responder', 'Por responder'],
  ...(Object.entries(STATES) as [Solicitud['estado'], string][]),
  ['todas', 'Todas'],
] as const;
const NAMES = CHOICES.map(([name]) => name) as [(typeof CHOICES)[number][0], ...(typeof CHOICES)[number][0][]];

export interface Filters {
  cuales: (typeof NAMES)[number];
  page: number;
}

export const readFilters = (query: Record<string, string>): Filters => ({
  cuales: oneOf(query.cuales, NAMES),
  page: positive(query.page) ?? 1,
});

export const solicitudesHref = ({ cuales = 'por_responder', page = 1 }: Partial<Filters> = {}): string =>
  href('oficina/solicitudes', { cuales: cuales !== 'por_responder' && cuales, page: page > 1 && page });

export const solicitudHref = (id: number, verbo = ''): string => href(`oficina/solicitudes/${id}${verbo && `/${verbo}`}`);

// A change is told as text, and most of it is text: a house number 05 is no number.
function valueTold(field: string, text: string | null): string | number | boolean | null {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== null && isMoney(field) ? Number(text) : text;
}

/** Field by field; a part of a record has its own name first. */
export const changesInWords = ({ cambios }: Solicitud): FieldChange[] =>
  cambios.map(({ campo, antes, despues }) => {
    const name = campo.split('.').at(-1) ?? campo;
    const value = (text: string | null) => valueInWords(name, valueTold(name, text));
    return {
      field: campo.includes('.') ? `${fieldInWords(campo.split('.')[0] ?? '')}: ${fieldInWords(name)}` : fieldInWords(name),
      before: value(antes),
      after: value(despues),
    };
  });

const ROLES = ['Gestor de cobranza', 'Titular', 'Supervisor', 'Gerente', 'Director', 'Admin'];

export const rolesInWords = (roles: readonly number[]): string => roles.map((r) => ROLES[r - 1]).join(', ');

export const ruleInWords = ({ aprobadores, roles }: Regla): string =>
  aprobadores === 0 ? 'No se pide' : `${aprobadores === 1 ? 'Una persona' : 'Dos personas'}: ${rolesInWords(roles)}`;
