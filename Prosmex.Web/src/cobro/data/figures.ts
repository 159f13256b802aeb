// What the screens show, computed from sheets and rows: no store, no clock of its own.

import { mexicoDay } from '../../common/days';
import { type Efectivo, type Fila, type Gasto, type Hoja, isPorAclarar, type PrestamoDeHoja, sum } from './model';

/** Whether figures of a turn cannot hold the row's money. A refused row's money is in the collector's pocket all the same. */
const isMissing = (fila: Pick<Fila, 'turn'>, turn: number): boolean => fila.turn === null || fila.turn > turn;

export interface Standing {
  /** What is still expected of the client this week. */
  esperado: number;
  restante: number;
  /** What one tap takes: the week's amount, or what is left of the loan. */
  oneTap: number;
}

/** @param filas the loan's. */
export function standingOf(prestamo: PrestamoDeHoja, filas: readonly Fila[], hoja: Hoja): Standing {
  const paid = sumOnTop(filas, hoja);
  const restante = Math.max(0, prestamo.restante - paid);
  return { esperado: Math.max(0, prestamo.esperado - paid), restante, oneTap: Math.min(prestamo.semanal, restante) };
}

/** Whether a row belongs to the sheet's week: it was tapped on a sheet of it, or on one of its days by the phone’s clock. */
export const isOfWeek = ({ semana = '', ocurrido_en }: Fila, hoja: Hoja): boolean =>
  semana >= hoja.semana || mexicoDay(ocurrido_en) >= hoja.semana;

/** The money of rows that the sheet does not hold. What waits por aclarar is in none, and was received in its week all the same. */
const sumOnTop = (filas: readonly Fila[], hoja: Hoja): number =>
  sum(
    filas
      .filter((fila) => isMissing(fila, hoja.turn) || (isPorAclarar(fila) && !fila.isSettled && isOfWeek(fila, hoja)))
      .map(({ monto }) => monto),
  );

const isRegistered = (fila: Fila): boolean => fila.estado === 'aplicada' || (fila.estado === 'duplicada' && !isPorAclarar(fila));

export interface Progress {
  visited: number;
  all: number;
  cobrado: number;
  esperado: number;
}

/**
 * Visited is who has a row of the sheet's week on this phone, or paid on another.
 * @param offSheets rows of loans that are on no sheet: closed ones.
 */
export function progressOf(hoja: Hoja, filasOf: (prestamo_id: number) => readonly Fila[], offSheets: readonly Fila[]): Progress {
  const progress: Progress = { visited: 0, all: hoja.prestamos.length, cobrado: 0, esperado: 0 };
  for (const prestamo of hoja.prestamos) {
    const filas = filasOf(prestamo.prestamo_id);
    if (prestamo.pagado > 0 || filas.some((fila) => isOfWeek(fila, hoja))) progress.visited++;
    progress.cobrado += prestamo.pagado + sumOnTop(filas, hoja);
    progress.esperado += standingOf(prestamo, filas, hoja).esperado;
  }
  const ofGroup = offSheets.filter(({ grupo_id }) => grupo_id === hoja.grupo_id);
  // What paid a loan off was registered, and its loan is on the sheet no more.
  const closing = ofGroup.filter((fila) => isRegistered(fila) && !isMissing(fila, hoja.turn) && isOfWeek(fila, hoja));
  progress.cobrado += sumOnTop(ofGroup, hoja) + sum(closing.map(({ monto }) => monto));
  return progress;
}

export interface Caja {
  /** On this phone, on this day. */
  cobradoHoy: number;
  cobrosHoy: number;
  /** The office's figure and what it does not know yet; null before the first answer. */
  enMano: number | null;
  faltaDeContar: number;
  gastos: number;
  /** What must be handed over. */
  aEntregar: number | null;
}

export function cajaOf(filas: readonly Fila[], gastos: readonly Gasto[], efectivo: Efectivo | null, now: number): Caja {
  const today = mexicoDay(new Date(now).toISOString());
  const ofToday = filas.filter(({ visita, ocurrido_en }) => visita === 'pago' && mexicoDay(ocurrido_en) === today);
  const missing = sum(filas.filter((fila) => isMissing(fila, efectivo?.turn ?? 0)).map(({ monto }) => monto));
  const spent = sum(gastos.map(({ monto }) => monto));
  const enMano = efectivo && efectivo.esperado + missing;
  return {
    cobradoHoy: sum(ofToday.map(({ monto }) => monto)),
    cobrosHoy: ofToday.length,
    enMano,
    faltaDeContar: missing,
    gastos: spent,
    aEntregar: enMano === null ? null : enMano - spent,
  };
}
