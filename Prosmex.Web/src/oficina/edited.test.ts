import { describe, expect, it } from 'vitest';
import { changesOf, edited } from './edited';

describe('what is sent of an edited form', () => {
  it('is what differs from what was there when it was opened', () => {
    const values = { ...edited({ nombre: 'Ana', rol: '2' }), nombre: 'Eva' };
    expect(values.before).toEqual({ nombre: 'Ana', rol: '2' });
    const { before, ...typed } = values;
    expect(changesOf(before, typed)).toEqual({ nombre: 'Eva' });
  });

  it('is refused where nothing differs', () => {
    expect(() => changesOf({ grupo: null }, { grupo: null })).toThrow('No ha cambiado nada todavía.');
  });
});
