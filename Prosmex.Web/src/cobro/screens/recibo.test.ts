import { expect, test } from 'vitest';
import type { Fila } from '../data/model';
import { receiptText } from './recibo';

const FILA: Fila = {
  clave: '2f6b9c01-77ad-4e30-9a77-000000000001',
  estado: 'guardada',
  result: null,
  wasSent: false,
  keptAt: 0,
  answeredAt: null,
  turn: null,
  prestamo_id: 682,
  grupo_id: 1,
  cliente: 'Ana Paz',
  grupo: 'Grupo 1',
  monto: 75_050,
  visita: 'pago',
  ocurrido_en: '2026-11-23T17:02:11.345Z',
};

const lines = (fila: Fila): string[] => receiptText(fila, 'Gil Mora').split('\n');

test('a receipt says its code; one from before there were codes says its folio', () => {
  const recibo = { llave: '7-20261123', codigo: '1E53GVYJ7AMQC', token: 'x' };
  expect(lines({ ...FILA, recibo })).toContain('Código: 1E53-GVYJ-7AMQ-C');
  expect(lines(FILA)).toContain('Folio: 2F6B9C01');
  expect(lines(FILA).length).toBe(lines({ ...FILA, recibo }).length);
});
