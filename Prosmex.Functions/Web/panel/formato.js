// How people in Mexico read amounts, shares and days. A day is the text YYYY-MM-DD that the API sends; it is reckoned
// with in UTC from end to end, so that no time zone ever shifts it.

const DIA = 86_400_000;
const ZONA = { timeZone: 'UTC' };
const PESOS = new Intl.NumberFormat('es-MX', { style: 'currency', currency: 'MXN' });
const ENTERO = new Intl.NumberFormat('es-MX');
const PORCENTAJE = new Intl.NumberFormat('es-MX', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const UN_DECIMAL = new Intl.NumberFormat('es-MX', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const TRES_CIFRAS = new Intl.NumberFormat('es-MX', { maximumSignificantDigits: 3 });
const DIA_Y_MES = new Intl.DateTimeFormat('es-MX', { ...ZONA, day: 'numeric', month: 'long' });
const MES_CORTO = new Intl.DateTimeFormat('es-MX', { ...ZONA, month: 'short' });
const HORA = new Intl.DateTimeFormat('es-MX', { timeZone: 'America/Mexico_City', dateStyle: 'long', timeStyle: 'short' });
const HORA_SOLA = new Intl.DateTimeFormat('es-MX', { timeZone: 'America/Mexico_City', timeStyle: 'short' });

export const dinero = n => PESOS.format(n);
export const entero = n => ENTERO.format(n);
/** A fraction as a share; null is not defined. */
export const porcentaje = fraccion => fraccion === null ? '—' : PORCENTAJE.format(fraccion);
/** A fraction as a share without its sign, for labels that must be short. */
export const centesimas = fraccion => fraccion === null ? '—' : UN_DECIMAL.format(fraccion * 100);
export const ahora = () => HORA.format(new Date());
export const hora = () => HORA_SOLA.format(new Date());
export const plural = (n, uno, varios) => `${entero(n)} ${n === 1 ? uno : varios}`;

/** The unit in which amounts up to a maximum are short, and how to write one in it. */
export function enUnidad(maximo) {
  const [divisor, nombre] = maximo >= 1e6 ? [1e6, 'millones de pesos'] : maximo >= 1e4 ? [1e3, 'miles de pesos'] : [1, 'pesos'];
  return { nombre, escribir: n => TRES_CIFRAS.format(n / divisor) };
}

const instante = dia => {
  const [anio, mes, numero] = dia.split('-').map(Number);
  return Date.UTC(anio, mes - 1, numero);
};
const texto = ms => new Date(ms).toISOString().slice(0, 10);

export const sumarDias = (dia, dias) => texto(instante(dia) + dias * DIA);

/** The Monday of a day's week; null where the text is no day. */
export function lunesDe(dia) {
  if (!/^\d{4}-\d\d-\d\d$/.test(dia ?? '') || Number.isNaN(instante(dia)) || texto(instante(dia)) !== dia) return null;
  return sumarDias(dia, -((new Date(instante(dia)).getUTCDay() + 6) % 7));
}

/** "16 al 22 de noviembre de 2026", as short as the two ends allow. */
export function semanaEnPalabras(lunes) {
  const domingo = sumarDias(lunes, 6);
  const [del, al] = [instante(lunes), instante(domingo)];
  const anio = dia => dia.slice(0, 4);
  const fin = `${DIA_Y_MES.format(al)} de ${anio(domingo)}`;
  if (lunes.slice(0, 7) === domingo.slice(0, 7)) return `${Number(lunes.slice(8))} al ${fin}`;
  return anio(lunes) === anio(domingo) ? `${DIA_Y_MES.format(del)} al ${fin}` : `${DIA_Y_MES.format(del)} de ${anio(lunes)} al ${fin}`;
}

export const mesCorto = dia => MES_CORTO.format(instante(dia)).replace('.', '');
export const diaCorto = dia => `${Number(dia.slice(8))} ${mesCorto(dia)}`;
