import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { LocationProvider, useLocation } from 'preact-iso';
import { afterEach, expect, it, vi } from 'vitest';
import { readList } from './filters';
import { ListPage } from './list-page';

let goTo = (_: string) => {};

function List() {
  const { query, route } = useLocation();
  goTo = route;
  return (
    <ListPage
      name="cartera"
      title={() => 'Préstamos abiertos'}
      filters={readList(query, '2026-11-16', ['atraso'])}
      running="2026-11-16"
      orders={[['atraso', 'Más días de atraso primero']]}
      load={async () => ({ page: 1, total_items: 0, total_pages: 1 })}
      rows={() => []}
      columns={[]}
      totals={() => ''}
      file={() => ''}
    />
  );
}

afterEach(cleanup);

it('keeps the focus in the search box when a name is looked for, and empties it when the name is taken off', async () => {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ data: { rutas: [] } })));
  history.replaceState(null, '', '/panel/cartera');
  render(
    <LocationProvider>
      <List />
    </LocationProvider>,
  );
  const box = await screen.findByLabelText<HTMLInputElement>('Nombre del cliente');
  box.focus();
  fireEvent.input(box, { target: { value: ' ana ' } });
  fireEvent.submit(box.form as HTMLFormElement);
  await waitFor(() => expect(location.search).toMatch(/q=ana/));
  await screen.findByText('«ana»');
  expect(document.activeElement).toBe(box);
  expect(box.value).toBe('ana');

  fireEvent.input(box, { target: { value: 'luis' } });
  goTo('/panel/cartera');
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Nombre del cliente').value).toBe(''));
});
