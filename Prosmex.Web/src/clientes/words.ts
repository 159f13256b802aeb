import type { Dto } from '../api/contract';
import { dayWithYear } from '../common/days';
import { money } from '../common/numbers';

interface Name {
  nombre: string;
  apellido_paterno: string;
  apellido_materno: string;
}

export const fullName = (person: Name): string =>
  [person.nombre, person.apellido_paterno, person.apellido_materno].filter(Boolean).join(' ');

export const PROPERTY = [
  ['casa_propia', 'Propia'],
  ['rentada', 'Rentada'],
  ['prestada', 'Prestada'],
] as const;

export const MARITAL = [
  ['soltero', 'Soltería'],
  ['casado', 'Matrimonio'],
  ['divorciado', 'Divorcio'],
  ['viudo', 'Viudez'],
] as const;

const inWords = (choices: readonly (readonly [name: string, text: string])[], value: string): string =>
  choices.find(([name]) => name === value)?.[1] ?? value;

export const propertyInWords = (propiedad: string): string => inWords(PROPERTY, propiedad);

export const maritalInWords = (estadoCivil: string): string => inWords(MARITAL, estadoCivil);

/** What came of a visit: the money, or why there was none. */
export function visitInWords({ visita, monto, promesa }: Pick<Dto['VisitaDto'], 'visita' | 'monto' | 'promesa'>): string {
  switch (visita) {
    case 'no_estaba':
      return 'No estaba';
    case 'no_quiso':
      return 'No quiso';
    case 'prometio':
      return promesa ? `Prometió ${money(promesa.monto)} para el ${dayWithYear(promesa.fecha)}` : 'Prometió';
    default:
      return monto === 0 ? 'Sin pago' : money(monto);
  }
}
