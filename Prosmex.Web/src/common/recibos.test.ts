import { expect, test } from 'vitest';
import { codeInGroups, reciboAddress } from './recibos';

test('a code is shown in groups, and the page takes it behind the #', () => {
  expect(codeInGroups('1E53GVYJ7AMQC')).toBe('1E53-GVYJ-7AMQ-C');
  expect(reciboAddress('1E53GVYJ7AMQC')).toBe(`${location.origin}/recibo#1E53GVYJ7AMQC`);
});
