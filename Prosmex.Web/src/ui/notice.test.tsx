import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { LocationProvider, useLocation } from 'preact-iso';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentUser } from '../api/session';
import { Notice, useDone } from './notice';

const LIST = '/panel/oficina/por-aclarar';
const FORM = `${LIST}/7/devolver`;

function Page() {
  const { url, route } = useLocation();
  const done = useDone();
  return (
    <>
      <Notice />
      <p data-testid="url">{url}</p>
      <button type="button" onClick={() => done('Se anotó la devolución.', LIST)}>
        done
      </button>
      {[LIST, FORM].map((to) => (
        <button key={to} type="button" onClick={() => route(to)}>
          {to}
        </button>
      ))}
    </>
  );
}

const Session = () => (currentUser.value ? <Page /> : <p>Iniciar sesión</p>);

const notice = () => document.querySelector('#hecho')?.textContent ?? null;
const press = (name: string) => fireEvent.click(screen.getByText(name, { selector: 'button' }));
const isAt = (url: string) => waitFor(() => expect(screen.getByTestId('url').textContent).toBe(url));
const user = (id: number) => ({ id, nombre: '', usuario: '', rol: '', rolId: 6, acciones: [] });

describe('Notice', () => {
  beforeEach(() => {
    currentUser.value = user(1);
    history.replaceState(null, '', FORM);
    render(
      <LocationProvider>
        <Session />
      </LocationProvider>,
    );
  });

  afterEach(cleanup);

  it('says what was done on the page that comes after it', async () => {
    press('done');
    await isAt(LIST);
    expect(notice()).toBe('Se anotó la devolución.');

    press('done');
    expect(notice()).toBe('Se anotó la devolución.');
  });

  it('says it no more once that page was left', async () => {
    press('done');
    await isAt(LIST);
    press(FORM);
    await isAt(FORM);
    press(LIST);
    await isAt(LIST);
    expect(notice()).toBeNull();

    press(FORM);
    await isAt(FORM);
    press('done');
    await isAt(LIST);
    expect(notice()).toBe('Se anotó la devolución.');
  });

  it.each([1, 2])('says it no more once the session has ended and user %s signs in', async (id) => {
    press('done');
    await isAt(LIST);
    currentUser.value = null;
    await screen.findByText('Iniciar sesión');
    currentUser.value = user(id);
    await isAt(LIST);

    expect(notice()).toBeNull();
  });
});
