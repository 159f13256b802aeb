// The sections: which answers of the API each wants, and how it shows them.

import { h, oculto, paginas, tabla } from './dom.js';
import { conGrupo, conRuta, conSemana, enlace } from './estado.js';
import { centesimas, diaCorto, dinero, entero, enUnidad, mesCorto, plural, porcentaje, semanaEnPalabras } from './formato.js';
import { barra, columnas, leyenda } from './graficas.js';

const GRUPOS_POR_PAGINA = 50;
const PRESTAMOS_POR_PAGINA = 25;
const SEMANAS = 12;
const consulta = partes => new URLSearchParams(Object.entries(partes).filter(([, valor]) => valor)).toString();

/** The addresses of the week's answers. */
export const fuentes = {
  totales: e => `/reporte/general/totales?${consulta({ semana: e.semana })}`,
  rutas: e => `/reporte/rutas?${consulta({ semana: e.semana })}`,
  tendencia: e => `/reporte/tendencia?${consulta({ semana: e.semana, semanas: SEMANAS, ruta_id: e.ruta })}`,
  antiguedad: e => `/reporte/antiguedad?${consulta({ semana: e.semana, ruta_id: e.ruta })}`,
  grupos: e => `/reporte/cobranza?${consulta({ semana: e.semana, ruta_id: e.ruta, page: e.paginaGrupos, per_page: GRUPOS_POR_PAGINA })}`,
  porCobrar: e => `/reporte/por-cobrar?${consulta({ semana: e.semana, ruta_id: e.ruta, grupo_id: e.grupo, page: e.paginaCobro, per_page: PRESTAMOS_POR_PAGINA })}`,
};

/** The addresses of the files: what the section shows, all rows instead of a page. */
export const archivos = {
  general: (e, formato) => `/reporte/general.${formato}?${consulta({ semana: e.semana, ruta_id: e.ruta })}`,
  tendencia: (e, formato) => `/reporte/tendencia.${formato}?${consulta({ semana: e.semana, semanas: SEMANAS, ruta_id: e.ruta })}`,
  antiguedad: (e, formato) => `/reporte/antiguedad.${formato}?${consulta({ semana: e.semana, ruta_id: e.ruta })}`,
  'por-cobrar': (e, formato) => `/reporte/por-cobrar.${formato}?${consulta({ semana: e.semana, ruta_id: e.ruta, grupo_id: e.grupo })}`,
};

/** Each: `lugar` its element, `quiere` its sources, `pintar(answers, estado, contexto)` its content. */
export const secciones = [
  { lugar: 'totales', quiere: ['totales', 'rutas', 'tendencia', 'antiguedad', 'grupos'], pintar: pintarTotales },
  { lugar: 'tendencia', quiere: ['tendencia', 'antiguedad'], pintar: pintarTendencia },
  { lugar: 'antiguedad', quiere: ['antiguedad'], pintar: pintarAntiguedad },
  { lugar: 'rutas', quiere: ['rutas', 'totales'], pintar: pintarRutas },
  { lugar: 'grupos', quiere: ['grupos'], pintar: pintarGrupos },
  { lugar: 'por-cobrar', quiere: ['porCobrar', 'grupos', 'antiguedad', 'tendencia'], pintar: pintarPorCobrar },
];

const suma = (filas, campo) => filas.reduce((total, fila) => total + fila[campo], 0);
const cobrado = fila => fila.cobranza_ideal > 0 ? fila.cobranza_real / fila.cobranza_ideal : null;
const nadie = texto => texto || h('span', { class: 'nadie' }, 'Sin asignar');

/** The week in the shape of a route's row: of one route, or of all that the caller sees. */
function semanaDe({ totales, rutas }, ruta) {
  if (ruta) return rutas.rutas.find(r => r.ruta_id === ruta);
  const t = totales.totales;
  return {
    cobranza_ideal: t.total_cobranza_ideal,
    cobranza_real: t.total_cobranza_real,
    morosidad_monto: t.morosidad_monto,
    morosidad_porcentaje: t.total_cobranza_ideal > 0 ? t.morosidad_porcentaje / 100 : null,
    bono: t.total_bono,
    prestamos_activos: t.total_prestamos_activos,
    faltas: suma(rutas.rutas, 'faltas'),
    por_cobrar: suma(rutas.rutas, 'por_cobrar'),
  };
}

