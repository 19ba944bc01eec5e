import { describe, expect, it } from '@jest/globals';
import { readReason } from './audit-log-occasion.js';

describe('readReason', () => {
  it.each([
    ['none', '', { reason: null }],
    ['blanks', '   ', { reason: null }],
    ['ASCII', " The contract's end, 50% done ", { reason: "The contract's end, 50% done" }],
    [
      'what RFC 8187 says in section 3.2.3',
      "UTF-8''%c2%a3%20and%20%e2%82%ac%20rates",
      { reason: '£ and € rates' },
    ],
    ['a language beside it', "utf-8'de'gr%C3%BCn", { reason: 'grün' }],
    ['500 characters', 'x'.repeat(500), { reason: 'x'.repeat(500) }],
    ['500 characters of four octets', `UTF-8''${'%F0%9F%94%A5'.repeat(500)}`, { reason: '🔥'.repeat(500) }],
    ['501 characters', 'x'.repeat(501), null],
    ['octets beyond ASCII', 'grün', null],
    ['octets that are no UTF-8', "UTF-8''%ff%fe", null],
    ['half of a surrogate pair', "UTF-8''%ed%a0%80", null],
    ['a broken escape', "UTF-8''%4", null],
    ['a character that must be escaped', "UTF-8''two words", null],
    ['a second line', "UTF-8''one%0d%0aReason:%20two", null],
    ['NUL', "UTF-8''%00", null],
    ['an escape sequence of a terminal', "UTF-8''%1b%5b31m", null],
    ['a line separator', "UTF-8''%e2%80%a8", null],
  ])('of %s', (_name, header, expected) => {
    expect(readReason(header)).toEqual(expected);
  });
});
