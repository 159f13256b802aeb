// Charts as SVG. Across they are measured in percent, so that they fit any width while their text keeps its size. Every chart
// stands beside its numbers in a table; to screen readers it is one image with a sentence.

import { h, s } from './dom.js';

const de = (parte, todo) => `${todo > 0 ? Math.max(0, parte) / todo * 100 : 0}%`;

/** A part (filled) of a whole (hatched), beside others of the same scale. What it says stands in the cells beside it. */
export function barra({ parte, todo, maximo }) {
  return s('svg', { class: 'barra', height: 18, 'aria-hidden': 'true', focusable: 'false', 'data-parte': parte, 'data-todo': todo, 'data-maximo': maximo },
    s('rect', { class: 'todo', y: 1, width: de(todo, maximo), height: 16, fill: 'url(#rayado)' }),
    s('rect', { class: 'parte', y: 5, width: de(parte, maximo), height: 8 }),
    todo > 0 && s('line', { class: 'meta', x1: de(todo, maximo), x2: de(todo, maximo), y1: 0, y2: 18 }));
}

/** What the two fillings of bars mean. */
export const leyenda = (parte, todo, cuantos) => h('p', { class: 'leyenda' },
  h('span', { class: 'claves' },
    muestra(s('rect', { class: 'parte', width: 22, height: 8, y: 3 })), ` ${parte} `, muestra(s('rect', { class: 'todo', width: 21, height: 13, x: .5, y: .5, fill: 'url(#rayado)' })), ` ${todo}`),
  cuantos && h('span', { class: 'cuantos' }, cuantos));

const muestra = figura => s('svg', { width: 22, height: 14, 'aria-hidden': 'true' }, figura);

/**
 * Columns over weeks, each with its value.
 * @param valores [{dia, mes, valor: number|null, texto, meta: number|undefined, abierta}] meta is a mark to be reached; abierta: not over yet,
 * so its column is cut rather than let it dwarf the others.
 */
export function columnas({ valores, resumen, alto = 190 }) {
  const [arriba, abajo] = [18, 34];
  const numeros = (de = valores) => de.flatMap(v => [v.valor ?? 0, v.meta ?? 0]);
  const cerrados = Math.max(0, ...numeros(valores.filter(v => !v.abierta)));
  const [minimo, maximo] = [Math.min(0, ...numeros()), Math.min(Math.max(0, ...numeros()), cerrados > 0 ? cerrados * 1.25 : Infinity)];
  const y = n => arriba + (maximo - n) / (maximo - minimo || 1) * (alto - arriba - abajo);
  const paso = 100 / valores.length;
  const centro = i => `${paso * (i + .5)}%`;
  return s('svg', { class: 'columnas', height: alto, role: 'img', 'aria-label': resumen },
    valores.map((v, i) => {
      const tope = y(Math.min(maximo, Math.max(v.valor ?? 0, 0)));
      return s('g', { 'data-valor': v.valor },
        v.valor !== null && s('rect', {
          class: v.abierta ? 'abierta' : 'parte',
          x: `${paso * (i + .18)}%`, width: `${paso * .64}%`, y: tope, height: Math.max(0, y(Math.min(v.valor, 0)) - tope),
        }),
        v.meta !== undefined && s('line', { class: 'meta', x1: `${paso * (i + .08)}%`, x2: `${paso * (i + .92)}%`, y1: y(v.meta), y2: y(v.meta) }),
        s('text', { class: 'valor', x: centro(i), y: Math.min(tope, y(v.meta ?? 0)) - 5 }, v.texto),
        s('text', { x: centro(i), y: alto - 19 }, v.dia),
        s('text', { x: centro(i), y: alto - 5 }, v.mes));
    }),
    s('line', { class: 'base', x1: 0, x2: '100%', y1: y(0), y2: y(0) }));
}