/** No loan now nor in any of the weeks shown, of all that the user sees: the office has just begun. */
const porEmpezar = ({ antiguedad, tendencia }, e, corriente) => e.semana === corriente && !e.ruta && antiguedad.total_prestamos === 0
  && tendencia.tendencia.every(f => f.prestamos_activos === 0 && f.cobranza_ideal === 0 && f.cobranza_real === 0);

function primerosPasos({ grupos }, puedeAsignar) {
  const pasos = grupos.total_items === 0
    ? ['Pida a quien administra el sistema que le asigne grupos.']
    : [
      grupos.cobranza.some(g => g.titular_id === null) && (puedeAsignar
        ? 'Asigne un titular a cada grupo con el botón «Asignar» de la tabla de grupos. Si falta gente, regístrela antes en el programa de escritorio.'
        : 'Pida a quien administra el sistema que asigne un titular a cada grupo.'),
      'Registre a los clientes de cada grupo en el programa de escritorio.',
      'Otorgue el primer préstamo. Al actualizar esta página verá aquí lo que toca cobrar.',
    ].filter(Boolean);
  return h('div', { class: 'tarjeta', id: 'primeros-pasos' },
    h('h3', {}, 'Todavía no hay préstamos'), h('p', {}, pasos.length > 1 ? 'Para empezar:' : pasos[0]),
    pasos.length > 1 && h('ol', {}, pasos.map(paso => h('li', {}, paso))));
}

function pintarTotales(datos, e, { corriente, puedeAsignar }) {
  if (porEmpezar(datos, e, corriente)) return primerosPasos(datos, puedeAsignar);
  const semana = semanaDe(datos, e.ruta);
  if (!semana) return h('p', { class: 'vacio' }, 'Esa ruta no está entre las suyas.');
  const antes = datos.tendencia.tendencia.at(-2);
  const ficha = (nombre, titulo, valor, previo, nota) => h('div', { class: 'ficha', 'data-ficha': nombre },
    h('dt', {}, titulo), h('dd', { class: 'cifra' }, valor), nota && h('dd', { class: 'nota' }, nota),
    antes && h('dd', { class: 'previo' }, `Semana anterior: ${previo}`));
  return h('dl', { class: 'fichas' },
    ficha('ideal', 'Cobranza ideal', dinero(semana.cobranza_ideal), antes && dinero(antes.cobranza_ideal)),
    ficha('real', 'Cobranza real', dinero(semana.cobranza_real), antes && dinero(antes.cobranza_real),
      [barra({ parte: semana.cobranza_real, todo: semana.cobranza_ideal, maximo: Math.max(semana.cobranza_ideal, semana.cobranza_real) }), `${porcentaje(cobrado(semana))} de la ideal`]),
    ficha('morosidad', 'Morosidad de la semana', porcentaje(semana.morosidad_porcentaje), antes && porcentaje(antes.morosidad_porcentaje),
      `Ideal menos real: ${dinero(semana.morosidad_monto)}${e.semana === corriente ? ', si la semana cerrara ahora' : ''}`),
    ficha('faltas', 'Faltas', entero(semana.faltas), antes && entero(antes.faltas), e.semana === corriente ? 'si la semana cerrara ahora' : ''),
    ficha('bono', 'Bonos', dinero(semana.bono), antes && dinero(antes.bono)),
    ficha('activos', 'Préstamos activos', entero(semana.prestamos_activos), antes && entero(antes.prestamos_activos), `${entero(semana.por_cobrar)} sin cobrar`));
}

