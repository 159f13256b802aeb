// What is known of a client as a person, in the words of the office.

import type { Dto } from '../../api/contract';

export type Expediente = Dto['ExpedienteDto'];

/** The fields that people fill in, in the order in which they are shown. */
export const LABELS = {
  telefono: 'Teléfono',
  curp: 'CURP',
  rfc: 'RFC',
  clabe: 'CLABE',
  fecha_nacimiento: 'Fecha de nacimiento',
  sexo: 'Sexo',
  calle: 'Calle',
  numero: 'Número',
  municipio: 'Municipio',
  estado: 'Estado',
  ocupacion: 'Ocupación',
  notas: 'Notas',
} as const;

export type Field = keyof typeof LABELS;

export const FIELDS = Object.keys(LABELS) as Field[];

/** Those of which some users see the end alone. */
export const KEYS: readonly Field[] = ['curp', 'rfc', 'clabe'];

type Choices<Value> = readonly (readonly [Value, string])[];

export const SEXES: Choices<NonNullable<Expediente['sexo']>> = [
  ['mujer', 'Mujer'],
  ['hombre', 'Hombre'],
  ['no_binario', 'No binario'],
];

export const STATES: Choices<NonNullable<Expediente['estado']>> = [
  ['aguascalientes', 'Aguascalientes'],
  ['baja_california', 'Baja California'],
  ['baja_california_sur', 'Baja California Sur'],
  ['campeche', 'Campeche'],
  ['chiapas', 'Chiapas'],
  ['chihuahua', 'Chihuahua'],
  ['ciudad_de_mexico', 'Ciudad de México'],
  ['coahuila', 'Coahuila'],
  ['colima', 'Colima'],
  ['durango', 'Durango'],
  ['estado_de_mexico', 'Estado de México'],
  ['guanajuato', 'Guanajuato'],
  ['guerrero', 'Guerrero'],
  ['hidalgo', 'Hidalgo'],
  ['jalisco', 'Jalisco'],
  ['michoacan', 'Michoacán'],
  ['morelos', 'Morelos'],
  ['nayarit', 'Nayarit'],
  ['nuevo_leon', 'Nuevo León'],
  ['oaxaca', 'Oaxaca'],
  ['puebla', 'Puebla'],
  ['queretaro', 'Querétaro'],
  ['quintana_roo', 'Quintana Roo'],
  ['san_luis_potosi', 'San Luis Potosí'],
  ['sinaloa', 'Sinaloa'],
  ['sonora', 'Sonora'],
  ['tabasco', 'Tabasco'],
  ['tamaulipas', 'Tamaulipas'],
  ['tlaxcala', 'Tlaxcala'],
  ['veracruz', 'Veracruz'],
  ['yucatan', 'Yucatán'],
  ['zacatecas', 'Zacatecas'],
];

const NAMES: Record<string, string> = Object.fromEntries([...SEXES, ...STATES]);

/** Of a sex or a state. */
export const nameOf = (value: string): string | undefined => NAMES[value];
