import type { Answer } from '../../api/contract';
import type { Change } from '../../common/use-change';
import { ChoiceField, TextField } from '../../ui/fields';
import { can, EDITAR_INFORMACION } from '../../ui/links';

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

const MARITAL = [
  ['soltero', 'Soltería'],
  ['casado', 'Matrimonio'],
  ['divorciado', 'Divorcio'],
  ['viudo', 'Viudez'],
] as const;

const PROPERTY = [
  ['casa_propia', 'Propia'],
  ['rentada', 'Rentada'],
  ['prestada', 'Prestada'],
] as const;

const YES_NO = [
  ['si', 'Sí'],
  ['no', 'No'],
] as const;

export function ClienteFields<Values extends Typed, Effect>({ change }: { change: Change<Values, Effect> }) {
  const { values, error } = change;
  const set = (fields: Partial<Typed>) => change.set(fields as Partial<Values>);
  const isRepeated = values.permitir_repetido !== '' || (error?.includes('clave de elector') ?? false);
  return (
    <>
      <TextField label="Nombre" name="nombre" autocapitalize="words" value={values.nombre} onChange={(nombre) => set({ nombre })} />
      <TextField
        label="Apellido paterno"
        name="apellido_paterno"
        autocapitalize="words"
        value={values.apellido_paterno}
        onChange={(apellido_paterno) => set({ apellido_paterno })}
      />
      <TextField
        label="Apellido materno"
        name="apellido_materno"
        autocapitalize="words"
        value={values.apellido_materno}
        onChange={(apellido_materno) => set({ apellido_materno })}
      />
      <TextField
        label="Clave de elector (INE)"
        name="codigo_ine"
        autocapitalize="characters"
        maxLength={30}
        value={values.codigo_ine}
        onChange={(codigo_ine) => set({ codigo_ine })}
        hint="Los 18 caracteres del frente de la credencial."
      />
      <TextField label="Colonia" name="colonia" autocapitalize="words" value={values.colonia} onChange={(colonia) => set({ colonia })} />
      <TextField label="Código postal" name="cp" inputMode="numeric" maxLength={5} value={values.cp} onChange={(cp) => set({ cp })} />
      <ChoiceField
        label="Estado civil"
        name="estado_civil"
        choices={MARITAL}
        value={values.estado_civil}
        onChange={(estado_civil) => set({ estado_civil })}
      />
      <TextField
        label="Número de hijos"
        name="num_hijos"
        inputMode="numeric"
        maxLength={2}
        value={values.num_hijos}
        onChange={(num_hijos) => set({ num_hijos })}
      />
      <ChoiceField
        label="Tipo de vivienda"
        name="propiedad"
        choices={PROPERTY}
        value={values.propiedad}
        onChange={(propiedad) => set({ propiedad })}
      />
      <ChoiceField label="Puede ser aval" name="es_aval" choices={YES_NO} value={values.es_aval} onChange={(es_aval) => set({ es_aval })} />
      {isRepeated && can(EDITAR_INFORMACION) && (
        <label class="ancho casilla">
          <input
            type="checkbox"
            name="permitir_repetido"
            checked={values.permitir_repetido !== ''}
            onChange={(event) => set({ permitir_repetido: event.currentTarget.checked ? 'si' : '' })}
          />{' '}
          Es otra persona: guardar aunque la clave de elector se repita
        </label>
      )}
    </>
  );
}