function pintarTendencia(datos, e, { corriente }) {
  if (porEmpezar(datos, e, corriente)) return h('p', { class: 'vacio' }, 'Aquí verá la cobranza de doce semanas.');
  const { tendencia: { tendencia: semanas } } = datos;
  const abierta = fila => fila.semana === corriente;
  const base = (fila, i) => ({
    dia: Number(fila.semana.slice(8)),
    mes: i === 0 || fila.semana.slice(0, 7) !== semanas[i - 1].semana.slice(0, 7) ? mesCorto(fila.semana) : '',
    abierta: abierta(fila),
  });
  const unidad = enUnidad(Math.max(...semanas.flatMap(f => [f.cobranza_ideal, f.cobranza_real])));
  const [primera, ultima] = [semanas[0], semanas.at(-1)];
  const deHasta = campo => `de ${campo(primera)} en la semana del ${diaCorto(primera.semana)} a ${campo(ultima)} en la del ${diaCorto(ultima.semana)}`;
  const figura = (titulo, grafica) => h('figure', {}, h('figcaption', {}, titulo), grafica);
  return [
    figura('Morosidad, en % de la cobranza ideal', columnas({
      valores: semanas.map((f, i) => ({ ...base(f, i), valor: f.morosidad_porcentaje, texto: centesimas(f.morosidad_porcentaje) })),
      resumen: `Morosidad de ${semanas.length} semanas: ${deHasta(f => porcentaje(f.morosidad_porcentaje))}. Los números están en la tabla que sigue.`,
    })),
    figura(`Cobranza real (columna) frente a la ideal (raya), en ${unidad.nombre}`, columnas({
      valores: semanas.map((f, i) => ({ ...base(f, i), valor: f.cobranza_real, meta: f.cobranza_ideal, texto: unidad.escribir(f.cobranza_real) })),
      resumen: `Cobranza real de ${semanas.length} semanas: ${deHasta(f => dinero(f.cobranza_real))}. Los números están en la tabla que sigue.`,
    })),
    semanas.some(abierta) && h('p', { class: 'nota' }, 'La columna punteada es la semana en curso, aún sin terminar. Si es muy alta, se muestra recortada.'),
    h('details', { id: 'tendencia-numeros' }, h('summary', {}, 'Ver los números'), tabla({
      titulo: 'Semana por semana',
      tituloVisible: true,
      tarjetas: false,
      filas: [...semanas].reverse(),
      columnas: [
        { titulo: 'Lunes', encabezado: true, celda: f => h('a', { href: enlace(conSemana(e, f.semana)) }, `${diaCorto(f.semana)} ${f.semana.slice(0, 4)}`) },
        { titulo: 'Ideal', numero: true, celda: f => dinero(f.cobranza_ideal) },
        { titulo: 'Real', numero: true, celda: f => dinero(f.cobranza_real) },
        { titulo: 'Morosidad ($)', numero: true, celda: f => dinero(f.morosidad_monto) },
        { titulo: 'Morosidad (%)', numero: true, celda: f => porcentaje(f.morosidad_porcentaje) },
        { titulo: 'Faltas', numero: true, celda: f => entero(f.faltas) },
        { titulo: 'Bonos', numero: true, celda: f => dinero(f.bono) },
        { titulo: 'Activos', numero: true, celda: f => entero(f.prestamos_activos) },
      ],
    })),
  ];
}

const tramo = ({ desde, hasta }) => desde === 0 && hasta === 0 ? 'Al corriente' : hasta === null ? `${desde} días o más` : `${desde} a ${hasta} días`;

