// Elements. Text goes in as text only: what people typed never becomes markup.

const SVG = 'http://www.w3.org/2000/svg';

const armar = (elemento, atributos, hijos) => {
  for (const [nombre, valor] of Object.entries(atributos)) {
    if (valor === null || valor === undefined || valor === false) continue;
    if (nombre.startsWith('on')) elemento.addEventListener(nombre.slice(2), valor);
    else elemento.setAttribute(nombre, valor === true ? '' : valor);
  }
  elemento.append(...hijos.flat(Infinity).filter(hijo => hijo !== null && hijo !== undefined && hijo !== false));
  return elemento;
};

export const h = (etiqueta, atributos = {}, ...hijos) => armar(document.createElement(etiqueta), atributos, hijos);
export const s = (etiqueta, atributos = {}, ...hijos) => armar(document.createElementNS(SVG, etiqueta), atributos, hijos);
export const id = nombre => document.getElementById(nombre);
export const oculto = texto => h('span', { class: 'oculto' }, texto);

/** Shows a message, or hides its place. */
export function decir(lugar, mensaje) {
  lugar.textContent = mensaje ?? '';
  lugar.hidden = !mensaje;
}

/** Replaces the content of an element, keeping the focus and opened details. */
export function reemplazar(lugar, ...hijos) {
  const foco = lugar.contains(document.activeElement) ? document.activeElement.dataset.foco : undefined;
  const abiertos = [...lugar.querySelectorAll('details[open]')].map(d => d.id);
  lugar.replaceChildren(...hijos.flat(Infinity).filter(Boolean));
  for (const abierto of abiertos) lugar.querySelector(`#${abierto}`)?.setAttribute('open', '');
  if (foco) (lugar.querySelector(`[data-foco="${foco}"]`) ?? lugar.closest('section')?.querySelector('h2'))?.focus();
}

/**
 * A table that scrolls in its own box, or becomes cards on a narrow screen. Roles are written out: browsers forget them
 * where a table is laid out otherwise.
 * @param columnas [{titulo, celda: fila => content, numero, encabezado, clase}]
 * @param pie cells of a last row, like columnas in number.
 */
export function tabla({ titulo, columnas, filas, pie, resaltar = () => false, tarjetas = true, tituloVisible = false }) {
  const clases = c => [c.numero && 'num', c.clase].filter(Boolean).join(' ') || null;
  const celda = (c, contenido) => c.encabezado
    ? h('th', { scope: 'row', role: 'rowheader', class: clases(c) }, contenido)
    : h('td', { role: 'cell', class: clases(c), 'data-titulo': c.titulo }, contenido);
  const caja = h('div', { class: 'caja' },
    h('table', { role: 'table', class: tarjetas ? 'tarjetas' : null },
      h('caption', { class: tituloVisible ? null : 'oculto' }, titulo),
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, columnas.map(c => h('th', { scope: 'col', role: 'columnheader', class: clases(c) }, c.titulo)))),
      h('tbody', { role: 'rowgroup' }, filas.map(fila => h('tr', { role: 'row', class: resaltar(fila) ? 'elegida' : null }, columnas.map(c => celda(c, c.celda(fila)))))),
      pie && h('tfoot', { role: 'rowgroup' }, h('tr', { role: 'row' }, columnas.map((c, i) => celda(c, pie[i]))))));
  return h('div', { class: 'tabla' }, h('p', { class: 'sigue nota', 'aria-hidden': 'true' }, 'Deslice la tabla hacia los lados para ver todas las columnas.'), conSenalDeDesborde(caja, titulo));
}

const anchos = new ResizeObserver(cambios => cambios.forEach(({ target }) => medir(target)));

/** A box whose table does not fit says so, shows on which side it goes on, and can be scrolled with the keyboard. */
function conSenalDeDesborde(caja, titulo) {
  caja.addEventListener('scroll', () => medir(caja), { passive: true });
  caja.dataset.titulo = titulo;
  anchos.observe(caja);
  return caja;
}

function medir(caja) {
  const [resto, desborda] = [caja.scrollWidth - caja.clientWidth - Math.abs(caja.scrollLeft), caja.scrollWidth > caja.clientWidth + 1];
  caja.parentElement?.classList.toggle('desborda', desborda);
  caja.parentElement?.classList.toggle('hay-mas', desborda && resto > 1);
  for (const [nombre, valor] of [['role', 'region'], ['tabindex', '0'], ['aria-label', caja.dataset.titulo]]) {
    if (desborda) caja.setAttribute(nombre, valor);
    else caja.removeAttribute(nombre);
  }
}

/** Links to the pages of a list; nothing where there is one. */
export function paginas({ nombre, page, total_pages, direccion }) {
  if (total_pages <= 1) return null;
  const boton = (texto, pagina, foco) => pagina < 1 || pagina > total_pages
    ? h('span', { class: 'boton apagado', 'aria-disabled': 'true' }, texto)
    : h('a', { class: 'boton', href: direccion(pagina), 'data-foco': foco }, texto);
  return h('nav', { class: 'paginas', 'aria-label': `Páginas de ${nombre}` },
    boton('← Anteriores', page - 1, `${nombre}-antes`), h('span', {}, `Página ${page} de ${total_pages}`), boton('Siguientes →', page + 1, `${nombre}-despues`));
}
