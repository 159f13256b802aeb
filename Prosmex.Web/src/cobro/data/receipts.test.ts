// @vitest-environment node

import { describe, expect, it } from 'vitest';
import { makeRecibo, type ReciboData } from './receipts';

const KEY = { llave: '7-20261123', clave: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' };
const DATA: ReciboData = {
  clave: '2f6b9c01-77ad-4e30-9a77-000000000001',
  prestamo_id: 682,
  monto: 75_050,
  ocurrido_en: '2026-11-23T17:02:11.345Z',
};

describe('a receipt', () => {
  it('is the one that the server makes of the same row: its vector', async () => {
    expect(await makeRecibo(KEY, DATA)).toEqual({
      llave: '7-20261123',
      codigo: '1E53GVYJ7AMQC',
      token: '2f6b9c0177ad4e309a77000000000001.75050.1795453331345.7-20261123.c0RED24ZWfDT2htd',
    });
  });

  it.each([
    ['row', KEY, { clave: '2f6b9c01-77ad-4e30-9a77-000000000002' }],
    ['loan', KEY, { prestamo_id: 683 }],
    ['amount', KEY, { monto: 75_051 }],
    ['instant', KEY, { ocurrido_en: '2026-11-23T17:02:11.346Z' }],
    ['key', { ...KEY, clave: `B${KEY.clave.slice(1)}` }, {}],
  ])('has another code for another %s', async (_, key, change) => {
    const [one, other] = await Promise.all([makeRecibo(KEY, DATA), makeRecibo(key, { ...DATA, ...change })]);
    expect(other.codigo.slice(0, 12)).not.toBe(one.codigo.slice(0, 12));
    // The loan is not in the link: who finds one learns nothing of it.
    expect(other.token === one.token).toBe('prestamo_id' in change);
  });

  it('cannot be made with a broken key', async () => {
    await expect(makeRecibo({ llave: '7-20261123', clave: '' }, DATA)).rejects.toThrow();
    await expect(makeRecibo({ llave: '7-20261123', clave: '¿?' }, DATA)).rejects.toThrow();
  });
});
