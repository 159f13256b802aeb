import { useEffect, useState } from 'preact/hooks';
import { ApiError, send } from '../api/http';
import { type ReciboPublico, readFragment } from './words';

/** What is shown of the code in the address. */
export type Shown =
  | { kind: 'nothing' }
  | { kind: 'asking' }
  | { kind: 'found'; recibo: ReciboPublico }
  | { kind: 'refused'; message: string; canRetry: boolean };

const NOTHING: Shown = { kind: 'nothing' };

export interface Lookup {
  code: string;
  shown: Shown;
  /** Looks a code up, the same one too. */
  lookUp: (code: string) => void;
}

/** The code is in the address: a QR code brings it, a typed one goes there, and reload and back keep it. */
export function useRecibo(): Lookup {
  // An object, so that the same code can be looked up again.
  const [wanted, setWanted] = useState(() => ({ code: readFragment(location.hash) }));
  const [shown, setShown] = useState<Shown>(wanted.code ? { kind: 'asking' } : NOTHING);
  useEffect(() => {
    const read = () => setWanted({ code: readFragment(location.hash) });
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  useEffect(() => {
    if (!wanted.code) {
      setShown(NOTHING);
      return undefined;
    }
    const abort = new AbortController();
    setShown({ kind: 'asking' });
    ask(wanted.code, abort.signal).then((answer) => {
      // Of a code before this one nothing is shown.
      if (!abort.signal.aborted) setShown(answer);
    });
    return () => abort.abort();
  }, [wanted]);
  const lookUp = (code: string) => {
    if (code === wanted.code) setWanted({ code });
    else location.hash = encodeURIComponent(code);
  };
  return { code: wanted.code, shown, lookUp };
}

async function ask(code: string, signal: AbortSignal): Promise<Shown> {
  try {
    const recibo = await send(`/recibos/${encodeURIComponent(code)}`, {
      signal,
      read: async (response) => ((await response.json()) as { data: ReciboPublico }).data,
    });
    return { kind: 'found', recibo };
  } catch (error) {
    const { message, status } = error instanceof ApiError ? error : new ApiError((error as Error).message);
    return { kind: 'refused', message, canRetry: status !== 404 };
  }
}
