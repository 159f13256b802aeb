import { render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { currentUser } from '../api/session';
import { useAnswers } from './use-answers';

interface Held {
  address: string;
  answer: (body: unknown, status?: number) => void;
}
let held: Held[] = [];

const Page = ({ week, list }: { week: string; list: number }) => {
  const { shown, error, isLoading, refresh } = useAnswers({ week, list }, week, async (ask) => {
    const [rutas, grupos] = await Promise.all([
      ask('/reporte/rutas', { semana: week }),
      ask('/reporte/cobranza', { semana: week, page: list }),
    ]);
    return `${JSON.stringify(rutas)}${JSON.stringify(grupos)}`;
  });
  return (
    <>
      <p data-testid="shown">{shown && `${shown.wanted.week}:${shown.data}`}</p>
      <p data-testid="at">{shown?.at}</p>
      <p data-testid="state">{error?.message ?? (isLoading ? 'loading' : 'ready')}</p>
      <button type="button" onClick={() => void refresh()}>
        again
      </button>
    </>
  );
};

const text = (id: string) => screen.getByTestId(id).textContent;
const answerAll = (name: string, status = 200) => {
  for (const h of held.splice(0)) h.answer(status === 200 ? { data: name } : { message: name }, status);
};

describe('useAnswers', () => {
  afterEach(() => void vi.useRealTimers());
  beforeEach(() => {
    held = [];
    document.body.innerHTML = '';
    currentUser.value = { id: 1, nombre: '', usuario: '', rol: '', rolId: 6, acciones: [] };
    vi.stubGlobal(
      'fetch',
      (address: string) =>
        new Promise((resolve) =>
          held.push({ address, answer: (body, status = 200) => resolve(new Response(JSON.stringify(body), { status })) }),
        ),
    );
  });

  it('keeps what is shown until all answers of the next week are there', async () => {
    const { rerender } = render(<Page week="w1" list={1} />);
    await waitFor(() => expect(held.length).toBe(2));
    answerAll('a');
    await waitFor(() => expect(text('shown')).toBe('w1:"a""a"'));

    rerender(<Page week="w2" list={1} />);
    await waitFor(() => expect(held.length).toBe(2));
    held.shift()?.answer({ data: 'b' });
    await waitFor(() => expect(text('state')).toBe('loading'));
    expect(text('shown')).toBe('w1:"a""a"');

    answerAll('b');
    await waitFor(() => expect(text('shown')).toBe('w2:"b""b"'));
  });

  it('asks only for what changed within a week', async () => {
    const { rerender } = render(<Page week="w1" list={1} />);
    await waitFor(() => expect(held.length).toBe(2));
    answerAll('a');
    await waitFor(() => expect(text('state')).toBe('ready'));

    rerender(<Page week="w1" list={2} />);

    await waitFor(() => expect(held.map((h) => h.address)).toEqual(['/reporte/cobranza?semana=w1&page=2']));
  });

  it('keeps good figures after a failure, and then asks for everything again', async () => {
    render(<Page week="w1" list={1} />);
    await waitFor(() => expect(held.length).toBe(2));
    answerAll('a');
    await waitFor(() => expect(text('state')).toBe('ready'));

    screen.getByText('again').click();
    await waitFor(() => expect(held.length).toBe(2));
    held.shift()?.answer({ data: 'b' });
    answerAll('Espere.', 503);
    await waitFor(() => expect(text('state')).toBe('Espere.'));
    expect(text('shown')).toBe('w1:"a""a"');

    screen.getByText('again').click();
    await waitFor(() => expect(held.length).toBe(2));
    answerAll('c');
    await waitFor(() => expect(text('shown')).toBe('w1:"c""c"'));
  });

  it('says of when its oldest answers are, also of those that are kept', async () => {
    const itIs = (time: string) => vi.setSystemTime(`2026-11-20T${time}Z`);
    const answered = async (name: string, count: number, status = 200) => {
      await waitFor(() => expect(held.length).toBe(count));
      answerAll(name, status);
      await waitFor(() => expect(text('state')).toBe(status === 200 ? 'ready' : name));
      return text('at')?.slice(11, 16);
    };
    vi.useFakeTimers({ toFake: ['Date'] });
    itIs('15:00');
    const { rerender } = render(<Page week="w1" list={1} />);
    expect(await answered('a', 2)).toBe('15:00');

    itIs('16:00');
    rerender(<Page week="w1" list={2} />);
    expect(await answered('b', 1)).toBe('15:00');

    itIs('17:00');
    screen.getByText('again').click();
    expect(await answered('Espere.', 2, 503)).toBe('15:00');

    itIs('18:00');
    rerender(<Page week="w1" list={3} />);
    expect(await answered('c', 2)).toBe('18:00');

    itIs('19:00');
    rerender(<Page week="w2" list={3} />);
    expect(await answered('d', 2)).toBe('19:00');
  });

  it('ignores the answers of a week that was left', async () => {
    const { rerender } = render(<Page week="w1" list={1} />);
    await waitFor(() => expect(held.length).toBe(2));
    const left = held.splice(0);
    rerender(<Page week="w2" list={1} />);
    await waitFor(() => expect(held.length).toBe(2));
    answerAll('b');
    await waitFor(() => expect(text('shown')).toBe('w2:"b""b"'));

    for (const h of left) h.answer({ data: 'late' });
    await new Promise((resolve) => setTimeout(resolve));

    expect(text('shown')).toBe('w2:"b""b"');
  });
});
