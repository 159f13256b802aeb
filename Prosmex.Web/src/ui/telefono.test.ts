import { expect, it } from 'vitest';
import { telefonoInWords } from './telefono';

it.each([
  ['+523312345678', '33 1234 5678'],
  ['+525512345678', '55 1234 5678'],
  ['+524431234567', '443 123 4567'],
  ['+523331234567', '33 3123 4567'],
  ['+523781234567', '378 123 4567'],
  ['+16502530000', '+16502530000'],
])('%s is read as %s', (telefono, words) => expect(telefonoInWords(telefono)).toBe(words));
