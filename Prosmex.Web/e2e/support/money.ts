// Money for the tests of the office: payments, cash and money por aclarar of their own, not of the group whose pictures are taken.

import { inject } from 'vitest';
import { Api, type Rol, userOf } from './api';
import { samplesOf, samplesOfDirector } from './samples';

const admin = () => Api.of('admin');

let loan: Promise<{ prestamo: number; grupo: number }> | null = null;

/** One loan for all of them. */
export const aLoan = (): Promise<{ prestamo: number; grupo: number }> => {
  loan ??= samplesOfDirector().then(async ({ grupo }) => samplesOf(await Api.of('director'), (other) => other !== grupo));
  return loan;
};

/** The ledger of the loan. */
export const ledger = async () => (await (await admin()).get('/prestamos/{id}/ficha', {}, (await aLoan()).prestamo)).movimientos;

/** A payment of today. */
export async function pay(rol: Rol = 'admin', monto = 10): Promise<number> {
  const { prestamo } = await aLoan();
  const api = await Api.of(rol);
  const { pago } = await api.post<{ pago: { id: number } }>('/pagos', {
    prestamo_id: prestamo,
    monto_pagado: monto,
    clave: crypto.randomUUID(),
  });
  return pago.id;
}

/** Money for a loan that does not exist. @returns its number. */
export async function receiveUnknown(monto = 25): Promise<number> {
  const { grupo } = await aLoan();
  const api = await admin();
  const clave = crypto.randomUUID();
  await api.post(`/hojas/${grupo}/envios`, {
    envio_id: crypto.randomUUID(),
    control_filas: 1,
    control_total: monto,
    filas: [{ clave, prestamo_id: 999_999, monto, ocurrido_en: '2026-11-19T11:00:00-06:00', visita: 'pago', nota: 'No me sé el número.' }],
  });
  for (let page = 1; ; page++) {
    const { por_aclarar, total_pages } = await api.get('/por-aclarar', { page, per_page: 200 });
    const found = por_aclarar.find((d) => d.clave === clave);
    if (found) return found.id;
    if (page >= total_pages) throw new Error('The money did not arrive.');
  }
}

export const waiting = async (id: number) => (await (await admin()).get('/por-aclarar/{id}', {}, id)).por_aclarar;

export async function idOf(rol: Rol): Promise<number> {
  const users = (await (await admin()).get('/users')) as unknown as { userId: number; usuario: string }[];
  const found = users.find((u) => u.usuario === userOf(rol));
  if (!found) throw new Error(`No user ${userOf(rol)} at ${inject('address')}`);
  return found.userId;
}

/** The cortes of a user, voided ones included. */
export const cortesOf = async (id: number) => (await (await admin()).get('/cortes/historial', { usuario_id: id, per_page: 200 })).cortes;

/** A corte of a user that counts what they have. @returns its number. */
export async function cut(id: number): Promise<number> {
  const api = await admin();
  const { efectivo_esperado } = await api.get('/cortes/datos-corte', { usuario_id: id });
  await api.post('/cortes/cortes', {
    corte_total: -1,
    // Else it would be a double click on the one before.
    semilla: Math.floor(Math.random() * 1e6) / 100,
    gastos: [],
    efectivo_contado: Math.max(0, efectivo_esperado),
    usuario_id: id,
  });
  const [newest] = await cortesOf(id);
  if (!newest) throw new Error('No corte was made.');
  return newest.id;
}
