// What the page shows is in its address, so that reload, back and forward keep it: the week, a route, a group, two page numbers.

import { lunesDe } from './formato.js';

const numero = texto => /^[1-9]\d{0,8}$/.test(texto ?? '') ? Number(texto) : null;

/** @param {string} corriente Monday of the running week: nothing lies beyond it. */
export function leer(corriente) {
  const partes = new URLSearchParams(location.hash.slice(1));
  const pedida = lunesDe(partes.get('semana'));
  return {
    semana: pedida !== null && pedida <= corriente ? pedida : corriente,
    ruta: numero(partes.get('ruta')),
    grupo: numero(partes.get('grupo')),
    paginaGrupos: numero(partes.get('grupos')) ?? 1,
    paginaCobro: numero(partes.get('cobro')) ?? 1,
  };
}

export function enlace(estado) {
  const partes = new URLSearchParams({ semana: estado.semana });
  if (estado.ruta) partes.set('ruta', estado.ruta);
  if (estado.grupo) partes.set('grupo', estado.grupo);
  if (estado.paginaGrupos > 1) partes.set('grupos', estado.paginaGrupos);
  if (estado.paginaCobro > 1) partes.set('cobro', estado.paginaCobro);
  return `#${partes}`;
}

/** Another week keeps the route and resets the lists. */
export const conSemana = (estado, semana) => ({ ...estado, semana, grupo: null, paginaGrupos: 1, paginaCobro: 1 });
export const conRuta = (estado, ruta) => ({ ...estado, ruta, grupo: null, paginaGrupos: 1, paginaCobro: 1 });
export const conGrupo = (estado, grupo) => ({ ...estado, grupo, paginaCobro: 1 });
