import { expect, test } from 'vitest';
import { apiFilters, atrasadosHref, bodyOf, promiseInWords, readFilters, stateInWords, visitHref } from './words';

test('filters come from the address, and what is no filter is none', () => {
  const filters = readFilters({ ruta: '2', grupo: '3', promesa: 'incumplida', paso: '15', q: ' ana ', page: '2' });

  expect(filters).toEqual({ ruta: 2, grupo: 3, promesa: 'incumplida', paso: 15, q: 'ana', page: 2 });
  expect(apiFilters(filters)).toEqual({ ruta_id: 2, grupo_id: 3, promesa: 'incumplida', paso: 15, q: 'ana' });
  expect(atrasadosHref(filters)).toBe('/panel/oficina/atrasados?ruta=2&grupo=3&promesa=incumplida&paso=15&q=ana&page=2');
  expect(readFilters({ promesa: 'rota', paso: 'x', page: '0' })).toEqual({
    ruta: null,
    grupo: null,
    promesa: '',
    paso: null,
    q: '',
    page: 1,
  });
  expect(atrasadosHref(readFilters({}))).toBe('/panel/oficina/atrasados');
});

test('a promise says what was paid of it where that is less', () => {
  expect(promiseInWords({ fecha: '2026-11-23', monto: 150 })).toBe('$150.00 para el 23 nov 2026');
  expect(stateInWords({ estado: 'pendiente', pagado: 0 })).toBe('Pendiente');
  expect(stateInWords({ estado: 'incumplida', pagado: 60 })).toBe('Incumplida, pagó $60.00');
  expect(stateInWords({ estado: 'cumplida', pagado: 200 })).toBe('Cumplida');
});

test('a visit is sent with what was typed for its outcome alone', () => {
  const typed = { fecha: '', nota: '', 'promesa.fecha': '2026-11-23', 'promesa.monto': '150' } as const;

  expect(bodyOf({ ...typed, visita: 'prometio' })).toEqual({ visita: 'prometio', promesa: { fecha: '2026-11-23', monto: '150' } });
  expect(bodyOf({ ...typed, 'promesa.monto': ' $1,500.5 ', visita: 'prometio' }).promesa).toEqual({ fecha: '2026-11-23', monto: '1500.5' });
  expect(bodyOf({ ...typed, 'promesa.monto': '1,5', visita: 'prometio' }).promesa).toEqual({ fecha: '2026-11-23', monto: '1,5' });
  expect(bodyOf({ ...typed, visita: 'no_estaba', nota: 'Salió.' })).toEqual({ visita: 'no_estaba', nota: 'Salió.' });
  expect(bodyOf({ ...typed, visita: 'prometio', 'promesa.fecha': '', 'promesa.monto': '' })).toEqual({ visita: 'prometio' });
});

test('the form knows where it was opened', () => {
  expect(visitHref(12)).toBe('/panel/oficina/prestamos/12/visita');
  expect(visitHref(12, 'atrasados')).toBe('/panel/oficina/prestamos/12/visita?de=atrasados');
});
