import { describe, expect, it } from 'vitest';
import { cajaOf, isOfWeek, progressOf, standingOf } from './figures';
import type { Fila, Hoja, PrestamoDeHoja, Result } from './model';

const prestamo: PrestamoDeHoja = {
  prestamo_id: 1,
  cliente: 'A',
  aval: 'B',
  semanal: 50_000,
  atraso: 25_000,
  adelanto: 0,
  esperado: 75_000,
  pagado: 0,
  restante: 100_000,
  semanas_hechas: 1,
  semanas: 10,
  faltas: 0,
};

const fila = (monto: number, turn: number | null, more: Partial<Fila> = {}): Fila => ({
  clave: 'c',
  estado: turn === null ? 'guardada' : 'aplicada',
  result: null,
  wasSent: false,
  keptAt: 0,
  answeredAt: null,
  turn,
  prestamo_id: 1,
  grupo_id: 1,
  cliente: 'A',
  grupo: 'G',
  monto,
  visita: monto > 0 ? 'pago' : 'no_estaba',
  ocurrido_en: '2026-11-24T05:30:00.000Z',
  ...more,
});

const hoja: Hoja = { grupo_id: 1, grupo: 'G', semana: '2026-11-23', turn: 2, prestamos: [prestamo] };

const RESULT: Result = { codigo: null, motivo: null, pago_id: null, registrada_como: null };
const LAST_WEEK = { semana: '2026-11-16', ocurrido_en: '2026-11-20T17:00:00.000Z' };

describe('figures', () => {
  it('count each row once: in the sheet, or on top of it', () => {
    expect(standingOf(prestamo, [fila(10_000, 2), fila(20_000, 3), fila(5_000, null)], hoja)).toEqual({
      esperado: 50_000,
      restante: 75_000,
      oneTap: 50_000,
    });
    expect(standingOf(prestamo, [fila(70_000, null)], hoja)).toEqual({ esperado: 5_000, restante: 30_000, oneTap: 30_000 });
  });

  it('say how far a group is', () => {
    expect(progressOf(hoja, () => [], [])).toEqual({ visited: 0, all: 1, cobrado: 0, esperado: 75_000 });
    expect(progressOf(hoja, () => [fila(0, null)], [])).toEqual({ visited: 1, all: 1, cobrado: 0, esperado: 75_000 });
    expect(progressOf(hoja, () => [fila(20_000, 3)], [])).toEqual({ visited: 1, all: 1, cobrado: 20_000, esperado: 55_000 });
  });

  it.each<[string, Partial<Fila>, boolean, boolean?]>([
    ['por aclarar', { estado: 'por_aclarar' }, true],
    ['por aclarar, answered twice', { estado: 'duplicada', result: { ...RESULT, registrada_como: 'por_aclarar' } }, true],
    ['por aclarar and settled since', { estado: 'por_aclarar', isSettled: true }, false],
    ['por aclarar of a week before', { estado: 'por_aclarar', ...LAST_WEEK }, false],
    ['refused', { estado: 'rechazada' }, false],
    ['registered', { estado: 'aplicada' }, false, true],
    ['registered, of a week before', { estado: 'aplicada', ...LAST_WEEK }, false],
    ['registered, answered twice', { estado: 'duplicada', result: { ...RESULT, registrada_como: 'aplicado' } }, false, true],
  ])('count money on top of a sheet that was taken after it: %s', (_, row, isOnTop, isOnTopWhereClosed = isOnTop) => {
    const later = { ...hoja, turn: 3 };
    const paid = isOnTop ? 20_000 : 0;
    const rows = [fila(20_000, 3, row)];
    expect(standingOf(prestamo, rows, later)).toEqual({ esperado: 75_000 - paid, restante: 100_000 - paid, oneTap: 50_000 });
    expect(progressOf(later, () => rows, [])).toMatchObject({ cobrado: paid, esperado: 75_000 - paid });
    // The loan was closed meanwhile, by this row perhaps, and is off the sheet.
    const stays = isOnTopWhereClosed ? 20_000 : 0;
    expect(progressOf({ ...later, prestamos: [] }, () => [], rows)).toEqual({ visited: 0, all: 0, cobrado: stays, esperado: 0 });
    expect(progressOf({ ...later, grupo_id: 2, prestamos: [] }, () => [], rows).cobrado).toBe(0);
  });

  it('show a row on the sheet that it was tapped on, however far behind the phone’s clock is', () => {
    const sunday = '2026-11-23T05:30:00.000Z';
    const rows: [Partial<Fila>, boolean][] = [
      [{ ocurrido_en: sunday, semana: '2026-11-23' }, true],
      [{ ocurrido_en: sunday, semana: '2026-11-16' }, false],
      [{ ocurrido_en: sunday }, false],
      // On last week's sheet, because there was no signal yet.
      [{ semana: '2026-11-16' }, true],
      [{}, true],
    ];
    for (const [row, isShown] of rows) {
      expect(isOfWeek(fila(0, null, row), hoja), JSON.stringify(row)).toBe(isShown);
      expect(progressOf(hoja, () => [fila(0, null, row)], []).visited).toBe(isShown ? 1 : 0);
    }
  });

  it('add up the cash: the office’s figure, what it does not know, less what was spent', () => {
    const now = Date.parse('2026-11-24T05:59:00Z');
    const filas = [fila(10_000, 1), fila(20_000, 2), fila(5_050, null), fila(9_999, null, { ocurrido_en: '2026-11-24T06:00:00.000Z' })];
    const gastos = [{ id: 'g', concepto: 'Pasaje', monto: 1_050, ocurrido_en: '2026-11-24T05:00:00.000Z' }];
    expect(cajaOf(filas, gastos, { esperado: 100_000, askedAt: 0, turn: 1 }, now)).toEqual({
      cobradoHoy: 35_050,
      cobrosHoy: 3,
      enMano: 135_049,
      faltaDeContar: 35_049,
      gastos: 1_050,
      aEntregar: 133_999,
    });
    expect(cajaOf(filas, gastos, null, now).aEntregar).toBeNull();
  });
});
