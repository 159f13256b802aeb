import { beforeEach, describe, expect, it, vi } from 'vitest';

type Reply = { status?: number; body?: unknown };

/** A fresh module per test: the session lives in it. */
async function session(replies: (address: string, token: string | null) => Reply) {
  vi.resetModules();
  const calls: { address: string; method: string; token: string | null; key: string | null }[] = [];
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    const token = headers.get('Authorization');
    calls.push({ address, method: init.method ?? 'GET', token, key: headers.get('Idempotency-Key') });
    const { status = 200, body = {} } = replies(address, token);
    return new Response(JSON.stringify(body), { status });
  });
  return { calls, ...(await import('./session')) };
}

const stored = (access: string, refresh: string) => sessionStorage.setItem('prosmex.sesion', JSON.stringify({ access, refresh }));
const pair = (access: string) => ({ data: { access_token: access, refresh_token: `${access}-r` } });

describe('session', () => {
  beforeEach(() => sessionStorage.clear());

  it('sends the token, and asks for a new one once for several refused calls', async () => {
    stored('old', 'r');
    const { calls, get } = await session((address, token) =>
      address === '/auth/refresh'
        ? { body: pair('new') }
        : token === 'Bearer new'
          ? { body: { data: { rutas: [] } } }
          : { status: 401, body: { message: 'x' } },
    );

    const answers = await Promise.all([get('/rutas'), get('/rutas'), get('/rutas')]);

    expect(answers).toEqual([{ rutas: [] }, { rutas: [] }, { rutas: [] }]);
    expect(calls.filter((c) => c.address === '/auth/refresh')).toEqual([
      { address: '/auth/refresh', method: 'POST', token: 'Bearer r', key: null },
    ]);
    expect(sessionStorage.getItem('prosmex.sesion')).toContain('new-r');
  });

  it('ends where the refresh token is refused too, and forgets the user', async () => {
    stored('old', 'r');
    const { get, currentUser, endedBecause, hasTokens } = await session(() => ({ status: 401, body: { message: 'Su sesión terminó.' } }));
    currentUser.value = { id: 1, nombre: 'A', usuario: 'a', rol: 'Admin', rolId: 6, acciones: [] };

    await expect(get('/rutas')).rejects.toThrow('Su sesión terminó.');

    expect([currentUser.value, endedBecause.value, hasTokens(), sessionStorage.length]).toEqual([null, 'Su sesión terminó.', false, 0]);
  });

  it('keeps the session where the server is only away', async () => {
    stored('old', 'r');
    const { get, hasTokens } = await session((address) =>
      address === '/auth/refresh' ? { status: 503, body: { message: 'Espere.' } } : { status: 401 },
    );

    await expect(get('/rutas')).rejects.toThrow('Espere.');

    expect(hasTokens()).toBe(true);
  });

  it('says that there is no network, and that an answer is late', async () => {
    vi.resetModules();
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    const { get } = await import('./session');
    await expect(get('/rutas')).rejects.toThrow('No hay conexión con el servidor.');

    vi.useFakeTimers();
    vi.stubGlobal(
      'fetch',
      (_: string, init: RequestInit) =>
        new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted')))),
    );
    const late = expect(get('/rutas')).rejects.toThrow('El servidor tarda demasiado');
    await vi.advanceTimersByTimeAsync(15_000);
    await late;
    vi.useRealTimers();
  });

  it('leaves empty filters out of an address, and fills its id in', async () => {
    const { address } = await import('./contract');
    expect(address('/reporte/por-cobrar', { semana: '2026-11-16', page: 2 })).toBe('/reporte/por-cobrar?semana=2026-11-16&page=2');
    expect(address('/clientes/{id}', {}, 7)).toBe('/clientes/7');
  });
});
