import { describe, expect, it } from 'vitest';
import { type Apunte, changesOf, recordHref, recordInWords, valueInWords } from './words';

const apunte = (entidad: string, entidad_id: number) => ({ entidad, entidad_id }) as Apunte;

describe('the audit log in words', () => {
  it('says a change side by side, and leaves out what the program keeps for itself', () => {
    expect(
      changesOf({
        antes: { nombre_grupo: 'A', busqueda: 'a', usuario_id_gestor: null },
        despues: { nombre_grupo: 'B', busqueda: 'b', usuario_id_gestor: 7 },
      }),
    ).toEqual([
      { field: 'Nombre del grupo', before: 'A', after: 'B' },
      { field: 'Gestor (cuenta núm.)', before: '—', after: '7' },
    ]);
  });

  it('leaves the side empty that there is not', () => {
    expect(changesOf({ antes: null, despues: { monto: 350.5 } })).toEqual([{ field: 'Monto', before: '', after: '$350.50' }]);
    expect(changesOf({ antes: { activo: true }, despues: null })).toEqual([{ field: 'Cuenta activa', before: 'Sí', after: '' }]);
  });

  it('reads days, instants of Mexico City and names of the catalogues', () => {
    expect(valueInWords('fecha_inicio', '2026-06-08')).toBe('8 jun 2026');
    expect(valueInWords('fin', '2026-11-16T06:10:00+00:00')).toMatch(/^16 nov 2026, 12:10/);
    expect(valueInWords('propiedad', 'casa_propia')).toBe('casa propia');
    expect(valueInWords('numero_semanas', 14)).toBe('14');
    expect([valueInWords('estado', 'estado_de_mexico'), valueInWords('sexo', 'no_binario')]).toEqual(['Estado de México', 'No binario']);
    expect(valueInWords('estado', 'pendiente')).toBe('pendiente');
  });

  it('names records and leads to them', () => {
    expect(recordInWords(apunte('semana', 20261109))).toBe('Semana del 9 al 15 de noviembre de 2026');
    expect(recordHref(apunte('semana', 20261109))).toBe('/panel?semana=2026-11-09');
    expect(recordInWords(apunte('por_aclarar', 3))).toBe('Dinero por aclarar núm. 3');
    expect(recordInWords(apunte('expediente', 12))).toBe('Expediente del cliente núm. 12');
    expect(recordHref(apunte('expediente', 12))).toBe('/panel/clientes/12');
    expect(recordHref(apunte('cliente', 12))).toBe('/panel/clientes/12');
    expect(recordHref(apunte('permiso', 1))).toBeNull();
  });
});
