// The session and the calls. Tokens are kept in sessionStorage: they outlast a reload and end with the tab.

const LLAVE = 'prosmex.sesion';
const SIN_RED = 'No hay conexión con el servidor. Revise su red e intente de nuevo.';
const TARDA = 'El servidor tarda demasiado en responder. Espere unos segundos e intente de nuevo.';

/** The server answers within a few seconds or gives up; what takes longer was lost on the way. Files may take longer. */
const PLAZO = 15_000;
const PLAZO_DE_ARCHIVO = 120_000;

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
  const { data } = await enviar('/auth/login', { metodo: 'POST', cuerpo: { usuario, contrasena } });
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
  guardar((await llamar('/auth/cambiar-contrasena', { metodo: 'POST', cuerpo: { contrasena_actual, contrasena_nueva } })).data);
}

/** The `data` of an answer. */
export async function pedir(ruta, opciones) {
  return (await llamar(ruta, opciones)).data;
}

/** A file, as a blob with the name that the API gives it. */
export const bajar = ruta => llamar(ruta, {
  plazo: PLAZO_DE_ARCHIVO,
  leer: async respuesta => ({
    nombre: /filename="?([^";]+)/.exec(respuesta.headers.get('Content-Disposition') ?? '')?.[1],
    contenido: await respuesta.blob(),
  }),
});

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
      guardar((await enviar('/auth/refresh', { metodo: 'POST', token: tokens.renovar })).data);
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

/** @param senal ends the call early. @param leer what is made of the answer; the time limit is for that too. */
async function enviar(ruta, { metodo = 'GET', cuerpo, token, clave, senal, plazo = PLAZO, leer = respuesta => respuesta.json() }) {
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (cuerpo) headers['Content-Type'] = 'application/json';
  if (clave) headers['Idempotency-Key'] = clave;
  const corte = new AbortController();
  const cortar = () => corte.abort();
  let vencido = false;
  const limite = setTimeout(() => { vencido = true; cortar(); }, plazo);
  senal?.addEventListener('abort', cortar);
  try {
    const respuesta = await fetch(ruta, { method: metodo, headers, body: cuerpo && JSON.stringify(cuerpo), signal: corte.signal, cache: 'no-store', credentials: 'omit' });
    if (respuesta.ok) return await leer(respuesta);
    const problema = await respuesta.json().catch(() => ({}));
    throw new ErrorDeApi(problema.message ?? `El servidor no pudo responder (${respuesta.status}). Intente de nuevo.`, respuesta.status);
  } catch (error) {
    if (error instanceof ErrorDeApi || senal?.aborted) throw error;
    throw new ErrorDeApi(vencido ? TARDA : SIN_RED);
  } finally {
    clearTimeout(limite);
    senal?.removeEventListener('abort', cortar);
  }
}
