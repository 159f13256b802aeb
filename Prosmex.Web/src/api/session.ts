// Who is signed in, and the calls with their token. Tokens are kept in sessionStorage: they outlast a reload and end with the tab.

import { signal } from '@preact/signals';
import {
  type Answer,
  address,
  type Dto,
  type GetPath,
  type Query,
  type WriteAnswer,
  type WriteBody,
  type WriteMethod,
  type WritePath,
} from './contract';
import { forgetDrafts } from './drafts';
import { ApiError, ApprovalAsked, FILE_LIMIT, type RequestOptions, send } from './http';

const STORED = 'prosmex.sesion';

interface Tokens {
  access: string;
  refresh: string;
}

export interface CurrentUser {
  id: number;
  nombre: string;
  usuario: string;
  rol: string;
  rolId: number;
  acciones: readonly number[];
}

/** Null before the sign-in and after the session ended. */
export const currentUser = signal<CurrentUser | null>(null);
/** Another person set the password. */
export const mustChangePassword = signal(false);
/** Why the user has to sign in again. */
export const endedBecause = signal<string | null>(null);

let tokens = JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as Tokens | null;
let refreshing: Promise<void> | null = null;

export const hasTokens = (): boolean => tokens !== null;
const json = <T>(response: Response): Promise<T> => response.json() as Promise<T>;

function store(pair: { access_token: string; refresh_token: string } | null): void {
  tokens = pair && { access: pair.access_token, refresh: pair.refresh_token };
  if (tokens) sessionStorage.setItem(STORED, JSON.stringify(tokens));
  else sessionStorage.removeItem(STORED);
}

export async function signIn(usuario: string, contrasena: string): Promise<void> {
  const { data } = await send('/auth/login', {
    method: 'POST',
    body: { usuario, contrasena },
    read: json<Dto['DatosDeInicioDeSesionDto']>,
  });
  store(data);
  mustChangePassword.value = data.debe_cambiar_contrasena === true;
  await loadUser();
}

export async function loadUser(): Promise<void> {
  const { User, acciones } = await get('/auth/yo');
  endedBecause.value = null;
  forgetDrafts({ butOf: User.userId });
  currentUser.value = {
    id: User.userId,
    nombre: [User.nombre, User.apellido_paterno].filter(Boolean).join(' '),
    usuario: User.usuario,
    rol: User.rol,
    rolId: User.rol_id,
    acciones,
  };
}

export async function signOut(): Promise<void> {
  try {
    if (tokens) await send('/auth/logout', { method: 'POST', token: tokens.access, read: json<unknown> });
  } catch {
    // Signed out here all the same; there the session ends by itself.
  }
  store(null);
  forgetDrafts();
}

export async function changePassword(contrasena_actual: string, contrasena_nueva: string): Promise<void> {
  const answer = await call('/auth/cambiar-contrasena', {
    method: 'POST',
    body: { contrasena_actual, contrasena_nueva },
    read: json<Dto['DatosDeTokensDto']>,
  });
  store(answer.data);
  mustChangePassword.value = false;
}

export interface GetOptions<Path extends GetPath> {
  id?: number;
  query?: Query<Path>;
  signal?: AbortSignal;
}

export function get<Path extends GetPath>(path: Path, { id, query, signal }: GetOptions<Path> = {}): Promise<Answer<Path>> {
  return getAt<Answer<Path>>(address(path, query, id), signal);
}

const inner = <T>(body: { data: T } | T): T => (body !== null && typeof body === 'object' && 'data' in body ? body.data : body);

/** @param at made by `address`. */
export async function getAt<T>(at: string, signal?: AbortSignal): Promise<T> {
  return inner(await call(at, { signal, read: json<{ data: T } | T> }));
}

export interface WriteOptions<Method extends WriteMethod, Path> {
  id?: number;
  body?: WriteBody<Method, Path>;
  /** Idempotency-Key: the same for one change, however often it is sent. */
  key?: string;
}

/** @throws ApprovalAsked where other users must approve it first. */
export async function write<Method extends WriteMethod, Path extends WritePath<Method>>(
  method: Method,
  path: Path,
  { id, body, key }: WriteOptions<Method, Path> = {},
): Promise<WriteAnswer<Method, Path>> {
  const at = id === undefined ? path : path.replace(/\{\w+\}/, String(id));
  type Written = WriteAnswer<Method, Path>;
  const read = async (response: Response): Promise<{ data: Written } | Written | ApprovalAsked> => {
    const answer = await response.json();
    return response.status === 202 ? new ApprovalAsked(answer.data.solicitud.id) : answer;
  };
  const answer = await call(at, { method: method.toUpperCase(), body, ...(key && { key }), asksForApproval: true, read });
  if (answer instanceof ApprovalAsked) throw answer;
  return inner(answer);
}

export interface DownloadedFile {
  name: string | undefined;
  content: Blob;
}

export const download = (at: string): Promise<DownloadedFile> =>
  call(at, {
    limit: FILE_LIMIT,
    read: async (response) => ({
      name: /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1],
      content: await response.blob(),
    }),
  });

async function call<T>(at: string, options: RequestOptions<T>): Promise<T> {
  const used = tokens?.access;
  try {
    return await send(at, { ...options, token: used });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401 || !tokens) throw error;
    if (used === tokens.access) await refresh(error);
    return send(at, { ...options, token: tokens?.access });
  }
}

/** Once, however many calls were refused at the same time. */
function refresh(refused: ApiError): Promise<void> {
  refreshing ??= (async () => {
    try {
      const { data } = await send('/auth/refresh', { method: 'POST', token: tokens?.refresh, read: json<Dto['DatosDeTokensDto']> });
      store(data);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      // The next user must see nothing of this one.
      store(null);
      endedBecause.value = refused.message;
      currentUser.value = null;
      throw refused;
    } finally {
      refreshing = null;
    }
  })();
  return refreshing;
}
