// A lender with collectors of its own, on a clock that runs: phones compare theirs with it.

import { startProgram } from './demo';

export interface Collector {
  id: number;
  usuario: string;
  contrasena: string;
  grupo: number;
  prestamos: number[];
}

export interface Lender {
  address: string;
  collectors: Collector[];
  /** A request with an administrator's token. */
  ask: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  stop: () => Promise<void>;
}

const TRIES = 20;
const WEEK = 7 * 86_400_000;
const PASSWORD = 'Cobro-de-prueba-81';

const NAMES = ['Antonio', 'María de los Ángeles', 'José Luis', 'Guadalupe', 'Íñigo', 'Rosa', 'Hilda', 'Óscar'];

/** A letter of each of the eight digits of an INE key. */
const ineOf = (n: number): string => `PRUEBA${String(n).padStart(8, '0')}M${String(n % 1000).padStart(3, '0')}`;

/** Each collector has a group of clients with a loan of a week ago. */
export async function startLender(collectors: number, clients: number): Promise<Lender> {
  const program = await startProgram([], /usuario admin, contraseña (\S+)/, { clock: '+0h' });
  const { address, stop } = program;
  const send = async <T>(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
    key = crypto.randomUUID(),
    tries = 1,
  ): Promise<T> => {
    const response = await fetch(address + path, {
      method,
      headers: { ...(token && { Authorization: `Bearer ${token}` }), 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: body === undefined ? null : JSON.stringify(body),
    });
    // A busy machine; with its key the same request counts once.
    if (response.status === 503 && tries < TRIES) {
      await new Promise((done) => setTimeout(done, 1000));
      return send<T>(method, path, body, token, key, tries + 1);
    }
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer.data ?? answer;
  };
  const signedIn = await send<{ access_token: string }>('POST', '/auth/login', { usuario: 'admin', contrasena: program.password });
  const ask = <T>(method: string, path: string, body?: unknown) => send<T>(method, path, body, signedIn.access_token);

  const { ruta } = await ask<{ ruta: { ruta_id: number } }>('POST', '/rutas', {
    nombre_ruta: 'Tonalá',
    usuario_id_gerente: null,
    usuario_id_supervisor: null,
  });
  const { tipo } = await ask<{ tipo: { tipo_prestamo_id: number } }>('POST', '/prestamos/tipos', {
    nombre: 'De diez semanas',
    numero_semanas: 10,
    porcentaje_semanal: 0.12,
    interes: 0.2,
    incumplimientos_tolerados: 1,
    pena_incumplimiento: '10.00',
    limite_penalizaciones: 1,
  });
  const fecha_inicio = new Date(Date.now() - WEEK).toISOString().slice(0, 10);
  const made: Collector[] = [];
  for (let c = 0; c < collectors; c++) {
    const usuario = `gestor${c + 1}`;
    const person = { nombre: `Gil ${c + 1}`, apellido_paterno: 'Mora', apellido_materno: 'Paz', usuario, contrasena: PASSWORD, rol_id: 1 };
    const { User } = await ask<{ User: { userId: number } }>('POST', '/auth/register', person);
    const { grupo } = await ask<{ grupo: { grupo_id: number } }>('POST', '/grupos', {
      nombre_grupo: `Grupo ${c + 1}`,
      ruta_id: ruta.ruta_id,
      usuario_id_titular: null,
      usuario_id_gestor: User.userId,
    });
    const ids: number[] = [];
    for (let i = 0; i < clients; i++) {
      const { cliente } = await ask<{ cliente: number }>('POST', '/clientes', {
        nombre: NAMES[i % NAMES.length],
        apellido_paterno: 'Barajas',
        apellido_materno: `Número ${String.fromCharCode(65 + (i % 26))}${String.fromCharCode(65 + Math.floor(i / 26))}`,
        colonia: 'Centro',
        cp: '45400',
        codigo_ine: ineOf(c * 1000 + i),
        estado_civil: 'casado',
        num_hijos: 2,
        propiedad: 'rentada',
        es_aval: true,
        grupo_id: grupo.grupo_id,
      });
      ids.push(cliente);
    }
    const { created } = await ask<{ created: { prestamo_id: number }[] }>(
      'POST',
      '/prestamos',
      ids.map((cliente_id, i) => ({
        cliente_id,
        fecha_inicio,
        monto_prestamo: 3000 + (i % 5) * 250,
        tipo_prestamo_id: tipo.tipo_prestamo_id,
        aval_id: ids[(i + 1) % ids.length],
      })),
    );
    made.push({ id: User.userId, usuario, contrasena: PASSWORD, grupo: grupo.grupo_id, prestamos: created.map((p) => p.prestamo_id) });
  }
  return { address, collectors: made, ask, stop: () => stop() };
}
