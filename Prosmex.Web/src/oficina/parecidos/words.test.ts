import { expect, test } from 'vitest';
import { decisionInWords, readFilters, reasonsInWords } from './words';

test('names what two clients have in common', () => {
  expect(reasonsInWords(['telefono'])).toBe('El mismo teléfono');
  expect(reasonsInWords(['curp', 'telefono', 'nombre'])).toBe(
    'La misma CURP, el mismo teléfono y casi el mismo nombre y la misma fecha de nacimiento',
  );
});

test('tells a decision with who, when and why, and nothing where there is none', () => {
  expect(decisionInWords(null)).toBe('');
  expect(decisionInWords({ decision: 'distinta', por: 'Claudia Aguilar', en: '2026-11-19T18:00:00Z', nota: 'Son gemelas' })).toMatch(
    /^Son personas distintas, decidió Claudia Aguilar el .*: Son gemelas$/,
  );
});

test('takes from an address only what it knows', () => {
  expect(readFilters({ decision: 'quizas', page: 'x' })).toEqual({ decision: '', page: 1 });
  expect(readFilters({ decision: 'misma', page: '3' })).toEqual({ decision: 'misma', page: 3 });
});
