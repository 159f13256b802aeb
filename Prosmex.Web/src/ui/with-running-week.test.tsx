import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { LocationProvider, useLocation } from 'preact-iso';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { currentUser } from '../api/session';
import { withRunningWeek } from './with-running-week';

const [FRIDAY, MONDAY] = ['2026-11-20T18:00:00Z', '2026-11-23T18:00:00Z'];
const [LAST_WEEK, THIS_WEEK] = ['2026-11-16', '2026-11-23'];

/** The requests that wait for their answer. */
let held: ((semana: string, status?: number) => void)[] = [];
let goTo = (_: string) => {};

const pageAt = (name: string) => withRunningWeek(({ running }) => <p data-testid="page">{`${name} ${running}`}</p>);
const [Cartera, Faltas] = [pageAt('cartera'), pageAt('faltas')];

function Pages() {
  const { path, route } = useLocation();
  goTo = route;
  return path === '/panel/cartera' ? <Cartera /> : <Faltas />;
}

const Session = () => (currentUser.value ? <Pages /> : <p>Iniciar sesión</p>);

const shows = (text: string) => waitFor(() => expect(screen.getByTestId('page').textContent).toBe(text));
const isAsked = () => waitFor(() => expect(held.length).toBe(1));
const answer = async (semana: string, status?: number) => {
  await isAsked();
  held.shift()?.(semana, status);
};
const user = { id: 1, nombre: '', usuario: '', rol: '', rolId: 6, acciones: [] };

describe('withRunningWeek', () => {
  beforeEach(async () => {
    held = [];
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(FRIDAY) });
    vi.stubGlobal(
      'fetch',
      () =>
        new Promise((resolve) =>
          held.push((semana, status = 200) => resolve(new Response(JSON.stringify({ data: { tendencia: [{ semana }] } }), { status }))),
        ),
    );
    history.replaceState(null, '', '/panel/cartera');
    currentUser.value = null;
    currentUser.value = user;
    render(
      <LocationProvider>
        <Session />
      </LocationProvider>,
    );
    await answer(LAST_WEEK);
    await shows(`cartera ${LAST_WEEK}`);
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  it('asks once, however many pages need it', async () => {
    goTo('/panel/faltas');
    await shows(`faltas ${LAST_WEEK}`);
    goTo('/panel/cartera?orden=grupo');
    await shows(`cartera ${LAST_WEEK}`);

    expect(held).toEqual([]);
  });

  it('asks again for a page that opens later, which waits for the answer', async () => {
    vi.setSystemTime(MONDAY);
    goTo('/panel/faltas');
    await isAsked();
    expect(screen.queryByTestId('page')).toBeNull();

    await answer(THIS_WEEK);
    await shows(`faltas ${THIS_WEEK}`);
  });

  it('opens a page also where the week is still the same', async () => {
    vi.setSystemTime('2026-11-20T23:00:00Z');
    goTo('/panel/faltas');
    await answer(LAST_WEEK);
    await shows(`faltas ${LAST_WEEK}`);
  });

  it('asks again for a page that is open, which stays until the answer is there', async () => {
    vi.setSystemTime(MONDAY);
    goTo('/panel/cartera?orden=grupo');
    await isAsked();
    await shows(`cartera ${LAST_WEEK}`);
    await answer('', 503);
    await shows(`cartera ${LAST_WEEK}`);

    goTo('/panel/cartera?orden=cliente');
    await answer(THIS_WEEK);
    await shows(`cartera ${THIS_WEEK}`);
  });

  it('asks again after another sign-in', async () => {
    currentUser.value = null;
    await screen.findByText('Iniciar sesión');
    currentUser.value = user;
    await answer(THIS_WEEK);
    await shows(`cartera ${THIS_WEEK}`);
  });
});
