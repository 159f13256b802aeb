import { cleanup, render } from '@testing-library/preact';
import { h } from 'preact';
import { afterEach, expect, test } from 'vitest';
import type { EstadoDeFila, Fila, Hoja, PrestamoDeHoja, Result } from '../data/model';
import { filas, filasOf } from '../state';
import { Cliente } from './cliente';
import { Recibo, receiptText } from './recibo';

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

const RECIBO = { llave: '7-20261123', codigo: '1E53GVYJ7AMQC', token: 'x' };
const PENDING: Result = { codigo: null, motivo: null, pago_id: null, registrada_como: 'por_aclarar' };

Object.assign(navigator, { share: async () => undefined });
afterEach(cleanup);

test('a receipt says its code; one from before there were codes says its folio', () => {
  expect(lines({ ...FILA, recibo: RECIBO })).toContain('Código: 1E53-GVYJ-7AMQ-C');
  expect(lines(FILA)).toContain('Folio: 2F6B9C01');
  expect(lines(FILA).length).toBe(lines({ ...FILA, recibo: RECIBO }).length);
});

test.each<[EstadoDeFila, Result | null, string]>([
  ['guardada', null, 'Recibido; se registra al tener señal.'],
  ['en_envio', null, 'Recibido; se registra al tener señal.'],
  ['aplicada', null, 'Pago registrado.'],
  ['duplicada', null, 'Pago registrado.'],
  ['duplicada', PENDING, 'Recibido; la oficina lo aplica.'],
  ['por_aclarar', PENDING, 'Recibido; la oficina lo aplica.'],
  ['rechazada', null, 'No se registró. Avise a la oficina.'],
])('of a row that is %s a receipt says what became of the money, and only a refused one is not handed on', (estado, result, words) => {
  const fila: Fila = { ...FILA, estado, result, recibo: RECIBO, ocurrido_en: new Date().toISOString() };
  filas.value = [fila];
  filasOf(FILA.prestamo_id).value = [fila];
  expect(lines(fila).at(-1)).toBe(words);

  const isGood = estado !== 'rechazada';
  const { container: receipt } = render(h(Recibo, { clave: FILA.clave }));
  expect(receipt.querySelector('#texto-recibo')?.textContent).toContain(words);
  expect(['#compartir', '#whatsapp', '.verificar'].map((part) => receipt.querySelector(part) !== null)).toEqual([isGood, isGood, isGood]);

  const hoja: Hoja = { grupo_id: 1, grupo: 'Grupo 1', semana: '2026-11-23', turn: 0, prestamos: [] };
  const prestamo = { prestamo_id: FILA.prestamo_id, cliente: FILA.cliente, restante: 400_000, semanal: 75_050 } as PrestamoDeHoja;
  const { container: card } = render(h(Cliente, { hoja: { ...hoja, prestamos: [prestamo] }, prestamo }));
  expect([card.querySelectorAll('.visita').length, card.querySelector('a[href^="#/recibo/"]') !== null]).toEqual([1, isGood]);
});
