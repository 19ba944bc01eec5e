import { describe, expect, it } from '@jest/globals';
import type { Scope } from './scope.js';
import { refusalToHandOut } from './token-limits.js';

const EARLY = new Date('2026-01-01T00:00:00Z');
const LATE = new Date('2027-01-01T00:00:00Z');

const asker = (scopes: Scope[] | null, endsAt: Date | null = null) => ({
  scopes: scopes === null ? null : new Set(scopes),
  credential: { kind: 'token', id: 'token', endsAt } as const,
});

describe('refusalToHandOut', () => {
  it.each<[string, ReturnType<typeof asker>, Scope[] | null, Date | null, RegExp | null]>([
    ['anything to who is not limited', asker(null), null, null, null],
    ['a limited token', asker(null), ['read'], EARLY, null],
    ['the same scopes', asker(['read', 'account']), ['account', 'read'], null, null],
    ['fewer scopes', asker(['read', 'account']), ['read'], null, null],
    ['no scopes at all', asker(['account']), [], null, null],
    ['one scope more', asker(['read', 'account']), ['read', 'respond'], null, /has: read, account\.$/],
    ['all scopes', asker(['read']), null, null, /has: read\.$/],
    ['all scopes to who has none', asker([]), null, null, /has: none\.$/],
    ['an earlier end', asker(null, LATE), null, EARLY, null],
    ['the same end', asker(null, LATE), null, LATE, null],
    ['a later end', asker(null, EARLY), null, LATE, /ends at 2026-01-01T00:00:00\.000Z\.$/],
    ['no end', asker(null, LATE), null, null, /ends at 2027/],
  ])('%s', (_name, who, scopes, expiresAt, refusal) => {
    const said = refusalToHandOut(who, { scopes, expiresAt });
    if (refusal === null) expect(said).toBeNull();
    else expect(said).toMatch(refusal);
  });

  it('says nothing against what is asked with a session', () => {
    const session = { scopes: null, credential: { kind: 'session', id: 'session' } } as const;
    expect(refusalToHandOut(session, { scopes: null, expiresAt: null })).toBeNull();
  });
});
