import { beforeEach, describe, expect, it } from 'vitest';
import { findDraft, forgetDraft, forgetDrafts, keepDraft, newDraft } from './drafts';

describe('drafts', () => {
  beforeEach(() => sessionStorage.clear());

  it('have a key each, and are kept as they are', () => {
    const [a, b] = [newDraft({ x: 'á' }), newDraft({ x: '' })];
    expect(a.key).not.toBe(b.key);
    keepDraft(1, 'f', { ...a, isSent: true });
    expect(findDraft(1, 'f')).toEqual({ key: a.key, values: { x: 'á' }, isSent: true });
    forgetDraft(1, 'f');
    expect(findDraft(1, 'f')).toBeNull();
  });

  it('of other users are forgotten, and all of them after signing out; the session itself stays', () => {
    sessionStorage.setItem('prosmex.sesion', '{}');
    for (const user of [1, 12, 2]) keepDraft(user, 'f', newDraft({}));

    forgetDrafts({ butOf: 1 });
    expect([1, 12, 2].map((user) => findDraft(user, 'f') !== null)).toEqual([true, false, false]);
    forgetDrafts();
    expect(Object.keys(sessionStorage)).toEqual(['prosmex.sesion']);
  });
});
