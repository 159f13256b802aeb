import { cleanup, render } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Hoja } from '../data/model';
import { hojas, type View, view } from '../state';
import { Grupo } from './grupo';
import { Ruta } from './ruta';

const OLD = '2026-11-16';
const NEW = '2026-11-23';

const hoja = (grupo_id: number, semana: string): Hoja => ({
  grupo_id,
  grupo: `Grupo ${grupo_id}`,
  semana,
  turn: 0,
  prestamos: [],
});

function show(weeks: readonly string[], semana: string): void {
  hojas.value = weeks.map((week, i) => hoja(i + 1, week));
  view.value = { usuario_id: 7, sesion: 'vigente', isOpen: true, semana } as View;
}

const WARNING = 'Hoja de la semana del 16 al 22 de noviembre de 2026';

/** What the route says, and which of its rows have the warning. */
function ruta() {
  const { container } = render(<Ruta />);
  return {
    nota: container.querySelector('.nota')?.textContent,
    aviso: container.querySelector('.aviso')?.textContent,
    old: [...container.querySelectorAll('.grupo')].flatMap((row, i) => (row.textContent?.includes(WARNING) ? [i + 1] : [])),
  };
}

function grupo(id: number) {
  const { container } = render(<Grupo id={id} />);
  return { nota: container.querySelector('.nota')?.textContent, isOld: container.querySelector('#hoja-anterior') !== null };
}

afterEach(cleanup);

describe('a sheet of a week before', () => {
  it.each([
    { what: 'the first', weeks: [OLD, NEW], old: [1] },
    { what: 'a later one', weeks: [NEW, OLD, NEW], old: [2] },
  ])('is told apart on the route and in its group where it is $what', ({ weeks, old }) => {
    show(weeks, NEW);
    expect(ruta()).toEqual({
      nota: 'Hojas de la semana del 23 al 29 de noviembre de 2026',
      aviso: 'Algunas hojas son de una semana anterior. Cuando tenga señal, toque «Actualizar hojas».',
      old,
    });
    expect(weeks.map((_, i) => grupo(i + 1).isOld)).toEqual(weeks.map((week) => week === OLD));
    expect(grupo(old[0] as number).nota).toBe('Semana del 16 al 22 de noviembre de 2026');
  });

  it('is told apart by a newer sheet too, before the phone has heard of the week in another way', () => {
    show([NEW, OLD], OLD);
    expect(ruta().old).toEqual([2]);
  });

  it('is said once more where all are', () => {
    show([OLD, OLD], NEW);
    expect(ruta()).toEqual({
      nota: 'Hojas de la semana del 16 al 22 de noviembre de 2026',
      aviso: 'Estas hojas son de una semana anterior. Cuando tenga señal, toque «Actualizar hojas».',
      old: [1, 2],
    });
  });

  it('is none where each is of the running week', () => {
    show([NEW, NEW], NEW);
    expect(ruta()).toEqual({ nota: 'Hojas de la semana del 23 al 29 de noviembre de 2026', aviso: undefined, old: [] });
    expect(grupo(1)).toEqual({ nota: 'Semana del 23 al 29 de noviembre de 2026', isOld: false });
  });
});
