import { describe, expect, it } from '@jest/globals';
import { hashSetUpCode, newSetUpCode } from './set-up-code.js';

describe('a set-up code', () => {
  it('is twenty letters that nobody mistakes for another, never twice the same', () => {
    const codes = Array.from({ length: 50 }, newSetUpCode);
    expect(new Set(codes).size).toBe(50);
    for (const code of codes) expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it.each([' 10ab-cdef-0000-1111-zzzz ', '10ABCDEF00001111ZZZZ', 'IOabcdefoooo llll zzzz'])(
    'may be typed as %j',
    (typed) => {
      expect(hashSetUpCode(typed)).toEqual(hashSetUpCode('10AB-CDEF-0000-1111-ZZZZ'));
    },
  );
});
