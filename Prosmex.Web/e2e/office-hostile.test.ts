// The forms of administration that have no walk of their own, as people and networks treat them. Each test has a record of its own.

import type { Page } from 'playwright-core';
import { beforeAll } from 'vitest';
import { Api } from './support/api';
import { useBrowser } from './support/browser';
import { tryHostile } from './support/hostile-form';

useBrowser();

let admin: Api;
let made = 0;
beforeAll(async () => {
  admin = await Api.of('admin');
});

const unique = (what: string): string => `${what} ${Date.now().toString(36)} ${++made}`;
const nothing = { fill: () => Promise.resolve(), typed: () => Promise.resolve(null) };
const inputs = (page: Page) => page.$$eval('form.cambio input', (all) => all.map((input) => (input as HTMLInputElement).value));

/** How often the record of the test was changed. */
let record: [entidad: string, id: number] = ['', 0];
const changes = async () => {
  const [entidad, id] = record;
  return (await admin.get('/bitacora', { entidad, id, per_page: 1 })).total_items;
};

const aRuta = async () => {
  const { ruta } = await admin.post<{ ruta: { ruta_id: number } }>('/rutas', {
    nombre_ruta: unique('Ruta'),
    usuario_id_gerente: null,
    usuario_id_supervisor: null,
  });
  record = ['ruta', ruta.ruta_id];
  return ruta.ruta_id;
};

const aGrupo = async () => {
  const { grupo } = await admin.post<{ grupo: { grupo_id: number } }>('/grupos', {
    nombre_grupo: unique('Grupo'),
    ruta_id: await aRuta(),
    usuario_id_titular: null,
  });
  record = ['grupo', grupo.grupo_id];
  return grupo.grupo_id;
};

const aCliente = async () => {
  const { cliente } = await admin.post<{ cliente: number }>('/clientes', {
    nombre: unique('Prueba'),
    apellido_paterno: 'De',
    apellido_materno: 'Paso',
    colonia: 'Centro',
    cp: '44100',
    codigo_ine: 'SIN CREDENCIAL',
    estado_civil: 'soltero',
    num_hijos: 0,
    propiedad: 'rentada',
    grupo_id: await aGrupo(),
  });
  record = ['cliente', cliente];
  return cliente;
};

const aBono = async () => {
  const { bonos } = await admin.get('/bonos', { per_page: 200 });
  const from = Math.max(50_000, ...bonos.map((b) => b.entrega_max + 1));
  const bono = await admin.post<{ bono: { id: number } }>('/bonos', { monto: 500, entrega_min: from, entrega_max: from + 9, fallas: 0 });
  record = ['bono', bono.bono.id];
  return bono.bono.id;
};

const aPerson = async () => {
  const usuario = unique('persona').replaceAll(' ', '.');
  const { User } = await admin.post<{ User: { userId: number } }>('/auth/register', {
    nombre: 'Prueba',
    apellido_paterno: 'De',
    apellido_materno: 'Paso',
    usuario,
    rol_id: 1,
    generar_contrasena: true,
  });
  record = ['usuario', User.userId];
  return User.userId;
};

const types = async () => (await admin.get('/prestamos/tipos')) ?? [];

tryHostile('a new product', {
  at: () => Promise.resolve('/panel/oficina/productos/nuevo'),
  rol: 'admin',
  fill: async (page) => {
    await page.fill('[name=nombre]', unique('Préstamo'));
    await page.fill('[name=semanas]', '10');
    await page.fill('[name=interes]', '20');
    await page.fill('[name=semanal]', '12');
  },
  typed: inputs,
  times: async () => (await types()).length,
});

tryHostile('changing a product', {
  at: async () => {
    const product = (await types()).at(-1);
    record = ['tipo_prestamo', product?.tipo_prestamo_id ?? 0];
    return `/panel/oficina/productos/${product?.tipo_prestamo_id}/editar`;
  },
  rol: 'admin',
  fill: (page) => page.fill('[name=nombre]', unique('Préstamo')),
  typed: inputs,
  times: changes,
});

tryHostile('changing a bracket', {
  at: async () => `/panel/oficina/bonos/${await aBono()}/editar`,
  rol: 'admin',
  fill: (page) => page.fill('[name=monto]', '501.50'),
  typed: inputs,
  times: changes,
});

tryHostile('deleting a bracket', {
  at: async () => `/panel/oficina/bonos/${await aBono()}/eliminar`,
  rol: 'admin',
  ...nothing,
  vanishes: true,
  times: changes,
});

tryHostile('a new route', {
  at: () => Promise.resolve('/panel/oficina/rutas/nueva'),
  rol: 'admin',
  fill: (page) => page.fill('[name=nombre_ruta]', unique('Ruta')),
  typed: inputs,
  times: async () => (await admin.get('/rutas/lista', { per_page: 200 })).total_items,
});

tryHostile('changing a route', {
  at: async () => `/panel/oficina/rutas/${await aRuta()}/editar`,
  rol: 'admin',
  fill: (page) => page.fill('[name=nombre_ruta]', unique('Ruta')),
  typed: inputs,
  times: changes,
});

tryHostile('deleting a route', {
  at: async () => `/panel/oficina/rutas/${await aRuta()}/eliminar`,
  rol: 'admin',
  ...nothing,
  vanishes: true,
  times: changes,
});

tryHostile('deleting a group', {
  at: async () => `/panel/oficina/grupos/${await aGrupo()}/eliminar`,
  rol: 'admin',
  ...nothing,
  vanishes: true,
  times: changes,
});

tryHostile('changing a client', {
  at: async () => `/panel/oficina/clientes/${await aCliente()}/editar`,
  rol: 'admin',
  fill: (page) => page.fill('[name=colonia]', unique('Colonia')),
  typed: inputs,
  times: changes,
});

tryHostile('deleting a client', {
  at: async () => `/panel/oficina/clientes/${await aCliente()}/eliminar`,
  rol: 'admin',
  ...nothing,
  vanishes: true,
  times: changes,
});

tryHostile('closing an account', {
  at: async () => `/panel/oficina/personas/${await aPerson()}/baja`,
  rol: 'admin',
  ...nothing,
  vanishes: true,
  times: changes,
});