function pintarAntiguedad({ antiguedad: a }) {
  if (a.total_prestamos === 0) return h('p', { class: 'vacio' }, 'No hay préstamos abiertos.');
  const maximo = Math.max(...a.antiguedad.map(t => t.restante));
  const share = restante => porcentaje(a.total_restante > 0 ? restante / a.total_restante : null);
  const enRiesgo = dias => a.antiguedad.filter(t => t.desde > dias).reduce((total, t) => total + t.restante, 0);
  const riesgo = (dias, titulo) => h('div', {}, h('dt', {}, titulo), h('dd', {}, h('strong', {}, share(enRiesgo(dias))), ` ${dinero(enRiesgo(dias))}`));
  return [
    h('dl', { class: 'riesgos' }, riesgo(7, 'Con más de 7 días'), riesgo(30, 'Con más de 30 días'), riesgo(90, 'Con más de 90 días')),
    leyenda('Atrasado', 'Por pagar'),
    tabla({
      titulo: 'Préstamos abiertos según los días que llevan de atraso',
      filas: a.antiguedad,
      columnas: [
        { titulo: 'Atraso', encabezado: true, celda: tramo },
        { titulo: 'Atrasado y por pagar', clase: 'con-barra', celda: t => barra({ parte: t.atrasado, todo: t.restante, maximo }) },
        { titulo: 'Préstamos', numero: true, celda: t => entero(t.prestamos) },
        { titulo: 'Atrasado', numero: true, celda: t => dinero(t.atrasado) },
        { titulo: 'Por pagar', numero: true, celda: t => dinero(t.restante) },
        { titulo: '% de la cartera', numero: true, celda: t => share(t.restante) },
      ],
      pie: ['Total', '', entero(a.total_prestamos), dinero(a.total_atrasado), dinero(a.total_restante), share(a.total_restante)],
    }),
  ];
}

/** The columns that a route and a group have in common. */
const columnasDeCobranza = (maximo, porCobrar) => [
  { titulo: 'Real frente a ideal', clase: 'con-barra', celda: f => barra({ parte: f.cobranza_real, todo: f.cobranza_ideal, maximo }) },
  { titulo: 'Ideal', numero: true, celda: f => dinero(f.cobranza_ideal) },
  { titulo: 'Real', numero: true, celda: f => dinero(f.cobranza_real) },
  { titulo: 'Cobrado', numero: true, celda: f => porcentaje(cobrado(f)) },
  { titulo: 'Morosidad ($)', numero: true, celda: f => dinero(f.morosidad_monto) },
  { titulo: 'Faltas', numero: true, celda: f => entero(f.faltas) },
  { titulo: 'Bono', numero: true, celda: f => dinero(f.bono) },
  { titulo: 'Activos', numero: true, celda: f => entero(f.prestamos_activos) },
  { titulo: 'Sin cobrar', numero: true, celda: porCobrar },
];
const mayor = filas => Math.max(0, ...filas.flatMap(f => [f.cobranza_ideal, f.cobranza_real]));

function pintarRutas({ rutas: { rutas }, totales }, e) {
  if (rutas.length === 0) return h('p', { class: 'vacio' }, 'No tiene rutas a su cargo.');
  const total = semanaDe({ totales, rutas: { rutas } });
  const columnas = columnasDeCobranza(mayor(rutas), f => entero(f.por_cobrar));
  return [
    leyenda('Cobranza real', 'Cobranza ideal'),
    tabla({
      titulo: 'Cobranza real frente a la ideal, por ruta',
      filas: rutas,
      resaltar: f => f.ruta_id === e.ruta,
      columnas: [{
        titulo: 'Ruta',
        encabezado: true,
        celda: f => [
          h('a', { href: enlace(conRuta(e, f.ruta_id)), 'data-foco': `ruta-${f.ruta_id}`, 'aria-current': f.ruta_id === e.ruta ? 'true' : null }, f.ruta),
          h('span', { class: 'detalle' }, plural(f.grupos, 'grupo', 'grupos'), f.supervisor && ` · ${f.supervisor}`),
        ],
      }, ...columnas],
      pie: ['Todas', '', ...columnas.slice(1).map(c => c.celda(total))],
    }),
    e.ruta && h('p', {}, h('a', { class: 'boton', href: enlace(conRuta(e, null)) }, 'Ver todas las rutas')),
  ];
}

