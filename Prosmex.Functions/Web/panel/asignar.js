// Assigns the titular, gestor and route of a group, each if the user has that permission. Changes are shown before they are sent.

import { nuevaClave, pedir } from './api.js';
import { decir, h, id } from './dom.js';

const ASIGNAR_TITULAR = 13;
const ASIGNAR_RUTA = 14;

/** What each field is called, where its choices come from, and what the group's row of the current week's report says. */
const CAMPOS = [
  { campo: 'usuario_id_titular', titulo: 'Titular', accion: ASIGNAR_TITULAR, actual: g => [g.titular_id, g.titular], opciones: () => personas('Titular'), nadie: true },
  { campo: 'usuario_id_gestor', titulo: 'Gestor de cobranza', accion: ASIGNAR_TITULAR, actual: g => [g.gestor_id, g.gestor], opciones: () => personas('Gestor de cobranza'), nadie: true },
  { campo: 'ruta_id', titulo: 'Ruta', accion: ASIGNAR_RUTA, actual: g => [g.ruta_id, g.ruta], opciones: rutas, nadie: false },
];

const personas = async rol => (await pedir(`/users/tipo-especifico?rol=${encodeURIComponent(rol)}`))
  .map(u => [u.userId, [u.nombre, u.apellido_paterno, u.apellido_materno].filter(Boolean).join(' ')]);

async function rutas() {
  return (await pedir('/rutas')).rutas.map(r => [r.ruta_id, r.nombre_ruta]);
}

// The page may show a past week, whose titular need not be the present one.
const presente = async grupo => (await pedir(`/reporte/cobranza?grupo_id=${grupo.grupo_id}`)).cobranza[0];

export const puedeAsignar = acciones => CAMPOS.some(c => acciones.includes(c.accion));

/** @param grupo its row of the report of any week. @param hecho called with a sentence once it is done. */
export async function asignar(grupo, acciones, hecho) {
  const [dialogo, formulario] = [id('dialogo-asignar'), id('asignar')];
  const error = h('p', { class: 'error', role: 'alert', hidden: true });
  const titulo = h('h2', { id: 'asignar-h' }, `Asignar ${grupo.grupo}`);
  const cerrar = h('button', { type: 'button', onclick: () => dialogo.close() }, 'Cancelar');
  formulario.replaceChildren(titulo, h('p', { role: 'status' }, 'Cargando…'), h('div', { class: 'acciones' }, cerrar));
  dialogo.showModal();
  const suyos = CAMPOS.filter(c => acciones.includes(c.accion));
  let campos;
  try {
    const [actual, ...opciones] = await Promise.all([presente(grupo), ...suyos.map(c => c.opciones())]);
    campos = suyos.map((c, i) => elegible(c, actual, opciones[i]));
  } catch (fallo) {
    decir(error, fallo.message);
    formulario.replaceChildren(titulo, error, h('div', { class: 'acciones' }, cerrar));
    return;
  }

  elegir();

  function elegir() {
    formulario.replaceChildren(titulo, ...campos.map(c => h('label', { class: 'renglon' }, h('span', {}, c.titulo), c.lista)), error,
      h('div', { class: 'acciones' }, cerrar, h('button', { type: 'submit', class: 'principal' }, 'Continuar')));
    decir(error, null);
    campos[0].lista.focus();
    formulario.onsubmit = evento => {
      evento.preventDefault();
      const cambios = campos.filter(c => c.lista.value !== c.antes.valor);
      if (cambios.length === 0) decir(error, 'No ha cambiado nada todavía.');
      else confirmar(cambios);
    };
  }

  function confirmar(cambios) {
    // One key for this change, also when it is sent again because the answer was lost.
    const clave = nuevaClave();
    const mandar = h('button', { type: 'submit', class: 'principal' }, 'Confirmar el cambio');
    formulario.replaceChildren(titulo, h('p', {}, 'Esto va a cambiar:'),
      h('ul', { class: 'cambios' }, cambios.map(c => h('li', {}, h('strong', {}, `${c.titulo}: `), h('s', {}, c.antes.nombre), ' → ', c.lista.selectedOptions[0].text))),
      error, h('div', { class: 'acciones' }, h('button', { type: 'button', onclick: elegir }, 'Volver'), mandar));
    decir(error, null);
    mandar.focus();
    formulario.onsubmit = async evento => {
      evento.preventDefault();
      mandar.disabled = true;
      try {
        await pedir(`/grupos/${grupo.grupo_id}`, { metodo: 'PUT', clave, cuerpo: Object.fromEntries(cambios.map(c => [c.campo, Number(c.lista.value) || null])) });
        dialogo.close();
        hecho(`Se guardó el cambio de ${grupo.grupo}.`);
      } catch (fallo) {
        decir(error, fallo.message);
        mandar.disabled = false;
      }
    };
  }
}

/** A select with its options; the current holder stays an option even if no longer eligible. */
function elegible({ campo, titulo, actual, nadie }, grupo, opciones) {
  const [valor, nombre] = actual(grupo);
  const todas = [...(nadie ? [['', 'Sin asignar']] : []), ...opciones];
  if (valor !== null && !opciones.some(([opcion]) => opcion === valor)) todas.push([valor, `${nombre} (inactivo)`]);
  const lista = h('select', { name: campo }, todas.map(([opcion, texto]) => h('option', { value: opcion, selected: opcion === (valor ?? '') }, texto)));
  return { campo, titulo, lista, antes: { valor: String(valor ?? ''), nombre: lista.selectedOptions[0].text } };
}
