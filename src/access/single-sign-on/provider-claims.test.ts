import { describe, expect, it } from '@jest/globals';
import { readClaims } from './provider-claims.js';

const ANA = { issuer: 'https://id.example.org', subject: '42' };
const read = (idToken: Record<string, unknown>, userInfo: Record<string, unknown> = {}) =>
  readClaims(ANA, idToken, userInfo, 'groups');

describe('claims of an identity provider', () => {
  it('are read as they are meant', () => {
    const told = read({
      name: ' Ana Silva ',
      email: 'ana@example.org',
      email_verified: true,
      zoneinfo: 'Europe/Lisbon',
      groups: ['engineers'],
    });
    expect(told).toEqual({
      ...ANA,
      name: 'Ana Silva',
      email: 'ana@example.org',
      isEmailVerified: true,
      timeZone: 'Europe/Lisbon',
      groups: ['engineers'],
      shownSecondsAgo: null,
    });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>, object]>([
    [
      'come from UserInfo where the ID token lacks them',
      {},
      { name: 'Ana', groups: ['a'] },
      { name: 'Ana', groups: ['a'] },
    ],
    ['come from the ID token first', { name: 'Ana' }, { name: 'Mallory' }, { name: 'Ana' }],
    [
      'do not verify one address by another',
      { email: 'boss@example.org' },
      { email: 'ana@example.org', email_verified: true },
      { email: 'boss@example.org', isEmailVerified: false },
    ],
    [
      'verify in words, too',
      { email: 'ana@example.org', email_verified: 'true' },
      {},
      { isEmailVerified: true },
    ],
    [
      'verify nothing by anything else',
      { email: 'ana@example.org', email_verified: 1 },
      {},
      { isEmailVerified: false },
    ],
    ['hold an address that is one', { email: 'ana' }, {}, { email: null }],
    ['name a zone that there is', { zoneinfo: 'Mars/Olympus' }, {}, { timeZone: null }],
    ['may hold one group as a text', { groups: 'engineers' }, {}, { groups: ['engineers'] }],
    ['may hold groups of no use', { groups: [1, {}] }, {}, { groups: [] }],
    [
      'say how long ago somebody signed in there',
      { iat: 1_000, auth_time: 400 },
      {},
      { shownSecondsAgo: 600 },
    ],
    ['say nothing of the time by UserInfo', { iat: 1_000 }, { auth_time: 999 }, { shownSecondsAgo: null }],
    ['say nothing of a time to come', { iat: 1_000, auth_time: 2_000 }, {}, { shownSecondsAgo: 0 }],
    ['may name somebody by what they sign in with', { preferred_username: 'ana' }, {}, { name: 'ana' }],
    [
      'may say nothing',
      {},
      {},
      { name: null, email: null, isEmailVerified: false, timeZone: null, groups: [] },
    ],
  ])('%s', (_case, idToken, userInfo, expected) => {
    expect(read(idToken, userInfo)).toMatchObject(expected);
  });
});
