interface Name {
  nombre: string;
  apellido_paterno: string;
  apellido_materno: string;
}

export const fullName = (person: Name): string =>
  [person.nombre, person.apellido_paterno, person.apellido_materno].filter(Boolean).join(' ');

const PROPERTY: Record<string, string> = { casa_propia: 'Propia', rentada: 'Rentada', prestada: 'Prestada' };

export const propertyInWords = (propiedad: string): string => PROPERTY[propiedad] ?? propiedad;
