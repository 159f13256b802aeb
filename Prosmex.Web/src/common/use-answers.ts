// What a page shows changes at once, when all its answers are there; until then, and if they do not come, what is shown stays.

import { useEffect, useRef, useState } from 'preact/hooks';
import { type Answer, address, type GetPath, type Query } from '../api/contract';
import { ApiError } from '../api/http';
import { currentUser, getAt } from '../api/session';

/** Asks the API once per address, however often a page asks. */
export type Ask = <Path extends GetPath>(path: Path, query?: Query<Path> | Record<string, never>, id?: number) => Promise<Answer<Path>>;

export interface Shown<Wanted, T> {
  /** What was asked for: of the answers shown, not of those under way. */
  wanted: Wanted;
  data: T;
  /** The instant of the oldest of the answers. */
  at: string;
}

export interface Answers<Wanted, T> {
  shown: Shown<Wanted, T> | null;
  isLoading: boolean;
  error: ApiError | null;
  /** Asks for everything again. */
  refresh: () => Promise<void>;
}

interface Kept {
  scope: string;
  /** The instant of its first answers; null before them. */
  at: string | null;
  abort: AbortController;
  answers: Map<string, Promise<unknown>>;
}

const fresh = (scope: string): Kept => ({ scope, at: null, abort: new AbortController(), answers: new Map() });

/**
 * @param wanted what the page's address asks for, as a value that JSON can tell apart.
 * @param scope answers are asked for again when it changes; those of the same scope are kept (a page of a list, a filter of one section).
 * @param load gathers the page's answers.
 */
export function useAnswers<Wanted, T>(wanted: Wanted, scope: string, load: (ask: Ask, wanted: Wanted) => Promise<T>): Answers<Wanted, T> {
  const [state, setState] = useState<Omit<Answers<Wanted, T>, 'refresh'>>({ shown: null, isLoading: true, error: null });
  const kept = useRef(fresh(scope));
  // Only the last call may change what is shown.
  const turn = useRef(0);

  const run = async (again: boolean): Promise<void> => {
    const mine = ++turn.current;
    if (again || kept.current.scope !== scope) {
      kept.current.abort.abort();
      kept.current = fresh(scope);
    }
    setState((s) => ({ ...s, isLoading: true, error: null }));
    try {
      const data = await load(askFrom(kept.current), wanted);
      if (mine !== turn.current) return;
      kept.current.at ??= new Date().toISOString();
      setState({ shown: { wanted, data, at: kept.current.at }, isLoading: false, error: null });
    } catch (error) {
      if (mine !== turn.current) return;
      // Else the next attempt would mix the answers that did come with newer ones.
      kept.current = fresh(scope);
      if (currentUser.value)
        setState((s) => ({ ...s, isLoading: false, error: error instanceof ApiError ? error : new ApiError(String(error)) }));
    }
  };

  useEffect(() => void run(false), [JSON.stringify(wanted), scope]);
  useEffect(
    () => () => {
      turn.current++;
      kept.current.abort.abort();
    },
    [],
  );
  return { ...state, refresh: () => run(true) };
}

const askFrom =
  ({ abort, answers }: Kept): Ask =>
  <Path extends GetPath>(path: Path, query?: Query<Path> | Record<string, never>, id?: number) => {
    const at = address(path, query, id);
    let answer = answers.get(at) as Promise<Answer<Path>> | undefined;
    if (!answer) {
      answer = getAt<Answer<Path>>(at, abort.signal);
      answers.set(at, answer);
    }
    return answer;
  };
