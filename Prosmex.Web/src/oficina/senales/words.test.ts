import { expect, test } from 'vitest';
import { currentUser } from '../../api/session';
import { choices, formHref, markInWords, readFilters, type Senal, senalesHref } from './words';

const sign: Senal = {
  regla: 'contacto_compartido',
  clave: 'telefono:1,2,3',
  mensaje: '3 clientes tienen el mismo teléfono: +523312345678.',
  grupo_id: 1,
  grupo: 'Grupo 1',
  clientes: [],
  prestamos: [],
  usuario: null,
  desde: '2026-11-18',
  descartada: null,
};
const marked: Senal = { ...sign, descartada: { por: { id: 5, nombre: 'Ana Ruiz' }, en: '2026-11-18T18:00:00Z', nota: 'Son hermanas.' } };

test('filters come from the address, and what is no rule is none', () => {
  expect(readFilters({ regla: 'dia_ajeno', descartadas: 'true', page: '3' })).toEqual({ regla: 'dia_ajeno', descartadas: true, page: 3 });
  expect(readFilters({ regla: 'otra', descartadas: 'x' })).toEqual({ regla: null, descartadas: false, page: 1 });
  expect(senalesHref({ regla: 'dia_ajeno', descartadas: false, page: 1 })).toBe('/panel/oficina/senales?regla=dia_ajeno');
});

test('who has the reports of their routes alone chooses among the signs of receipts', () => {
  const rules = (acciones: number[]) => {
    currentUser.value = { id: 3, nombre: 'Ana Ruiz', usuario: 'ana', rol: 'Supervisor', rolId: 3, acciones };
    return choices().map(([regla]) => regla);
  };
  expect(rules([6])).toEqual(['recibo_sin_pago']);
  expect(rules([6, 7]).length).toBe(7);
});

test('a sign leads to the form that marks it, a marked one to the form that takes that back', () => {
  expect(formHref(sign)).toBe('/panel/oficina/senales/descartar?regla=contacto_compartido&clave=telefono%3A1%2C2%2C3');
  expect(formHref(marked)).toMatch(/^\/panel\/oficina\/senales\/recuperar\?/);
});

test('who marked it, when and why', () => {
  expect(markInWords(sign)).toBe('');
  expect(markInWords(marked)).toMatch(/^Ana Ruiz, 18 nov 2026, 12:00.*: Son hermanas\.$/);
});
