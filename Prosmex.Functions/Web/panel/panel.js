// The managers' page: who is there, which week, and its sections.

import * as api from './api.js';
import { pedirAcceso, prepararAcceso } from './acceso.js';
import { asignar, puedeAsignar } from './asignar.js';
import { decir, h, id, reemplazar } from './dom.js';
import { conRuta, conSemana, enlace, leer } from './estado.js';
import { ahora, lunesDe, semanaEnPalabras, sumarDias } from './formato.js';
import { archivos, fuentes, secciones } from './secciones.js';

/** The running week is asked for again after so long. */
const VIGENCIA = 10 * 60_000;

let yo = null;
let corriente = { semana: '', vence: 0 };
let respuestas = new Map();
let aborto = new AbortController();
let mostrada = '';

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

async function mostrar({ deNuevo = false, ir = null } = {}) {
  let hoy;
  try {
    hoy = await semanaCorriente();
  } catch (error) {
    if (api.haySesion()) decir(id('error'), error.message);
    return;
  }
  decir(id('error'), null);
  const estado = leer(hoy);
  if (location.hash !== enlace(estado)) history.replaceState(null, '', enlace(estado));
  const cual = `${estado.semana}/${estado.ruta}`;
  if (deNuevo || cual !== mostrada) {
    aborto.abort();
    aborto = new AbortController();
    respuestas = new Map();
    mostrada = cual;
  }
  encabezar(estado, hoy);
  const esperadas = respuestas;
  id('avisos').textContent = 'Cargando…';
  await Promise.all(secciones.map(seccion => pintar(seccion, estado, hoy)));
  if (esperadas !== respuestas) return;
  id('avisos').textContent = `Datos de la semana del ${semanaEnPalabras(estado.semana)}.`;
  id('pie').textContent = `Prosmex · ${yo.User.nombre} ${yo.User.apellido_paterno} · datos del ${ahora()}`;
  document.documentElement.dataset.mostrada = location.hash;
  if (ir) {
    id(`${ir}-h`).focus({ preventScroll: true });
    id(ir).scrollIntoView();
  }
}

function encabezar(estado, hoy) {
  const semana = semanaEnPalabras(estado.semana);
  document.title = `Semana del ${semana} · Prosmex`;
  id('semana-titulo').textContent = semana;
  id('semana-estado').textContent = estado.semana === hoy ? 'Semana en curso: lo cobrado hasta ahora.' : 'Semana terminada.';
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

async function pintar({ lugar, quiere, pintar: dibujar }, estado, hoy) {
  const [cuerpo, esperadas] = [id(lugar).querySelector('.cuerpo'), respuestas];
  cuerpo.setAttribute('aria-busy', 'true');
  if (!cuerpo.hasChildNodes()) cuerpo.append(h('p', { class: 'vacio' }, 'Cargando…'));
  try {
    const datos = Object.fromEntries(await Promise.all(quiere.map(async fuente => [fuente, await respuesta(fuentes[fuente](estado))])));
    if (esperadas !== respuestas || location.hash !== enlace(estado)) return;
    if (datos.rutas) ofrecerRutas(datos.rutas.rutas, estado);
    reemplazar(cuerpo, dibujar(datos, estado, {
      corriente: hoy,
      irA,
      puedeAsignar: puedeAsignar(yo.acciones),
      asignar: grupo => asignar(grupo, yo.acciones, async hecho => {
        await mostrar({ deNuevo: true });
        id('avisos').textContent = hecho;
      }),
    }));
  } catch (error) {
    if (error.name === 'AbortError' || esperadas !== respuestas || !api.haySesion()) return;
    reemplazar(cuerpo, fallo(error));
  }
  cuerpo.removeAttribute('aria-busy');
}

const fallo = error => h('div', { class: 'error', role: 'alert' }, h('p', {}, error.message), h('button', { type: 'button', onclick: () => mostrar({ deNuevo: true }) }, 'Reintentar'));

function ofrecerRutas(rutas, estado) {
  const lista = id('ruta');
  lista.replaceChildren(h('option', { value: '' }, 'Todas'), ...rutas.map(r => h('option', { value: r.ruta_id }, r.ruta)));
  lista.value = estado.ruta ?? '';
}

async function bajar(boton) {
  const { reporte, formato } = boton.dataset;
  decir(id('error'), null);
  boton.disabled = true;
  try {
    const { nombre, contenido } = await api.bajar(archivos[reporte](leer(corriente.semana), formato));
    const direccion = URL.createObjectURL(contenido);
    h('a', { href: direccion, download: nombre ?? `${reporte}.${formato}` }).click();
    URL.revokeObjectURL(direccion);
    id('avisos').textContent = 'Descarga lista.';
  } catch (error) {
    if (api.haySesion()) decir(id('error'), error.message);
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

api.cuandoTermine(motivo => pedirAcceso(motivo));
prepararAcceso(empezar);
if (api.haySesion()) {
  empezar().catch(error => { if (api.haySesion()) pedirAcceso(error.message); });
} else {
  pedirAcceso(null);
}
