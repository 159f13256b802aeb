// The session and the calls. Tokens are kept in sessionStorage: they outlast a reload and end with the tab.

const LLAVE = 'prosmex.sesion';
const SIN_RED = 'No hay conexión con el servidor. Revise su red e intente de nuevo.';

/** A refusal, in the words that the API has for people. */
export class ErrorDeApi extends Error {
  constructor(mensaje, status = 0) {
    super(mensaje);
    this.status = status;
  }
}

let tokens = JSON.parse(sessionStorage.getItem(LLAVE) ?? 'null');
let renovacion = null;
let alTerminar = () => {};

export const haySesion = () => tokens !== null;
/** What to do when the API no longer takes the session. */
export const cuandoTermine = hacer => { alTerminar = hacer; };

function guardar(nuevos) {
  tokens = nuevos && { acceso: nuevos.access_token, renovar: nuevos.refresh_token };
  if (tokens) sessionStorage.setItem(LLAVE, JSON.stringify(tokens));
  else sessionStorage.removeItem(LLAVE);
}

/** @returns {Promise<boolean>} whether another person set the password. */
export async function entrar(usuario, contrasena) {
  const { data } = await (await enviar('/auth/login', { metodo: 'POST', cuerpo: { usuario, contrasena } })).json();
  guardar(data);
  return data.debe_cambiar_contrasena === true;
}

export async function salir() {
  try {
    if (tokens) await enviar('/auth/logout', { metodo: 'POST', token: tokens.acceso });
  } catch {
    // Signed out here all the same; there the session ends by itself.
  }
  guardar(null);
}

export async function cambiarContrasena(contrasena_actual, contrasena_nueva) {
  const respuesta = await llamar('/auth/cambiar-contrasena', { metodo: 'POST', cuerpo: { contrasena_actual, contrasena_nueva } });
  guardar((await respuesta.json()).data);
}

/** The `data` of an answer. */
export async function pedir(ruta, opciones) {
  return (await (await llamar(ruta, opciones)).json()).data;
}

/** A file, as a blob with the name that the API gives it. */
export async function bajar(ruta) {
  const respuesta = await llamar(ruta);
  const nombre = /filename="?([^";]+)/.exec(respuesta.headers.get('Content-Disposition') ?? '')?.[1];
  try {
    return { nombre, contenido: await respuesta.blob() };
  } catch {
    throw new ErrorDeApi('La descarga se interrumpió. Intente de nuevo.');
  }
}

/** Good for one change however often it is sent; also where the page does not come by HTTPS. */
export const nuevaClave = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), n => n.toString(16).padStart(2, '0')).join('');

async function llamar(ruta, opciones = {}) {
  const token = tokens?.acceso;
  try {
    return await enviar(ruta, { ...opciones, token });
  } catch (error) {
    if (error.status !== 401 || !tokens) throw error;
    if (token === tokens.acceso) await renovar(error);
    return enviar(ruta, { ...opciones, token: tokens.acceso });
  }
}

/** Once, however many calls were refused at the same time. */
function renovar(motivo) {
  renovacion ??= (async () => {
    try {
      const respuesta = await enviar('/auth/refresh', { metodo: 'POST', token: tokens.renovar });
      guardar((await respuesta.json()).data);
    } catch (error) {
      if (error.status !== 401) throw error;
      guardar(null);
      alTerminar(motivo.message);
      throw motivo;
    } finally {
      renovacion = null;
    }
  })();
  return renovacion;
}

async function enviar(ruta, { metodo = 'GET', cuerpo, token, clave, senal }) {
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (cuerpo) headers['Content-Type'] = 'application/json';
  if (clave) headers['Idempotency-Key'] = clave;
  let respuesta;
  try {
    respuesta = await fetch(ruta, { method: metodo, headers, body: cuerpo && JSON.stringify(cuerpo), signal: senal, cache: 'no-store', credentials: 'omit' });
  } catch (error) {
    throw error.name === 'AbortError' ? error : new ErrorDeApi(SIN_RED);
  }
  if (respuesta.ok) return respuesta;
  const problema = await respuesta.json().catch(() => ({}));
  throw new ErrorDeApi(problema.message ?? `El servidor no pudo responder (${respuesta.status}). Intente de nuevo.`, respuesta.status);
}
