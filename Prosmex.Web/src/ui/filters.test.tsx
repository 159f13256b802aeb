import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { LocationProvider, useLocation } from 'preact-iso';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { href } from '../common/query';
import { ChoiceFilter, DayFilter, FilterForm, NumberFilter, TextFilter } from './filters';

const RUTAS = [
  [1, 'Norte'],
  [2, 'Sur'],
] as const;
let goTo = (_: string) => {};

function List() {
  const { query, route } = useLocation();
  goTo = route;
  return (
    <FilterForm to={({ q = '', numero, ruta, dia }) => href('pagos', { q: q.trim(), numero, ruta, dia })}>
      <TextFilter label="Nombre" name="q" value={query.q ?? ''} />
      <NumberFilter label="Número" name="numero" value={query.numero ? Number(query.numero) : null} />
      <ChoiceFilter label="Ruta" name="ruta" value={Number(query.ruta)} choices={RUTAS} all="Todas" />
      <DayFilter label="Día" name="dia" value={query.dia ?? ''} />
    </FilterForm>
  );
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const values = () => ['Nombre', 'Número', 'Ruta', 'Día'].map((label) => field(label).value);
const type = (label: string, value: string) => fireEvent.input(field(label), { target: { value } });
const typed = (to: string[]) => waitFor(() => expect(values()).toEqual(to));

describe('FilterForm', () => {
  beforeEach(() => {
    history.replaceState(null, '', '/panel/pagos');
    render(
      <LocationProvider>
        <List />
      </LocationProvider>,
    );
  });
  afterEach(cleanup);

  it.each(['Nombre', 'Ruta', 'Buscar'])('keeps the focus in "%s" when what was typed is looked for', async (name) => {
    const focused = screen.queryByLabelText(name) ?? screen.getByText(name);
    focused.focus();
    type('Nombre', ' ana ');
    type('Ruta', '2');
    fireEvent.submit(document.querySelector('form') as HTMLFormElement);

    await waitFor(() => expect(location.search).toBe('?q=ana&ruta=2'));
    await typed(['ana', '', '2', '']);
    expect(document.activeElement).toBe(focused);
  });

  it('has the filters of the address; what was typed and not looked for is gone at another one', async () => {
    goTo('/panel/pagos?q=ana&numero=7&ruta=2&dia=2026-11-20');
    await typed(['ana', '7', '2', '2026-11-20']);
    type('Nombre', 'luis');
    type('Número', '8');
    type('Ruta', '1');
    type('Día', '2026-11-21');
    goTo('/panel/pagos?q=ana&numero=7&ruta=2&dia=2026-11-20&page=2');
    await typed(['ana', '7', '2', '2026-11-20']);

    type('Ruta', '1');
    goTo('/panel/pagos');
    await typed(['', '', '', '']);
  });
});