function pintarGrupos({ grupos: g }, e, { puedeAsignar, asignar }) {
  if (g.total_items === 0) return h('p', { class: 'vacio' }, 'No hay grupos que mostrar.');
  return [
    leyenda('Cobranza real', 'Cobranza ideal', plural(g.total_items, 'grupo', 'grupos')),
    tabla({
      titulo: 'Cobranza real frente a la ideal, por grupo',
      filas: g.cobranza,
      columnas: [
        { titulo: 'Grupo', encabezado: true, celda: f => [f.grupo, h('span', { class: 'detalle' }, f.ruta)] },
        ...columnasDeCobranza(mayor(g.cobranza), f => f.por_cobrar === 0 ? '0' : h('a', {
          href: enlace(conGrupo(e, f.grupo_id)), 'data-ir': 'por-cobrar', 'data-foco': `cobrar-${f.grupo_id}`,
        }, entero(f.por_cobrar), oculto(` préstamos sin cobrar de ${f.grupo}`))),
        { titulo: 'Titular', clase: 'persona', celda: f => nadie(f.titular) },
        { titulo: 'Gestor', clase: 'persona', celda: f => nadie(f.gestor) },
        ...(puedeAsignar ? [{
          titulo: 'Asignar',
          clase: 'asignar',
          celda: f => h('button', { type: 'button', 'data-foco': `asignar-${f.grupo_id}`, onclick: () => asignar(f) }, 'Asignar', oculto(` ${f.grupo}`)),
        }] : []),
      ],
    }),
    paginas({ nombre: 'grupos', ...g, direccion: pagina => enlace({ ...e, paginaGrupos: pagina }) }),
  ];
}

/** Why there is nothing to collect: all have paid, or there is no loan. */
const nadaPorCobrar = (datos, e, corriente) => {
  const abiertos = e.grupo ? datos.grupos.cobranza.find(g => g.grupo_id === e.grupo)?.prestamos_activos : datos.antiguedad.total_prestamos;
  return abiertos === 0 ? 'No hay préstamos abiertos en esta semana.'
    : e.semana === corriente ? 'Ya se cobró a todos.'
    : 'No quedó nadie sin cobro.';
};

function pintarPorCobrar(datos, e, { corriente, irA }) {
  if (porEmpezar(datos, e, corriente)) return h('p', { class: 'vacio' }, 'Todavía no hay préstamos que cobrar.');
  const { porCobrar: p, grupos } = datos;
  const conocidos = grupos.cobranza.map(g => [g.grupo_id, g.grupo]);
  if (e.grupo && !conocidos.some(([grupo]) => grupo === e.grupo)) conocidos.push([e.grupo, p.por_cobrar[0]?.grupo ?? `Grupo ${e.grupo}`]);
  return [
    h('div', { class: 'filtro' },
      h('label', { class: 'campo' }, h('span', {}, 'Grupo'), h('select', { 'data-foco': 'grupo', onchange: cambio => irA(conGrupo(e, Number(cambio.target.value) || null)) },
        h('option', { value: '' }, 'Todos'),
        conocidos.map(([grupo, nombre]) => h('option', { value: grupo, selected: grupo === e.grupo }, nombre)),
        grupos.total_pages > 1 && h('option', { disabled: true }, 'Para ver otros grupos, avance de página en «Cobranza por grupo»'))),
      h('p', { class: 'nota' }, `${plural(p.total_items, 'préstamo', 'préstamos')} con algo por cobrar en la semana del ${semanaEnPalabras(e.semana)}.`)),
    p.total_items === 0 ? h('p', { class: 'vacio' }, nadaPorCobrar(datos, e, corriente)) : tabla({
      titulo: `Préstamos con algo por cobrar del ${semanaEnPalabras(e.semana)}`,
      filas: p.por_cobrar,
      columnas: [
        { titulo: 'Cliente', encabezado: true, celda: f => [f.cliente, h('span', { class: 'detalle' }, `Préstamo núm. ${f.prestamo_id}`)] },
        { titulo: 'Grupo', celda: f => [f.grupo, h('span', { class: 'detalle' }, f.ruta)] },
        { titulo: 'Aval', celda: f => f.aval },
        { titulo: 'Pago de la semana', numero: true, celda: f => dinero(f.vence) },
        { titulo: 'Atrasado', numero: true, celda: f => dinero(f.atrasado) },
        { titulo: 'Por pagar', numero: true, celda: f => dinero(f.restante) },
        { titulo: 'Faltas', numero: true, celda: f => entero(f.faltas) },
      ],
    }),
    paginas({ nombre: 'préstamos sin cobrar', ...p, direccion: pagina => enlace({ ...e, paginaCobro: pagina }) }),
  ];
}
