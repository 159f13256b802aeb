import { describe, expect, it } from 'vitest';
import { href, natural, oneOf, positive } from '../common/query';
import { apiFilters, bandFilters, listHref, readList } from './filters';

const RUNNING = '2026-11-16';

describe('filters of a list', () => {
  it('an address without filters asks for the running week, in the first order', () => {
    expect(readList({}, RUNNING, ['atraso', 'cliente'])).toEqual({
      semana: RUNNING,
      ruta: null,
      grupo: null,
      titular: null,
      desde: null,
      hasta: null,
      conFaltas: false,
      q: '',
      orden: 'atraso',
      page: 1,
    });
  });

  it.each(['2027-01-04', 'x', '2026-13-40', ''])('week %s is the running one', (semana) =>
    expect(readList({ semana }, RUNNING, ['atraso']).semana).toBe(RUNNING),
  );

  it('nonsense in an address is no filter', () => {
    const filters = readList({ ruta: '-1', grupo: '1e3', titular: '0', desde: 'x', hasta: '-7', page: '0', orden: 'drop' }, RUNNING, [
      'atraso',
      'cliente',
    ]);
    expect(filters).toEqual(readList({}, RUNNING, ['atraso', 'cliente']));
  });

  it('what is written is read again', () => {
    const band = {
      semana: '2026-11-09',
      ruta: 2,
      titular: 4,
      desde: 0,
      hasta: 0,
      conFaltas: true,
      q: 'Ñu & co',
      orden: 'cliente',
      page: 3,
    };
    const query = Object.fromEntries(new URL(listHref('cartera', band), 'http://x').searchParams);
    expect(readList(query, RUNNING, ['atraso', 'cliente'])).toEqual({ grupo: null, ...band });
  });

  it('the band of loans that are not late keeps its zeros', () => {
    expect(listHref('cartera', { desde: 0, hasta: 0 })).toBe('/panel/cartera?desde=0&hasta=0');
    expect(bandFilters(readList({ desde: '0', hasta: '0' }, RUNNING, ['atraso']))).toEqual({ desde: 0, hasta: 0 });
    expect(bandFilters(readList({ desde: '91' }, RUNNING, ['atraso']))).toEqual({ desde: 91 });
  });

  it('the API is asked for what is filtered by, and for nothing else', () => {
    expect(apiFilters(readList({ grupo: '5', q: ' ana ' }, RUNNING, ['atraso']))).toEqual({ semana: RUNNING, grupo_id: 5, q: 'ana' });
  });
});

describe('query', () => {
  it('reads numbers and names', () => {
    expect([positive('7'), positive('0'), positive('07'), positive('7.5'), positive(undefined)]).toEqual([7, null, null, null, null]);
    expect([natural('0'), natural('12'), natural('-1')]).toEqual([0, 12, null]);
    expect([oneOf('b', ['a', 'b']), oneOf('c', ['a', 'b'])]).toEqual(['b', 'a']);
    expect([href(''), href('clientes/3', { a: null, b: false, c: '' })]).toEqual(['/panel', '/panel/clientes/3']);
  });
});
