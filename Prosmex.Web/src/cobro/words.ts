// What rows and states are called on the screen.

import { shortDay, timeInWords } from '../common/days';
import { money } from '../common/numbers';
import type { Fila, Visita } from './data/model';

export const pesos = (cents: number): string => money(cents / 100);

export const VISITAS: Record<Visita, string> = {
  pago: 'Pagó',
  no_estaba: 'No estaba',
  no_quiso: 'No quiso pagar',
  prometio: 'Prometió',
};

/** "Pagó $500.00", "Prometió $300.00 para el 1 dic". */
export function visitInWords({ visita, monto, promesa }: Pick<Fila, 'visita' | 'monto' | 'promesa'>): string {
  if (visita === 'pago') return `${VISITAS.pago} ${pesos(monto)}`;
  return promesa ? `${VISITAS.prometio} ${pesos(promesa.monto)} para el ${shortDay(promesa.fecha)}` : VISITAS[visita];
}

export interface StateWords {
  text: string;
  /** How it is told apart by more than words. */
  kind: 'aqui' | 'hecho' | 'atencion';
}

/** Where a row is, in two or three words. */
export function stateInWords({ estado, result }: Pick<Fila, 'estado' | 'result'>): StateWords {
  switch (estado) {
    case 'guardada':
      return { text: 'Guardado aquí', kind: 'aqui' };
    case 'en_envio':
      return { text: 'Enviándose', kind: 'aqui' };
    case 'aplicada':
      return { text: 'Registrado', kind: 'hecho' };
    case 'duplicada':
      return result?.registrada_como === 'por_aclarar' ? { text: 'Por aclarar', kind: 'atencion' } : { text: 'Registrado', kind: 'hecho' };
    case 'por_aclarar':
      return { text: 'Por aclarar', kind: 'atencion' };
    case 'rechazada':
      return { text: 'No se registró', kind: 'atencion' };
  }
}

export const timeOf = (at: string | number): string => timeInWords(new Date(at).toISOString());

/** "1 cobro", "3 cobros". */
export const cobros = (n: number): string => `${n} ${n === 1 ? 'cobro' : 'cobros'}`;

/** "12 minutos", "3 horas", "1 día". */
export function spanInWords(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  const said = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
  if (minutes < 120) return said(minutes, 'minuto', 'minutos');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? said(hours, 'hora', 'horas') : said(Math.round(hours / 24), 'día', 'días');
}
