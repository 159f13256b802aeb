import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../api/http';
import { currentUser } from '../api/session';
import { useChange } from './use-change';

interface Sent {
  motivo: string;
  key: string;
  answer: (refused?: ApiError) => void;
}
let sent: Sent[] = [];
let checks = 0;
let done: string[] = [];
/** What the question would be answered with; null for a change that is not asked for. */
let refusesCheck: ApiError | null = null;

function Form({ form = 'pagos/12/cancelar', isAsked = true }: { form?: string; isAsked?: boolean }) {
  const change = useChange({
    form,
    initial: { motivo: '' },
    ...(isAsked && {
      check: async ({ motivo }: { motivo: string }) => {
        checks++;
        if (refusesCheck) throw refusesCheck;
        return `changes by ${motivo}`;
      },
    }),
    send: ({ motivo }, key) =>
      new Promise<void>((resolve, reject) => sent.push({ motivo, key, answer: (refused) => (refused ? reject(refused) : resolve()) })),
    onDone: (_, { motivo }) => done.push(motivo),
  });
  return (
    <>
      <p data-testid="state">{[change.step, change.values.motivo, change.effect, change.error].filter(Boolean).join('|')}</p>
      <p data-testid="problem">{change.problems.motivo}</p>
      <input data-testid="motivo" onInput={(event) => change.set({ motivo: event.currentTarget.value })} />
      <button type="button" onClick={() => void change.submit()}>
        submit
      </button>
      <button type="button" onClick={change.back}>
        back
      </button>
      <button type="button" onClick={change.discard}>
        discard
      </button>
    </>
  );
}

const state = () => screen.getByTestId('state').textContent;
const press = (name: string) => fireEvent.click(screen.getByText(name));
const type = (motivo: string) => fireEvent.input(screen.getByTestId('motivo'), { target: { value: motivo } });
const becomes = (expected: string) => waitFor(() => expect(state()).toBe(expected));
const as = (id: number) => {
  currentUser.value = { id, nombre: '', usuario: '', rol: '', rolId: 6, acciones: [] };
};
const answer = (refused?: ApiError) => sent.at(-1)?.answer(refused);
const keys = () => new Set(sent.map((s) => s.key)).size;

async function confirming(motivo: string): Promise<void> {
  type(motivo);
  await becomes(`editing|${motivo}`);
  press('submit');
  await becomes(`confirming|${motivo}|changes by ${motivo}`);
}

