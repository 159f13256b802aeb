import { expect, test } from 'vitest';
import { readFragment, readTyped, shownCode } from './words';

const TOKEN = '2f6b9c0177ad4e309a77000000000001.75050.1795453331345.7-20261123.c0RED24ZWfDT2-_d';

test.each([
  ['1E53GVYJ7AMQC', '1E53GVYJ7AMQC'],
  [' 1e53-gvyj-7amq-c ', '1E53GVYJ7AMQC'],
  ['1e53 gvyj 7amq–c', '1E53GVYJ7AMQC'],
  ['1E53-GVYJ-7AMQ-=', '1E53GVYJ7AMQ='],
  ['https://x.example/recibo#1e53gvyj7amq*', '1E53GVYJ7AMQ*'],
  [`https://x.example/recibo#${TOKEN}`, TOKEN],
  ['', ''],
])('%s is looked up as %s', (typed, code) => {
  expect(readTyped(typed)).toBe(code);
});

test('the address brings a code or a token, encoded or not', () => {
  expect(readFragment(`#${TOKEN}`)).toBe(TOKEN);
  expect(readFragment('#1e53gvyj7amq%24')).toBe('1E53GVYJ7AMQ$');
  expect(readFragment('#%')).toBe('%');
  expect(readFragment('')).toBe('');
  expect(readTyped('x'.repeat(500)).length).toBe(120);
});

test('the field shows a code in groups, and of a token nothing', () => {
  expect([shownCode('1E53GVYJ7AMQC'), shownCode(TOKEN)]).toEqual(['1E53-GVYJ-7AMQ-C', '']);
});
