/**
 * What was there when a form was opened is kept with what is typed: only what differs is sent, and the same again after a lost answer, when what is
 * there may be what was typed.
 */
export type Edited<Typed> = Typed & { before: Typed };

export const edited = <Typed extends object>(before: Typed): Edited<Typed> => ({ ...before, before });

/** The fields of a request that differ. */
export function changesOf<Body extends object>(before: Body, after: Body): Partial<Body> {
  const changes = (Object.entries(after) as [keyof Body, unknown][]).filter(([field, value]) => value !== before[field]);
  if (changes.length === 0) throw new Error('No ha cambiado nada todavía.');
  return Object.fromEntries(changes) as Partial<Body>;
}
