// The API as a caller of its own: what the pages must show.

import { inject } from 'vitest';
import type { Answer, GetPath, Query } from '../../src/api/contract';
import { address as addressOf } from '../../src/api/contract';

export type Rol = 'gestor' | 'titular' | 'supervisor' | 'gerente' | 'director' | 'admin';

/** Five users see the pages; the sixth administers. */
export const ROLES: readonly Rol[] = ['director', 'gerente', 'supervisor', 'titular', 'gestor'];
export const userOf = (rol: Rol): string => `${rol}1`;

/** The Monday of the demo's running week. */
export const RUNNING = '2026-11-16';

// A user has at most five sessions, and the oldest one ends; on a clock that stands still all are as old. So every session is ended.
const open = new Map<Rol, Promise<Api>>();

export async function endSessions(): Promise<void> {
  for (const api of open.values()) await (await api).end();
  open.clear();
}

export async function logOut(token: string): Promise<void> {
  await fetch(`${inject('address')}/auth/logout`, { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
}

export class Api {
  private constructor(private readonly token: string) {}

  /** One session for each file and user. */
  static of(rol: Rol): Promise<Api> {
    const api = open.get(rol) ?? Api.as(userOf(rol), inject('password'));
    open.set(rol, api);
    return api;
  }

  /** A session of a user that nothing ends by itself. */
  static async as(usuario: string, contrasena: string): Promise<Api> {
    const response = await fetch(`${inject('address')}/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ usuario, contrasena }),
    });
    if (!response.ok) throw new Error(`${usuario} cannot sign in: ${response.status} ${await response.text()}`);
    return new Api((await response.json()).data.access_token);
  }

  end = (): Promise<void> => logOut(this.token);

  async get<Path extends GetPath>(path: Path, query: Query<Path> | Record<string, never> = {}, id?: number): Promise<Answer<Path>> {
    const response = await this.send('GET', addressOf(path, query, id));
    const text = await response.text();
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${text}`);
    const body = JSON.parse(text);
    return body.data ?? body;
  }

  /** The status alone. */
  async status(at: string): Promise<number> {
    return (await this.send('GET', at)).status;
  }

  async post<T>(at: string, body: unknown): Promise<T> {
    const response = await this.send('POST', at, body);
    if (!response.ok) throw new Error(`POST ${at}: ${response.status} ${await response.text()}`);
    return (await response.json()).data;
  }

  /** Asks for the approval of what needs it. */
  async ask(at: string, body: unknown): Promise<number> {
    const response = await this.send('POST', at, body, { Prefer: 'approval' });
    if (response.status !== 202) throw new Error(`POST ${at}: ${response.status} ${await response.text()}`);
    return (await response.json()).data.solicitud.id;
  }

  async put(at: string, body: unknown): Promise<void> {
    const response = await this.send('PUT', at, body);
    if (!response.ok) throw new Error(`PUT ${at}: ${response.status} ${await response.text()}`);
  }

  async delete(at: string): Promise<void> {
    const response = await this.send('DELETE', at);
    if (!response.ok) throw new Error(`DELETE ${at}: ${response.status} ${await response.text()}`);
  }

  private send(method: string, at: string, body?: unknown, more: Record<string, string> = {}): Promise<Response> {
    return fetch(inject('address') + at, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, ...(body !== undefined && { 'Content-Type': 'application/json' }), ...more },
      body: body === undefined ? null : JSON.stringify(body),
    });
  }
}
