import { expect, test } from 'vitest';
import { decisionInWords, type Telefono, waitingInWords } from './words';

const phone: Telefono = {
  id: 1,
  usuario: { id: 7, nombre: 'Ana Ruiz Paz' },
  nombre: 'Moto G',
  version: '1.0.3',
  ultimo_contacto: '2026-11-18T18:00:00Z',
  por_enviar_filas: 0,
  por_enviar_total: 0,
  estado: 'vigente',
  terminado_en: null,
  descartar_pedido_en: null,
  descartar_nota: null,
  descartar_filas: null,
  descartar_total: null,
  descartado_en: null,
};

test('what waits is told with its money', () => {
  expect(waitingInWords(phone)).toBe('Nada');
  expect(waitingInWords({ ...phone, por_enviar_filas: 1 })).toBe('1 cobro, $0.00');
  expect(waitingInWords({ ...phone, por_enviar_filas: 3, por_enviar_total: 1500.5 })).toBe('3 cobros, $1,500.50');
});

test('what the office decided: the latest, and a session that it ended only while there is no other', () => {
  const ended = { ...phone, terminado_en: '2026-11-18T18:00:00Z' };
  const asked = { ...ended, estado: 'terminada', descartar_pedido_en: '2026-11-18T18:05:00Z' } as const;

  expect(decisionInWords(phone)).toBe('');
  expect(decisionInWords(ended)).toBe('');
  expect(decisionInWords({ ...ended, estado: 'terminada' })).toMatch(/^Se terminó su sesión el 18 nov 2026, 12:00/);
  expect(decisionInWords(asked)).toMatch(
    /^Se descarta lo que no se envió en cuanto el teléfono tenga señal \(pedido el 18 nov 2026, 12:05/,
  );
  expect(decisionInWords({ ...asked, descartado_en: '2026-11-18T18:09:00Z' })).toMatch(
    /^Lo que no se envió se descartó el 18 nov 2026, 12:09/,
  );
});
