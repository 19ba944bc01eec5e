import { describe, expect, it } from '@jest/globals';
import { bearerToken, hashTokenSecret, newTokenSecret } from './token-secret.js';

describe('bearerToken', () => {
  it.each([
    [undefined, null],
    ['', null],
    ['Bearer', null],
    ['Bearer   ', null],
    ['Basic abc', null],
    ['Bearerabc', null],
    ['rouse_abc', null],
    ['Bearer abc', 'abc'],
    ['bEARER abc', 'abc'],
    ['Bearer   abc  ', 'abc'],
    ['Bearer with blanks inside', 'with blanks inside'],
    ['Bearer gr\u00c3\u00b6\u00c3\u009fer', 'größer'],
  ])('of %j is %j', (header, expected) => {
    expect(bearerToken(header)).toBe(expected);
  });
});

describe('newTokenSecret', () => {
  it('is long, recognisable and never the same', () => {
    const secrets = Array.from({ length: 100 }, newTokenSecret);
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) expect(secret).toMatch(/^rouse_[A-Za-z0-9_-]{43}$/);
  });

  it('is stored as 32 bytes that do not hold it', () => {
    expect(hashTokenSecret(newTokenSecret())).toHaveLength(32);
  });
});
