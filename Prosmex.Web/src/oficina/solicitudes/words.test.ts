import { expect, test } from 'vitest';
import { changesInWords, type Solicitud } from './words';

const changes = (...cambios: [campo: string, antes: string | null, despues: string | null][]) =>
  changesInWords({ cambios: cambios.map(([campo, antes, despues]) => ({ campo, antes, despues })) } as Solicitud);

test('what is text is shown as it was typed, digits too', () => {
  expect(changes(['numero', '05', '1.50'], ['usuario', '0123', '12345678901234567890'], ['cp', null, '01000'])).toEqual([
    { field: expect.any(String), before: '05', after: '1.50' },
    { field: expect.any(String), before: '0123', after: '12345678901234567890' },
    { field: expect.any(String), before: '—', after: '01000' },
  ]);
});

test('amounts, days and answers of yes or no are in words, those of a part of a record too', () => {
  expect(changes(['monto_prestamo', '1000', '1500.50'], ['activo', 'true', 'false'], ['prestamo.pagado', '0', '12.00'])).toEqual([
    { field: expect.any(String), before: '$1,000.00', after: '$1,500.50' },
    { field: 'Cuenta activa', before: 'Sí', after: 'No' },
    { field: expect.stringContaining(': '), before: '$0.00', after: '$12.00' },
  ]);
  expect(changes(['fecha_inicio', '2026-06-08', '2026-06-09'])[0]).toMatchObject({ before: '8 jun 2026', after: '9 jun 2026' });
});
