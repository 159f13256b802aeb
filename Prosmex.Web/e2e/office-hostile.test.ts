// The forms of administration that have no walk of their own, as people and networks treat them. Each test has a record of its own.

import type { Page } from 'playwright-core';
import { beforeAll } from 'vitest';
import { Api } from './support/api';
import { useBrowser } from './support/browser';
import { tryHostile } from './support/hostile-form';
import { register } from './support/people';

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

const person = () => ({
  nombre: unique('Prueba'),
  apellido_paterno: 'De',
  apellido_materno: 'Paso',
  colonia: 'Centro',
  cp: '44100',
  codigo_ine: 'SIN CREDENCIAL',
  estado_civil: 'soltero',
  num_hijos: 0,
  propiedad: 'rentada',
});

const aCliente = async () => {
  const { cliente } = await admin.post<{ cliente: number }>('/clientes', { ...person(), grupo_id: await aGrupo() });
  record = ['cliente', cliente];
  return cliente;
};

const aLoanOf = async (cliente: number) => {
  const { cliente: c } = await admin.get('/clientes/{id}/ficha', {}, cliente);
  const { cliente: guarantor } = await admin.post<{ cliente: number }>('/clientes', { ...person(), grupo_id: c.grupo_id });
  const { prestamo } = await admin.post<{ prestamo: number }>('/prestamos', {
    cliente_id: cliente,
    monto_prestamo: 1000,
    tipo_prestamo_id: (await types())[0]?.tipo_prestamo_id,
    aval_id: guarantor,
  });
  return prestamo;
};

const aBono = async () => {
  const { bonos } = await admin.get('/bonos', { per_page: 200 });
  const from = Math.max(50_000, ...bonos.map((b) => b.entrega_max + 1));
  const bono = await admin.post<{ bono: { id: number } }>('/bonos', { monto: 500, entrega_min: from, entrega_max: from + 9, fallas: 0 });
  record = ['bono', bono.bono.id];
  return bono.bono.id;
};

let provisional: [usuario: string, password: string] = ['', ''];
const aPerson = async () => {
  const usuario = unique('persona').replaceAll(' ', '.');
  const { id, password } = await register(usuario, 1);
  record = ['usuario', id];
  provisional = [usuario, password];
  return id;
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
  meanwhile: { act: () => admin.delete(`/bonos/${record[1]}`), says: /^No existe ese bono/ },
});

tryHostile('deleting a bracket', {
  at: async () => `/panel/oficina/bonos/${await aBono()}/eliminar`,
  rol: 'admin',
  ...nothing,
  vanishes: true,
  times: changes,
  meanwhile: { act: () => admin.delete(`/bonos/${record[1]}`), says: /^No existe ese bono/ },
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
  meanwhile: { act: () => admin.delete(`/rutas/${record[1]}`), says: /^No existe esa ruta/ },
});

tryHostile('deleting a route', {
  at: async () => `/panel/oficina/rutas/${await aRuta()}/eliminar`,
  rol: 'admin',
  ...nothing,
  vanishes: true,
  times: changes,
  meanwhile: {
    act: () => admin.post('/grupos', { nombre_grupo: unique('Grupo'), ruta_id: record[1], usuario_id_titular: null }),
    says: /^La ruta tiene grupos/,
  },
});

tryHostile('deleting a group', {
  at: async () => `/panel/oficina/grupos/${await aGrupo()}/eliminar`,
  rol: 'admin',
  ...nothing,
  vanishes: true,
  times: changes,
  meanwhile: { act: () => admin.post('/clientes', { ...person(), grupo_id: record[1] }), says: /^El grupo tiene clientes/ },
});

tryHostile('changing a client', {
  at: async () => `/panel/oficina/clientes/${await aCliente()}/editar`,
  rol: 'admin',
  fill: (page) => page.fill('[name=colonia]', unique('Colonia')),
  typed: inputs,
  times: changes,
  meanwhile: { act: () => admin.delete(`/clientes/${record[1]}`), says: /^No existe ese cliente/ },
});

tryHostile('deleting a client', {
  at: async () => `/panel/oficina/clientes/${await aCliente()}/eliminar`,
  rol: 'admin',
  ...nothing,
  vanishes: true,
  times: changes,
  meanwhile: { act: () => aLoanOf(record[1]), says: /^El cliente tiene préstamos/ },
});

tryHostile('closing an account', {
  at: async () => `/panel/oficina/personas/${await aPerson()}/baja`,
  rol: 'admin',
  ...nothing,
  vanishes: true,
  times: changes,
  meanwhile: { act: () => admin.delete(`/users/${record[1]}`), says: /^No existe ese usuario/ },
});

tryHostile('deleting a loan', {
  at: async () => {
    const prestamo = await aLoanOf(await aCliente());
    record = ['prestamo', prestamo];
    return `/panel/oficina/prestamos/${prestamo}/eliminar`;
  },
  rol: 'admin',
  ...nothing,
  isAsked: true,
  vanishes: true,
  times: changes,
  meanwhile: {
    act: () => admin.post('/pagos', { prestamo_id: record[1], monto_pagado: 10, clave: crypto.randomUUID() }),
    says: /^El préstamo ya tiene pagos/,
  },
});

tryHostile('bringing an account back', {
  at: async () => {
    const id = await aPerson();
    // Who made a corte is kept.
    await admin.post('/cortes/cortes', {
      corte_total: -1,
      total_gastos: 0,
      semilla: Math.floor(Math.random() * 1e6) / 100,
      usuario_id: id,
    });
    await admin.delete(`/users/${id}`);
    return `/panel/oficina/personas/${id}/reactivar`;
  },
  rol: 'admin',
  ...nothing,
  times: changes,
});

tryHostile('ending the sessions of an account', {
  at: async () => {
    const id = await aPerson();
    await Api.as(...provisional);
    return `/panel/oficina/personas/${id}/sesiones`;
  },
  rol: 'admin',
  ...nothing,
  times: async () => ((await admin.get('/users/cuentas/{id}', {}, record[1])).cuenta.sesiones === 0 ? 1 : 0),
});

tryHostile('resetting a password', {
  at: async () => `/panel/oficina/personas/${await aPerson()}/contrasena`,
  rol: 'admin',
  ...nothing,
  times: changes,
  again: 2,
  meanwhile: { act: () => admin.delete(`/users/${record[1]}`), says: /^No existe ese usuario/ },
});
