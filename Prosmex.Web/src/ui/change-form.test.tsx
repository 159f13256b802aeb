import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { useChange } from '../common/use-change';
import { ChangeForm } from './change-form';

let answer: (() => void)[] = [];

function Form({ isAsked }: { isAsked: boolean }) {
  const change = useChange({
    form: 'bonos/nuevo',
    initial: {},
    ...(isAsked && { check: async () => null }),
    send: () => new Promise<void>((resolve) => answer.push(resolve)),
    onDone: () => undefined,
  });
  return <ChangeForm change={change} action="Agregar" summary={() => null} isAsked={isAsked} cancelTo="/panel/oficina/bonos" />;
}

const step = () => document.querySelector<HTMLElement>('form.cambio')?.dataset.paso;
const waysOut = () => document.querySelectorAll('form.cambio .acciones :is(a[href], button:not(:disabled))').length;
const sent = () => sessionStorage.getItem('prosmex.borrador.0.bonos/nuevo');

describe('ChangeForm', () => {
  beforeEach(() => {
    answer = [];
    document.body.innerHTML = '';
    sessionStorage.clear();
  });

  it.each([false, true])('has no way out while it is sent (asked: %s)', async (isAsked) => {
    render(<Form isAsked={isAsked} />);
    expect(waysOut()).toBe(2);
    if (isAsked) {
      fireEvent.click(screen.getByText('Continuar'));
      await waitFor(() => expect(step()).toBe('confirming'));
    }
    fireEvent.click(screen.getByText('Agregar'));
    await waitFor(() => expect(step()).toBe('sending'));
    const kept = sent();

    expect(waysOut()).toBe(0);
    fireEvent.click(screen.getByText(isAsked ? 'Volver' : 'No hacer nada'));
    expect([step(), sent()]).toEqual(['sending', kept]);
    expect(kept).toContain('"isSent":true');

    answer[0]?.();
    await waitFor(() => expect(sent()).toBeNull());
  });
});
