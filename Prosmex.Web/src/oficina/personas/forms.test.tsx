import { act, fireEvent, render, waitFor } from '@testing-library/preact';
import { beforeEach, expect, it, vi } from 'vitest';
import { currentUser } from '../../api/session';
import { NewPersonaPage } from './forms';
import { PendingPassword } from './pending-password';

let answer: ((body: unknown) => void)[] = [];

beforeEach(() => {
  answer = [];
  document.body.innerHTML = '';
  sessionStorage.clear();
  currentUser.value = { id: 1, nombre: '', usuario: '', rol: '', rolId: 6, acciones: [] };
  vi.stubGlobal('fetch', () => new Promise((resolve) => answer.push((body) => resolve(new Response(JSON.stringify(body))))));
});

it('tells the password of a new account also where its form was left while it was sent', async () => {
  render(<PendingPassword />);
  const form = render(<NewPersonaPage />);
  // A click would first want the fields filled in.
  fireEvent.submit(form.container.querySelector('form') as HTMLFormElement);
  await waitFor(() => expect(answer.length).toBe(1));
  act(() => void form.unmount());

  answer[0]?.({ data: { User: { userId: 7, nombre: 'Ana', usuario: 'ana' }, contrasena_provisional: 'x9-secreta' } });

  await waitFor(() => expect(document.querySelector('#contrasena-generada')?.textContent).toBe('x9-secreta'));
});

it('tells it to the user who asked for it, not to the one who has signed in since', async () => {
  const asking = currentUser.value;
  render(<PendingPassword />);
  const form = render(<NewPersonaPage />);
  fireEvent.submit(form.container.querySelector('form') as HTMLFormElement);
  await waitFor(() => expect(answer.length).toBe(1));
  act(() => {
    form.unmount();
    currentUser.value = { id: 2, nombre: '', usuario: '', rol: '', rolId: 6, acciones: [] };
  });

  answer[0]?.({ data: { User: { userId: 7, nombre: 'Ana', usuario: 'ana' }, contrasena_provisional: 'x9-secreta' } });
  await waitFor(() => expect(Object.keys(sessionStorage)).toEqual([]));
  expect(document.querySelector('#contrasena-generada')).toBeNull();

  act(() => {
    currentUser.value = asking;
  });
  await waitFor(() => expect(document.querySelector('#contrasena-generada')?.textContent).toBe('x9-secreta'));
});
