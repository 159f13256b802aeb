import { render } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { ApiError } from '../api/http';
import { Page } from './page';

afterEach(() => void vi.useRealTimers());

it('says at its foot of when the data is, however late that is read', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-23T16:00:00Z') });
  const shown = { wanted: null, data: 'Cifras', at: '2026-11-20T18:05:00Z' };
  render(
    <Page
      title="Cartera"
      wanted={null}
      answers={{ shown, isLoading: false, error: new ApiError('No hay conexión.'), refresh: async () => undefined }}
    >
      {(data) => data}
    </Page>,
  );

  expect(document.querySelector('#pie')?.textContent).toMatch(/datos del 20 de noviembre de 2026 a las 12:05/);
  expect(document.querySelector('#error p')?.textContent).toMatch(
    /^No hay conexión\. Lo que ve es del 20 de noviembre de 2026 a las 12:05/,
  );
});
