// One client, loan, group and payment that a user sees, or does not.

import { Api, RUNNING } from './api';

export interface Samples {
  cliente: number;
  prestamo: number;
  grupo: number;
  pago: number;
}

/** The first loan of the cartera whose group fits, with its client, group and a payment. */
export async function samplesOf(api: Api, fits: (grupo: number) => boolean = () => true): Promise<Samples> {
  const { cartera } = await api.get('/reporte/cartera', { semana: RUNNING, per_page: 200 });
  for (const p of cartera) {
    if (p.cliente_id === null || !fits(p.grupo_id)) continue;
    const { movimientos } = await api.get('/prestamos/{id}/ficha', {}, p.prestamo_id);
    const pago = movimientos.find((m) => m.tipo === 'cobro' && m.monto > 0);
    if (pago) return { cliente: p.cliente_id, prestamo: p.prestamo_id, grupo: p.grupo_id, pago: pago.id };
  }
  throw new Error('No loan with a payment.');
}

/** The address of every page, each once. */
export const everyPage = ({ cliente, prestamo, grupo, pago }: Samples): string[] => [
  '/panel',
  '/panel/cartera',
  '/panel/faltas',
  '/panel/por-cobrar',
  '/panel/comparacion',
  '/panel/buscar?q=mar',
  `/panel/clientes/${cliente}`,
  `/panel/prestamos/${prestamo}`,
  `/panel/grupos/${grupo}`,
  `/panel/estado-de-cuenta/${cliente}`,
  `/panel/plan/${prestamo}`,
  `/panel/hoja/${grupo}`,
  `/panel/recibo/${pago}`,
];

export const samplesOfDirector = async (): Promise<Samples> => samplesOf(await Api.of('director'));
