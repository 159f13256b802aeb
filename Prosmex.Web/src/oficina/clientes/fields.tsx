import type { Answer } from '../../api/contract';
import { MARITAL, PROPERTY } from '../../clientes/words';
import type { Change } from '../../common/use-change';
import { ChoiceField, field, TextField } from '../../ui/fields';
import { AnotherPerson } from './another-person';

type Cliente = Answer<'/clientes/{id}'>;

export interface Typed {
  nombre: string;
  apellido_paterno: string;
  apellido_materno: string;
  codigo_ine: string;
  colonia: string;
  cp: string;
  estado_civil: string;
  num_hijos: string;
  propiedad: string;
  es_aval: string;
  /** Is another person, though somebody has the same INE key. */
  permitir_repetido: string;
}

export const NEW: Typed = {
  nombre: '',
  apellido_paterno: '',
  apellido_materno: '',
  codigo_ine: '',
  colonia: '',
  cp: '',
  estado_civil: '',
  num_hijos: '0',
  propiedad: '',
  es_aval: 'si',
  permitir_repetido: '',
};

export const typedOf = (c: Cliente): Typed => ({
  nombre: c.nombre,
  apellido_paterno: c.apellido_paterno,
  apellido_materno: c.apellido_materno,
  codigo_ine: c.codigo_ine,
  colonia: c.colonia,
  cp: c.cp,
  estado_civil: c.estado_civil,
  num_hijos: String(c.num_hijos),
  propiedad: c.propiedad,
  es_aval: c.es_aval ? 'si' : 'no',
  permitir_repetido: '',
});

export const bodyOf = ({ es_aval, permitir_repetido, ...fields }: Typed) => ({
  ...fields,
  es_aval: es_aval === 'si',
  ...(permitir_repetido && { permitir_repetido: true }),
});

const YES_NO = [
  ['si', 'Sí'],
  ['no', 'No'],
] as const;

export function ClienteFields({ change }: { change: Change<Typed, unknown> }) {
  return (
    <>
      <TextField label="Nombre" {...field(change, 'nombre')} autocapitalize="words" />
      <TextField label="Apellido paterno" {...field(change, 'apellido_paterno')} autocapitalize="words" />
      <TextField label="Apellido materno" {...field(change, 'apellido_materno')} autocapitalize="words" />
      <TextField
        label="Clave de elector (INE)"
        {...field(change, 'codigo_ine')}
        autocapitalize="characters"
        maxLength={30}
        hint="Los 18 caracteres del frente de la credencial."
      />
      <TextField label="Colonia" {...field(change, 'colonia')} autocapitalize="words" />
      <TextField label="Código postal" {...field(change, 'cp')} inputMode="numeric" maxLength={5} />
      <ChoiceField label="Estado civil" {...field(change, 'estado_civil')} choices={MARITAL} />
      <TextField label="Número de hijos" {...field(change, 'num_hijos')} inputMode="numeric" maxLength={2} />
      <ChoiceField label="Tipo de vivienda" {...field(change, 'propiedad')} choices={PROPERTY} />
      <ChoiceField label="Puede ser aval" {...field(change, 'es_aval')} choices={YES_NO} />
      <AnotherPerson change={change} clave="clave de elector" />
    </>
  );
}
