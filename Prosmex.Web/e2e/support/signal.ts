// The way between phones and the server: it is gone, it loses answers, and it keeps what passed.

/// <reference types="node" />
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SentEnvio {
  envio_id: string;
  control_total: string;
  filas: { clave: string; prestamo_id: number; monto: string }[];
  [field: string]: unknown;
}

/** What happens to a request: it passes, does not arrive, or its answer is lost. */
export type Way = 'whole' | 'lostRequest' | 'lostAnswer';

export class Signal {
  /** Nothing passes: as in a valley. */
  isGone = false;
  /** Of each request while there is signal. */
  way: (path: string) => Way = () => 'whole';
  /** Answers in place of the server's, by path. */
  readonly instead = new Map<string, unknown>();
  /** The server has a newer page: its service worker differs by a comment. */
  isNewVersion = false;
  /** The bodies that the phone got, compressed as they were sent, by path. */
  readonly bytes = new Map<string, number>();
  /** Every envío that reached the server, as often as it did. */
  readonly envios: { body: SentEnvio; status: number }[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async before(address: string): Promise<Signal> {
    const server = createServer((asked, answer) => void signal.pass(asked, answer));
    const signal = new Signal(server, new URL(address));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return signal;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** The valley begins for requests that are under way too. */
  lose(): void {
    this.isGone = true;
    this.server.closeAllConnections();
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = asked.url ?? '/';
    const way = this.isGone ? 'lostRequest' : this.way(path);
    if (way === 'lostRequest') {
      asked.socket.destroy();
      return;
    }
    const instead = this.instead.get(path);
    if (instead !== undefined) {
      answer.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(instead));
      return;
    }
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of asked) chunks.push(chunk as Buffer);
    } catch {
      // The browser was killed.
      return;
    }
    const body = Buffer.concat(chunks);
    const isChanged = this.isNewVersion && path === '/cobro/sw.js';
    const headers = isChanged ? { ...asked.headers, 'accept-encoding': 'identity' } : asked.headers;
    const to = request({ host: this.target.hostname, port: this.target.port, path, method: asked.method, headers }, (answered) => {
      if (path.endsWith('/envios')) this.envios.push({ body: JSON.parse(body.toString()), status: answered.statusCode ?? 0 });
      if (way === 'lostAnswer') {
        answered.resume();
        answered.on('end', () => asked.socket.destroy());
        return;
      }
      if (isChanged) {
        const { 'content-length': _, etag: __, ...kept } = answered.headers;
        answer.writeHead(200, kept);
        answered.on('end', () => answer.end('\n// Newer.'));
        answered.pipe(answer, { end: false });
        return;
      }
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.on('data', (chunk: Buffer) => this.bytes.set(path, (this.bytes.get(path) ?? 0) + chunk.length));
      answered.pipe(answer);
    });
    to.on('error', () => asked.socket.destroy());
    to.end(body);
  }
}
