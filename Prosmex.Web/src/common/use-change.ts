// A change that a user makes with a form: what is typed, what it would change, and one key however often it is sent.

import { useEffect, useRef, useState } from 'preact/hooks';
import { type Draft, findDraft, forgetDraft, keepDraft, newDraft } from '../api/drafts';
import { ApiError, ApprovalAsked } from '../api/http';
import { currentUser } from '../api/session';
import { useDone } from '../ui/notice';
import { href } from './query';

/**
 * `uncertain`: it was sent and may have been done, because the answer was lost. Then only the same can be sent again, with the same key, or the
 * form be discarded.
 */
export type Step = 'editing' | 'checking' | 'confirming' | 'sending' | 'uncertain';

export interface ChangeOptions<Values, Effect, Done> {
  /** One for each thing that it changes, such as "pagos/12/cancelar": what is typed is kept under it. */
  form: string;
  initial: Values;
  /** Asks what it would change, before the user is asked whether they want it. Without it the user is not asked. */
  check?: (values: Values) => Promise<Effect>;
  /** Sends it. Throws a sentence for the user where a value cannot be sent. */
  send: (values: Values, key: string) => Promise<Done>;
  onDone: (done: Done, values: Values) => void;
}

export interface Change<Values, Effect> {
  step: Step;
  values: Values;
  /** Of the values as they are; null while they can be changed. */
  effect: Effect | null;
  error: string | null;
  /** By field, of the values as they were sent; a field that is changed since has none. */
  problems: Readonly<Record<string, string>>;
  set: (change: Partial<Values>) => void;
  /** The next step: checks, or sends. */
  submit: () => Promise<void>;
  /** From the question back to the fields. */
  back: () => void;
  /** Forgets what was typed, but not while it is sent. */
  discard: () => void;
}

export function useChange<Values, Effect = null, Done = unknown>(options: ChangeOptions<Values, Effect, Done>): Change<Values, Effect> {
  const { form, initial, check, send, onDone } = options;
  const [user] = useState(() => currentUser.value?.id ?? 0);
  const [draft, setDraft] = useState<Draft<Values>>(() => findDraft<Values>(user, form) ?? newDraft(initial));
  const [step, setStep] = useState<Step>(draft.isSent ? 'uncertain' : 'editing');
  const [effect, setEffect] = useState<Effect | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [problems, setProblems] = useState<Change<Values, Effect>['problems']>({});
  const showNotice = useDone();
  // A state changes with the next rendering; two clicks may come before it.
  const isBusy = useRef(false);
  const isGone = useRef(false);
  useEffect(
    () => () => {
      isGone.current = true;
    },
    [],
  );

  const keep = (next: Draft<Values>) => {
    keepDraft(user, form, next);
    setDraft(next);
  };

  const commit = async () => {
    const { isSent: wasSent, key, values } = draft;
    setStep('sending');
    keep({ ...draft, isSent: true });
    try {
      const done = await send(values, key);
      forgetDraft(user, form);
      if (!isGone.current) onDone(done, values);
    } catch (refused) {
      if (refused instanceof ApprovalAsked) {
        forgetDraft(user, form);
        if (!isGone.current) showNotice(refused.message, href(`oficina/solicitudes/${refused.solicitud}`));
        return;
      }
      const answer = refused instanceof ApiError ? refused : new ApiError((refused as Error).message, 400);
      // Without a session or the permission the server does not look at what was sent before.
      const isOpen = answer.isUncertain || (wasSent && [401, 403].includes(answer.status));
      keep({ ...draft, isSent: isOpen });
      setStep(isOpen ? 'uncertain' : 'editing');
      setError(answer.message);
      setProblems(answer.problems);
    }
  };

  const submit = async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    setError(null);
    setProblems({});
    try {
      if (step !== 'editing' || !check) {
        await commit();
        return;
      }
      setStep('checking');
      setEffect(await check(draft.values));
      setStep('confirming');
    } catch (refused) {
      setStep('editing');
      setError((refused as Error).message);
      if (refused instanceof ApiError) setProblems(refused.problems);
    } finally {
      isBusy.current = false;
    }
  };

  return {
    step,
    values: draft.values,
    effect: step === 'editing' || step === 'checking' ? null : effect,
    error,
    problems,
    set: (change) => {
      if (step !== 'editing') return;
      keep({ ...draft, values: { ...draft.values, ...change } });
      setProblems((told) => Object.fromEntries(Object.entries(told).filter(([name]) => !(name in change))));
    },
    submit,
    back: () => setStep('editing'),
    discard: () => {
      if (step === 'sending') return;
      forgetDraft(user, form);
      setDraft(newDraft(initial));
      setError(null);
      setProblems({});
      setStep('editing');
    },
  };
}
