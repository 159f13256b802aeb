// One request: its time limit, its errors.

const SIN_RED = 'No hay conexión con el servidor. Revise su red e intente de nuevo.';
const TARDA = 'El servidor tarda demasiado en responder. Espere unos segundos e intente de nuevo.';

/** The server answers within a few seconds or gives up; what takes longer was lost on the way. */
const LIMIT = 15_000;
export const FILE_LIMIT = 120_000;

/** A refusal, in the words that the API has for people. `status` is 0 where there was no answer, and then there is no `codigo`. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status = 0,
    readonly codigo: string | null = null,
    /** What is wrong with each field, where the API says so. */
    readonly problems: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** Whether what was sent may have been done all the same: the answer did not arrive, or does not tell. */
  get isUncertain(): boolean {
    return this.status === 0 || this.status >= 500 || [408, 429].includes(this.status) || this.codigo === 'idempotencia.en_curso';
  }
}

/** What was sent was not done: other users must approve it, and were asked. */
export class ApprovalAsked extends Error {
  constructor(readonly solicitud: number) {
    super(`Se pidió la aprobación de otra persona (solicitud núm. ${solicitud}). Se hará en cuanto la apruebe.`);
  }
}

export interface RequestOptions<T> {
  method?: string;
  token?: string | undefined;
  body?: unknown;
  /** Idempotency-Key. */
  key?: string;
  /** What needs the approval of other users is asked for instead of being refused. */
  asksForApproval?: boolean;
  signal?: AbortSignal | undefined;
  limit?: number;
  /** What is made of a response; the time limit is for that too. */
  read: (response: Response) => Promise<T>;
}

export async function send<T>(
  address: string,
  { method = 'GET', token, body, key, asksForApproval, signal, limit = LIMIT, read }: RequestOptions<T>,
): Promise<T> {
  const headers = new Headers();
  if (token) headers.set('Authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  if (key) headers.set('Idempotency-Key', key);
  if (asksForApproval) headers.set('Prefer', 'approval');
  const abort = new AbortController();
  const cancel = () => abort.abort();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    cancel();
  }, limit);
  signal?.addEventListener('abort', cancel);
  try {
    const response = await fetch(address, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: abort.signal,
      cache: 'no-store',
      credentials: 'omit',
    });
    if (response.ok) return await read(response);
    const problem: { message?: string; codigo?: string; errors?: Record<string, string> | unknown[] } = await response
      .json()
      .catch(() => ({}));
    throw new ApiError(
      problem.message ?? `El servidor no pudo responder (${response.status}). Intente de nuevo.`,
      response.status,
      problem.codigo ?? null,
      // Of a batch they are a list of rows.
      Array.isArray(problem.errors) ? {} : problem.errors,
    );
  } catch (error) {
    if (error instanceof ApiError || signal?.aborted) throw error;
    throw new ApiError(isLate ? TARDA : SIN_RED);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

/** For one change, however often it is sent; works without HTTPS too. */
export const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, '0')).join('');
