// The server's side of docs/hoja-de-cobranza.md, as far as a phone can see it; it loses requests and answers when told to.

import type { SentFila } from '../data/envios';
import type { Ask, Reply, RequestOptions } from '../data/phone';

export const KEY = btoa('k'.repeat(32));
/** The key for receipts of its sheets. */
export const RECIBOS = { llave: '7-20261123', clave: btoa('r'.repeat(32)) };

/** What the way does to a request: it arrives and is answered, never arrives, or the answer is lost. */
export type Way = 'whole' | 'lostRequest' | 'lostAnswer' | 'killed' | 'error' | 'busy';

interface EnvioBody {
  envio_id: string;
  enviado_en: string;
  control_filas: number;
  control_total: string;
  filas: SentFila[];
}

interface Loan {
  prestamo_id: number;
  grupo_id: number;
  semanal: number;
  restante: number;
}

export class Killed extends Error {}

export class Server {
  now = Date.parse('2026-11-23T18:00:00Z');
  session: 'vigente' | 'vencida' | 'terminada' = 'vigente';
  discard = false;
  key = KEY;
  recibos: typeof RECIBOS | undefined = RECIBOS;
  way: (path: string) => Way = () => 'whole';
  /** Answers in place of the server's own. */
  override: ((path: string, options: RequestOptions) => Reply | undefined) | null = null;
  readonly loans: Loan[] = [];
  readonly received = new Map<string, { fila: SentFila; estado: 'aplicado' | 'por_aclarar' | 'devuelto' }>();
  readonly contents = new Map<string, string>();
  /** Envíos that were sent again with other content. */
  changed = 0;
  readonly calls: { path: string; options: RequestOptions }[] = [];
  readonly phones = new Map<string, { filas: number; total: number } | null>();
  readonly grupos = [1, 2];
  private tokens = 0;
  readonly valid = new Set<string>();
  refresh = 'r0';

  ask: Ask = async (path, options = {}) => {
    this.calls.push({ path, options });
    const way = this.way(path);
    if (way === 'lostRequest') return null;
    if (way === 'busy') return reply(429, { message: 'Espere.', codigo: 'envio.saturado' }, { retryAfter: 7_000 });
    const answer = this.override?.(path, options) ?? this.answer(path, options);
    if (way === 'killed') throw new Killed();
    if (way === 'error') return reply(503, { message: 'El sistema no responde.' });
    return way === 'lostAnswer' ? null : JSON.parse(JSON.stringify(answer));
  };

  get cash(): number {
    return [...this.received.values()].reduce((total, { fila }) => total + cents(fila.monto), 0);
  }

  private issue() {
    const access = `a${++this.tokens}`;
    this.valid.add(access);
    this.refresh = `r${this.tokens}`;
    return { access_token: access, refresh_token: this.refresh };
  }

  private answer(path: string, { method = 'GET', token, body, etag }: RequestOptions): Reply {
    if (path === '/auth/login') {
      this.session = 'vigente';
      const { usuario } = body as { usuario: string };
      const userId = usuario === 'otra' ? 8 : 7;
      return reply(200, { data: { User: { userId, nombre: 'Ana', apellido_paterno: 'Ruiz', usuario }, ...this.issue() } });
    }
    if (path === '/cobro/contacto') return this.contact(body as { telefono_id: string; por_enviar: { filas: number; total: number } });
    if (path === '/auth/refresh') {
      if (this.session !== 'vigente' || token !== this.refresh) return reply(401, { message: 'Su sesión terminó.' });
      return reply(200, { data: this.issue() });
    }
    if (this.session !== 'vigente' || !token || !this.valid.has(token)) return reply(401, { message: 'Su sesión terminó.' });
    if (method === 'POST' && path === '/cobro/telefonos') {
      this.phones.set((body as { telefono_id: string }).telefono_id, null);
      return reply(200, { data: { telefono: { clave: this.key, ahora: new Date(this.now).toISOString(), semana: '2026-11-23' } } });
    }
    if (path === '/pagos/grupos') return reply(200, { data: { grupos: this.grupos.map((id) => ({ id, nombre: `Grupo ${id}` })) } });
    if (path.startsWith('/hojas?')) return this.sheet(Number(path.split('=')[1]), etag);
    if (path.startsWith('/por-aclarar?')) return this.pending(new URLSearchParams(path.split('?')[1]));
    if (path === '/cortes/datos-corte') return reply(200, { efectivo_esperado: this.cash / 100 });
    const envio = /^\/hojas\/(\d+)\/envios$/.exec(path);
    if (envio) return this.receive(Number(envio[1]), body as EnvioBody);
    if (path === '/auth/logout') return reply(200, { data: {} });
    return reply(404, { codigo: 'ruta_http.no_encontrada' });
  }

