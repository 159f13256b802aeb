import { describe, expect, it } from 'vitest';
import { collectedShare, figuresOf, hasJustBegun, type WeekData } from './data';
import { hrefOf, inWeek, readFilters, withRuta, withWeek } from './filters';

const ruta = (ruta_id: number, faltas: number, por_cobrar: number) =>
  ({ ruta_id, ruta: `R${ruta_id}`, faltas, por_cobrar, cobranza_ideal: 10, cobranza_real: 5 }) as WeekData['rutas'][number];

const data = (change: Partial<WeekData> = {}): WeekData =>
  ({
    running: '2026-11-16',
    totales: {
      total_cobranza_ideal: 20,
      total_cobranza_real: 10,
      morosidad_monto: 10,
      morosidad_porcentaje: 50,
      total_bono: 0,
      total_prestamos_activos: 3,
    },
    rutas: [ruta(1, 2, 3), ruta(2, 4, 5)],
    tendencia: [{ prestamos_activos: 0, cobranza_ideal: 0, cobranza_real: 0 }],
    antiguedad: { total_prestamos: 0 },
    ...change,
  }) as WeekData;

const filters = inWeek(readFilters({}), '2026-11-16');

describe('figures of a week', () => {
  it('of all are the totals, with the sums of the rutas', () => {
    expect(figuresOf(data(), null)).toMatchObject({ cobranza_ideal: 20, morosidad_porcentaje: 0.5, faltas: 6, por_cobrar: 8 });
  });

  it('of one ruta are its row, and of another user’s ruta none', () => {
    expect(figuresOf(data(), 2)).toMatchObject({ faltas: 4, por_cobrar: 5 });
    expect(figuresOf(data(), 9)).toBeUndefined();
  });

  it('a share of nothing is not defined', () => {
    expect(collectedShare({ cobranza_ideal: 0, cobranza_real: 5 })).toBeNull();
    expect(collectedShare({ cobranza_ideal: 10, cobranza_real: 5 })).toBe(0.5);
  });

  it('a lender has just begun without a loan in any week, in the running week and all rutas only', () => {
    expect(hasJustBegun({ data: data(), filters })).toBe(true);
    expect(hasJustBegun({ data: data(), filters: withRuta(filters, 1) })).toBe(false);
    expect(hasJustBegun({ data: data(), filters: withWeek(filters, '2026-11-09') })).toBe(false);
    const before = [{ prestamos_activos: 0, cobranza_ideal: 0, cobranza_real: 1 }] as WeekData['tendencia'];
    expect(hasJustBegun({ data: data({ tendencia: before }), filters })).toBe(false);
  });
});

describe('address of a week', () => {
  it('another week keeps the ruta and starts its lists again', () => {
    const deep = inWeek(readFilters({ semana: '2026-11-09', ruta: '2', grupo: '5', grupos: '3', cobro: '4' }), '2026-11-16');
    expect(hrefOf(deep)).toBe('/panel?semana=2026-11-09&ruta=2&grupo=5&grupos=3&cobro=4');
    expect(hrefOf(withWeek(deep, '2026-11-02'))).toBe('/panel?semana=2026-11-02&ruta=2');
    expect(hrefOf(withRuta(deep, null))).toBe('/panel?semana=2026-11-09');
  });
});