describe('useChange', () => {
  beforeEach(() => {
    [sent, checks, done, refusesCheck] = [[], 0, [], null];
    document.body.innerHTML = '';
    sessionStorage.clear();
    as(1);
  });

  it('checks, asks, and sends once however often it is pressed', async () => {
    render(<Form />);
    type('x');
    press('submit');
    press('submit');
    await becomes('confirming|x|changes by x');
    press('submit');
    press('submit');
    await becomes('sending|x|changes by x');
    press('submit');

    expect([checks, sent.length]).toEqual([1, 1]);
    answer();
    await waitFor(() => expect(done).toEqual(['x']));
    expect(sessionStorage.length).toBe(0);
  });

  it('says what is wrong with a field until it is changed', async () => {
    render(<Form isAsked={false} />);
    type('x');
    press('submit');
    await becomes('sending|x');
    answer(new ApiError('Motivo: escriba más.', 400, 'solicitud.invalida', { motivo: 'escriba más.', otro: 'falta.' }));
    await becomes('editing|x|Motivo: escriba más.');
    expect(screen.getByTestId('problem').textContent).toBe('escriba más.');

    type('y');
    await becomes('editing|y|Motivo: escriba más.');
    expect(screen.getByTestId('problem').textContent).toBe('');
  });

  it('sends at once what is not asked for', async () => {
    render(<Form isAsked={false} />);
    type('x');
    press('submit');
    await becomes('sending|x');
    answer();
    await waitFor(() => expect(done).toEqual(['x']));
  });

  it('goes back to the fields with a refusal of the check, and asks nothing', async () => {
    refusesCheck = new ApiError('Ya se canceló.', 409, 'pago.ya_reversado');
    render(<Form />);
    type('x');
    press('submit');
    await becomes('editing|x|Ya se canceló.');
    expect(sent).toEqual([]);
  });

  it('keeps what was typed after a refusal, and sends it with the same key', async () => {
    render(<Form />);
    await confirming('x');
    press('submit');
    await becomes('sending|x|changes by x');
    answer(new ApiError('Cambió otra persona.', 409, 'x'));
    await becomes('editing|x|Cambió otra persona.');

    type('y');
    press('submit');
    await becomes('confirming|y|changes by y');
    press('submit');
    await waitFor(() => expect(sent.map((s) => s.motivo)).toEqual(['x', 'y']));
    expect(keys()).toBe(1);
  });

  it.each([new ApiError('Sin red.'), new ApiError('Espere.', 503), new ApiError('En curso.', 409, 'idempotencia.en_curso')])(
    'after "$message" lets only the same be sent again, with the same key, also after a reload',
    async (lost) => {
      const { unmount } = render(<Form />);
      await confirming('x');
      press('submit');
      await becomes('sending|x|changes by x');
      answer(lost);
      await becomes(`uncertain|x|changes by x|${lost.message}`);
      type('y');
      expect(state()).toContain('uncertain|x');

      unmount();
      render(<Form />);
      expect(state()).toBe('uncertain|x');
      press('submit');
      await waitFor(() => expect(sent.length).toBe(2));
      answer();
      await waitFor(() => expect(done).toEqual(['x']));
      expect(keys()).toBe(1);
    },
  );

  it('is uncertain too where the page was left while it was sent', async () => {
    const { unmount } = render(<Form />);
    await confirming('x');
    press('submit');
    await becomes('sending|x|changes by x');
    unmount();

    render(<Form />);
    expect(state()).toBe('uncertain|x');
  });

  it('takes a session that ended for a refusal, but not after a lost answer', async () => {
    render(<Form />);
    await confirming('x');
    press('submit');
    await becomes('sending|x|changes by x');
    answer(new ApiError('Su sesión terminó.', 401));
    await becomes('editing|x|Su sesión terminó.');

    press('submit');
    await becomes('confirming|x|changes by x');
    press('submit');
    await becomes('sending|x|changes by x');
    answer(new ApiError('Sin red.'));
    await becomes('uncertain|x|changes by x|Sin red.');
    press('submit');
    await becomes('sending|x|changes by x');
    answer(new ApiError('Su sesión terminó.', 401));
    await becomes('uncertain|x|changes by x|Su sesión terminó.');
  });

  it('forgets what is discarded, and makes another key', async () => {
    render(<Form />);
    await confirming('x');
    press('submit');
    await becomes('sending|x|changes by x');
    answer(new ApiError('Sin red.'));
    await becomes('uncertain|x|changes by x|Sin red.');
    press('discard');
    await waitFor(() => expect(state()).toMatch(/^editing/));

    await confirming('z');
    press('submit');
    await waitFor(() => expect(sent.length).toBe(2));
    expect(keys()).toBe(2);
  });

  it('discards nothing that is being sent', async () => {
    render(<Form isAsked={false} />);
    type('x');
    await becomes('editing|x');
    press('submit');
    await becomes('sending|x');
    press('discard');

    expect(sessionStorage.length).toBe(1);
    answer();
    await waitFor(() => expect(done).toEqual(['x']));
  });

  it('keeps drafts apart by user and by form', async () => {
    const { unmount } = render(<Form />);
    type('x');
    await becomes('editing|x');
    unmount();

    as(2);
    const second = render(<Form />);
    expect(state()).toBe('editing');
    second.unmount();

    as(1);
    const third = render(<Form form="pagos/13/cancelar" />);
    expect(state()).toBe('editing');
    third.unmount();
    render(<Form />);
    expect(state()).toBe('editing|x');
  });
});