  private contact({ telefono_id, por_enviar }: { telefono_id: string; por_enviar: { filas: number; total: number } }): Reply {
    if (!this.phones.has(telefono_id)) return reply(404, { codigo: 'telefono.no_encontrado' });
    this.phones.set(telefono_id, por_enviar);
    if (por_enviar.filas === 0) this.discard = false;
    const contacto = { estado: this.session, descartar: this.discard, ahora: new Date(this.now).toISOString(), semana: '2026-11-23' };
    return reply(200, { data: { contacto } });
  }

  private sheet(grupo_id: number, known?: string | null): Reply {
    const etag = `W/"${this.received.size}"`;
    if (known === etag) return reply(304, null, { etag });
    const prestamos = this.loans
      .filter((loan) => loan.grupo_id === grupo_id)
      .map((loan) => {
        const pagado = [...this.received.values()]
          .filter(({ fila, estado }) => fila.prestamo_id === loan.prestamo_id && estado === 'aplicado')
          .reduce((total, { fila }) => total + cents(fila.monto), 0);
        return {
          prestamo_id: loan.prestamo_id,
          cliente: `Cliente ${loan.prestamo_id}`,
          aval: 'Aval',
          monto_semanal: loan.semanal / 100,
          atraso: 0,
          adelanto: 0,
          esperado: Math.max(0, loan.semanal - pagado) / 100,
          pagado_semana: pagado / 100,
          restante: (loan.restante - pagado) / 100,
          semanas_hechas: 1,
          semanas: 10,
          faltas: 0,
        };
      });
    const hoja = {
      semana: '2026-11-23',
      version: 'v',
      recibos: this.recibos,
      grupos: [{ grupo_id, grupo: `Grupo ${grupo_id}`, prestamos }],
    };
    return reply(200, { data: { hoja } }, { etag });
  }

  private pending(query: URLSearchParams): Reply {
    const all = [...this.received.values()].filter(({ estado }) => estado === 'por_aclarar').map(({ fila }) => ({ clave: fila.clave }));
    const [page, per_page] = [Number(query.get('page')), Number(query.get('per_page'))];
    const por_aclarar = all.slice((page - 1) * per_page, page * per_page);
    return reply(200, { data: { por_aclarar, page, per_page, total_pages: Math.ceil(all.length / per_page) } });
  }

  /** As the server does: everything is refused that it would refuse, and a clave counts once. */
  private receive(grupo_id: number, body: EnvioBody): Reply {
    if (!this.grupos.includes(grupo_id)) return reply(404, { message: 'Ese grupo no es suyo.', codigo: 'grupo.no_encontrado' });
    const { enviado_en: _, ...content } = body;
    const before = this.contents.get(body.envio_id);
    if (before !== undefined && before !== JSON.stringify(content)) {
      this.changed++;
      return reply(422, { codigo: 'envio.otro_contenido' });
    }
    const total = body.filas.reduce((sum, { monto }) => sum + cents(monto), 0);
    const errors = [
      body.filas.length !== body.control_filas,
      total !== cents(body.control_total),
      body.filas.length > 500 || body.filas.length === 0,
      new Set(body.filas.map((fila) => fila.prestamo_id)).size !== body.filas.length,
      new Set(body.filas.map((fila) => fila.clave)).size !== body.filas.length,
      body.filas.some((fila) => this.loans.some((loan) => loan.prestamo_id === fila.prestamo_id && loan.grupo_id !== grupo_id)),
    ];
    const rows = body.filas.flatMap((fila, index) => {
      const known = this.received.get(fila.clave);
      return known && JSON.stringify(known.fila) !== JSON.stringify(fila)
        ? [{ index, error: 'Otros datos.', codigo: 'envio.clave_con_otros_datos' }]
        : [];
    });
    if (errors.includes(true) || rows.length > 0) {
      return reply(400, { message: 'El envío no se registró.', codigo: 'envio.estructura', data: { errors: rows } });
    }
    this.contents.set(body.envio_id, JSON.stringify(content));
    const filas = body.filas.map((fila) => {
      const known = this.received.get(fila.clave);
      if (known) return { clave: fila.clave, estado: 'duplicado', registrada_como: known.estado };
      const fits = this.loans.some((loan) => loan.prestamo_id === fila.prestamo_id && cents(fila.monto) <= loan.restante);
      const estado = fits ? 'aplicado' : 'por_aclarar';
      this.received.set(fila.clave, { fila, estado });
      return {
        clave: fila.clave,
        estado,
        ...(fits ? { pago_id: this.received.size } : { motivo: 'No existe ese préstamo, o debe menos.' }),
      };
    });
    return reply(200, { data: { envio_id: body.envio_id, filas } });
  }
}

export const cents = (amount: string): number => Math.round(Number(amount) * 100);

export const reply = (status: number, body: unknown, more: Partial<Reply> = {}): Reply => ({
  status,
  body,
  etag: null,
  retryAfter: null,
  ...more,
});
