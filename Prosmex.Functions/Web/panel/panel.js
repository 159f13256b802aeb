// The managers' page: who is there, which week, and its sections.

import * as api from './api.js';
import { pedirAcceso, prepararAcceso } from './acceso.js';
import { asignar, puedeAsignar } from './asignar.js';
import { decir, h, id, reemplazar } from './dom.js';
import { conRuta, conSemana, enlace, leer } from './estado.js';
import { ahora, hora, lunesDe, semanaEnPalabras, sumarDias } from './formato.js';
import { archivos, fuentes, secciones } from './secciones.js';

/** The running week is asked for again after so long. */
const VIGENCIA = 10 * 60_000;

let yo = null;
let corriente = { semana: '', vence: 0 };
let respuestas = new Map();
let aborto = new AbortController();
/** The week and ruta that the answers are of. */
let pedida = '';
/** What the title and the figures are of, and the time of the answers; null before the first. */
let mostrado = null;
/** Counts the calls of mostrar: only the last one may draw. */
let vez = 0;

const irA = estado => { location.hash = enlace(estado); };

async function empezar(debeCambiar = false) {
  yo = await api.pedir('/auth/yo');
  id('quien-nombre').textContent = [yo.User.nombre, yo.User.apellido_paterno].filter(Boolean).join(' ');
  id('quien-rol').textContent = yo.User.rol;
  id('cambiar').querySelector('[autocomplete=username]').value = yo.User.usuario;
  id('debe-cambiar').hidden = !debeCambiar;
  id('acceso').hidden = true;
  id('aplicacion').hidden = false;
  await mostrar({ deNuevo: true });
}

/** The server's running week: its clock counts, not this machine's. */
async function semanaCorriente() {
  if (Date.now() > corriente.vence) {
    const { tendencia } = await api.pedir('/reporte/tendencia?semanas=1');
    corriente = { semana: tendencia.at(-1).semana, vence: Date.now() + VIGENCIA };
  }
  return corriente.semana;
}

/** Title and figures change together, once all answers are there; until then, and if they do not come, what is shown stays. */
async function mostrar({ deNuevo = false, ir = null } = {}) {
  const esta = ++vez;
  let estado = null;
  try {
    esperar(null);
    const hoy = await semanaCorriente();
    if (esta !== vez) return;
    estado = leer(hoy);
    if (location.hash !== enlace(estado)) history.replaceState(null, '', enlace(estado));
    prepararRespuestas(estado, deNuevo);
    navegar(estado, hoy);
    esperar(estado);
    const datos = await todas(estado);
    if (esta !== vez) return;
    dibujar(datos, estado, hoy);
  } catch (error) {
    if (esta === vez && api.haySesion()) fallar(error, estado);
    return;
  } finally {
    if (esta === vez) dejarDeEsperar();
  }
  if (ir) {
    id(`${ir}-h`).focus({ preventScroll: true });
    id(ir).scrollIntoView();
  }
}

function prepararRespuestas(estado, deNuevo) {
  const cual = `${estado.semana}/${estado.ruta}`;
  if (!deNuevo && cual === pedida) return;
  aborto.abort();
  aborto = new AbortController();
  respuestas = new Map();
  pedida = cual;
}

function esperar(estado) {
  const anterior = mostrado && ` Lo que ve es ${cuales(estado ?? mostrado.estado)}.`;
  const texto = estado && estado.semana !== mostrado?.estado.semana ? `Cargando la semana del ${semanaEnPalabras(estado.semana)}…` : 'Cargando…';
  decir(id('espera'), `${texto}${anterior ?? ''}`);
  id('avisos').textContent = texto;
  id('contenido').setAttribute('aria-busy', 'true');
}

function dejarDeEsperar() {
  decir(id('espera'), null);
  id('contenido').removeAttribute('aria-busy');
}

/** What is shown, as opposed to what is wanted: another week, or earlier answers of the same. */
const cuales = deseado => deseado.semana === mostrado.estado.semana ? `de las ${mostrado.hora}` : `de la semana del ${semanaEnPalabras(mostrado.estado.semana)}`;

/** One message, whatever failed; good figures stay. */
function fallar(error, estado) {
  // Else the next attempt would mix the answers that did come with newer ones.
  pedida = '';
  const salida = error.status === 404 && (estado?.ruta || estado?.grupo)
    ? h('a', { class: 'boton', href: enlace(conRuta(estado, null)) }, 'Ver todas las rutas')
    : h('button', { type: 'button', 'data-foco': 'reintentar', onclick: () => mostrar({ deNuevo: true }) }, 'Reintentar');
  const anterior = mostrado && ` Lo que ve es ${cuales(estado ?? mostrado.estado)}.`;
  id('avisos').textContent = '';
  reemplazar(id('error'), h('p', {}, `${error.message}${anterior ?? ''}`), salida);
  id('error').hidden = false;
}

function dibujar(datos, estado, hoy) {
  const contexto = {
    corriente: hoy,
    irA,
    puedeAsignar: puedeAsignar(yo.acciones),
    asignar: grupo => asignar(grupo, yo.acciones, async hecho => {
      await mostrar({ deNuevo: true });
      id('avisos').textContent = hecho;
    }),
  };
  // Before anything changes in the page, so that a faulty answer changes nothing.
  const contenidos = secciones.map(({ pintar }) => pintar(datos, estado, contexto));
  encabezar(estado, hoy);
  ofrecerRutas(datos.rutas.rutas, estado);
  secciones.forEach(({ lugar }, i) => reemplazar(id(lugar).querySelector('.cuerpo'), contenidos[i]));
  id('contenido').classList.remove('sin-datos');
  if (id('error').contains(document.activeElement)) id('contenido').focus({ preventScroll: true });
  id('error').hidden = true;
  decir(id('error-archivo'), null);
  mostrado = { estado, hora: hora() };
  id('avisos').textContent = `Datos de la semana del ${semanaEnPalabras(estado.semana)}.`;
  id('pie').textContent = `Prosmex · ${yo.User.nombre} ${yo.User.apellido_paterno} · datos del ${ahora()}`;
  document.documentElement.dataset.mostrada = enlace(estado);
}

