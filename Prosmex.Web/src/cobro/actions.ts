// What the buttons do, and what the screen says of it.

import { signal } from '@preact/signals';
import type { Fila, Hoja, PrestamoDeHoja, Promesa, Visit, Visita } from './data/model';
import { signIn, signOut } from './data/session';
import { phoneName } from './install';
import { goTo } from './route';
import { forgetReader, keep, refresh, send, thePhone, undo } from './state';
import { sendLater } from './timetable';
import { visitInWords } from './words';

/** Read out by screen readers. */
export const said = signal('');
/** What went wrong, until it is closed. */
export const failure = signal<string | null>(null);

const NOT_KEPT = 'No quedó guardado. Puede que falte espacio en el teléfono. Anote el cobro en papel y libere espacio.';

/** Loans whose row is being written: a second tap of the same finger is none. */
const busy = new Set<number>();
/** A double tap must not take back what its first half kept. */
const JUST_NOW = 700;

export interface Tap {
  visita: Visita;
  monto: number;
  nota?: string;
  promesa?: Promesa;
}

/** True where it was kept. */
export async function capture(hoja: Hoja, prestamo: PrestamoDeHoja, { visita, monto, nota, promesa }: Tap): Promise<boolean> {
  const { prestamo_id } = prestamo;
  if (busy.has(prestamo_id)) return false;
  busy.add(prestamo_id);
  try {
    const visit: Visit = {
      prestamo_id,
      grupo_id: hoja.grupo_id,
      cliente: prestamo.cliente,
      grupo: hoja.grupo,
      monto,
      visita,
      ocurrido_en: new Date().toISOString(),
      semana: hoja.semana,
      ...(nota && { nota }),
      ...(promesa && { promesa }),
    };
    const fila = await keep(visit, hoja.recibos);
    failure.value = null;
    said.value = `Guardado: ${prestamo.cliente}, ${visitInWords(fila)}.`;
    navigator.vibrate?.(20);
    sendLater();
    return true;
  } catch {
    failure.value = `${prestamo.cliente}: ${NOT_KEPT}`;
    return false;
  } finally {
    busy.delete(prestamo_id);
  }
}

export async function takeBack(fila: Fila): Promise<void> {
  if (Date.now() - fila.keptAt < JUST_NOW && Date.now() >= fila.keptAt) return;
  try {
    const isUndone = await undo(fila);
    if (isUndone) said.value = `Deshecho: ${fila.cliente}, ${visitInWords(fila)}.`;
    else failure.value = 'Ese cobro ya se está enviando. Si está mal, avise a la oficina para que lo corrija.';
    if (!isUndone) await refresh();
  } catch {
    failure.value = 'No se pudo deshacer. Intente de nuevo.';
  }
}

/** @returns why it was refused. */
export async function enter(usuario: string, contrasena: string): Promise<string | null> {
  try {
    const { mustChangePassword } = await signIn(thePhone(), usuario, contrasena, await phoneName());
    forgetReader();
    await refresh();
    if (mustChangePassword)
      failure.value = 'Su contraseña es provisional: otra persona se la asignó. Cámbiela en el panel por una que solo usted sepa.';
    goTo('ruta');
    void send({ isBack: true, withSheets: true });
    return null;
  } catch (refused) {
    return (refused as Error).message;
  }
}

export async function leave(): Promise<void> {
  await signOut(thePhone());
  forgetReader();
  await refresh();
  goTo('ruta');
}
