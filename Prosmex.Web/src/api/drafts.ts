// What is typed into a form and not saved yet. It outlasts a reload, the way back and a session that ends, and is the user's alone.

import { newKey } from './http';

const STORED = 'prosmex.borrador';

export interface Draft<Values> {
  /** Idempotency-Key of the change, made when the form is opened. */
  key: string;
  values: Values;
  /** It was sent, and no answer has said that it was refused. */
  isSent: boolean;
}

const name = (user: number, form: string): string => `${STORED}.${user}.${form}`;

export const newDraft = <Values>(values: Values): Draft<Values> => ({ key: newKey(), values, isSent: false });

/** @param form the form's name: one for each thing that it changes. */
export function findDraft<Values>(user: number, form: string): Draft<Values> | null {
  return JSON.parse(sessionStorage.getItem(name(user, form)) ?? 'null') as Draft<Values> | null;
}

export const keepDraft = <Values>(user: number, form: string, draft: Draft<Values>): void =>
  sessionStorage.setItem(name(user, form), JSON.stringify(draft));

export const forgetDraft = (user: number, form: string): void => sessionStorage.removeItem(name(user, form));

/** All of them, or those of other users. */
export function forgetDrafts({ butOf }: { butOf?: number } = {}): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(`${STORED}.`) && !(butOf !== undefined && key.startsWith(name(butOf, '')))) sessionStorage.removeItem(key);
  }
}