/** Of what is shown. */
function encabezar(estado, hoy) {
  const semana = semanaEnPalabras(estado.semana);
  document.title = `Semana del ${semana} · Prosmex`;
  id('semana-titulo').textContent = semana;
  id('semana-estado').textContent = estado.semana === hoy ? 'Semana en curso: lo cobrado hasta ahora.' : 'Semana terminada.';
  id('por-cobrar-h').textContent = estado.semana === hoy ? 'Sin cobrar todavía' : 'Sin cobro en la semana';
}

/** Of what is wanted: going three weeks back takes three clicks, however slow the answers are. */
function navegar(estado, hoy) {
  id('semana-antes').href = enlace(conSemana(estado, sumarDias(estado.semana, -7)));
  // Do not interrupt a user who is typing a day of that week.
  if (lunesDe(id('semana-dia').value) !== estado.semana) id('semana-dia').value = estado.semana;
  id('semana-dia').max = sumarDias(hoy, 6);
  for (const cual of ['semana-despues', 'semana-hoy']) {
    const ultima = estado.semana === hoy;
    id(cual).classList.toggle('apagado', ultima);
    id(cual).setAttribute('aria-disabled', ultima);
    if (ultima) id(cual).removeAttribute('href');
    else id(cual).href = enlace(conSemana(estado, cual === 'semana-hoy' ? hoy : sumarDias(estado.semana, 7)));
  }
}

const respuesta = direccion => {
  const deEsta = respuestas;
  if (!deEsta.has(direccion)) {
    deEsta.set(direccion, api.pedir(direccion, { senal: aborto.signal }).catch(error => {
      // The next caller requests it again.
      deEsta.delete(direccion);
      throw error;
    }));
  }
  return deEsta.get(direccion);
};

/** The answers that the sections want. */
async function todas(estado) {
  const nombres = [...new Set(secciones.flatMap(s => s.quiere))];
  return Object.fromEntries(await Promise.all(nombres.map(async nombre => [nombre, await respuesta(fuentes[nombre](estado))])));
}

function ofrecerRutas(rutas, estado) {
  const lista = id('ruta');
  lista.replaceChildren(h('option', { value: '' }, 'Todas'), ...rutas.map(r => h('option', { value: r.ruta_id }, r.ruta)));
  lista.value = estado.ruta ?? '';
}

async function bajar(boton) {
  const { reporte, formato } = boton.dataset;
  decir(id('error-archivo'), null);
  boton.disabled = true;
  try {
    const { nombre, contenido } = await api.bajar(archivos[reporte](mostrado.estado, formato));
    const direccion = URL.createObjectURL(contenido);
    h('a', { href: direccion, download: nombre ?? `${reporte}.${formato}` }).click();
    URL.revokeObjectURL(direccion);
    id('avisos').textContent = 'Descarga lista.';
  } catch (error) {
    if (api.haySesion()) decir(id('error-archivo'), error.message);
  } finally {
    boton.disabled = false;
  }
}

let ir = null;
document.addEventListener('click', evento => { ir = evento.target.closest?.('a[data-ir]')?.dataset.ir ?? null; });
addEventListener('hashchange', () => { if (yo && api.haySesion()) mostrar({ ir }); });
id('saltar').addEventListener('click', evento => {
  // The fragment of the address is the week: the jump must not take its place.
  evento.preventDefault();
  id(id('aplicacion').hidden ? 'usuario' : 'contenido').focus();
});
// A day that is typed changes with every key: wait until it rests.
let reposo = 0;
id('semana-dia').addEventListener('change', evento => {
  clearTimeout(reposo);
  reposo = setTimeout(() => {
    const lunes = lunesDe(evento.target.value);
    if (lunes && lunes <= corriente.semana) irA(conSemana(leer(corriente.semana), lunes));
  }, 600);
});
id('semana-dia').addEventListener('blur', evento => { evento.target.value ||= leer(corriente.semana).semana; });
id('ruta').addEventListener('change', evento => irA(conRuta(leer(corriente.semana), Number(evento.target.value) || null)));
id('actualizar').addEventListener('click', () => mostrar({ deNuevo: true }));
id('imprimir').addEventListener('click', () => print());
for (const boton of document.querySelectorAll('[data-formato]')) boton.addEventListener('click', () => bajar(boton));

// On paper what is folded away is shown.
let plegados = [];
addEventListener('beforeprint', () => {
  plegados = [...document.querySelectorAll('details:not([open])')];
  plegados.forEach(d => d.setAttribute('open', ''));
});
addEventListener('afterprint', () => plegados.forEach(d => d.removeAttribute('open')));

api.cuandoTermine(motivo => {
  // The next user must see nothing of this one.
  [mostrado, pedida] = [null, ''];
  vez++;
  dejarDeEsperar();
  id('error').hidden = true;
  decir(id('error-archivo'), null);
  id('contenido').classList.add('sin-datos');
  ofrecerRutas([], {});
  id('pie').textContent = '';
  pedirAcceso(motivo);
});
prepararAcceso(empezar);
if (api.haySesion()) {
  empezar().catch(error => { if (api.haySesion()) pedirAcceso(error.message); });
} else {
  pedirAcceso(null);
}
