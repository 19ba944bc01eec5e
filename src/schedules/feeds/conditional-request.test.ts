import { describe, expect, it } from '@jest/globals';
import { isNotModified } from './conditional-request.js';

const served = { etag: '"abc"', lastModified: new Date('2026-01-05T09:00:00Z') };

describe('a client that has the calendar already', () => {
  it.each<[string, string | undefined, string | undefined, boolean]>([
    ['nothing', undefined, undefined, false],
    ['its tag', '"abc"', undefined, true],
    ['its tag, made weak on the way', 'W/"abc"', undefined, true],
    ['its tag among others', '"x", "abc"', undefined, true],
    ['any', '*', undefined, true],
    ['another tag', '"x"', undefined, false],
    ['another tag and the same time', '"x"', 'Mon, 05 Jan 2026 09:00:00 GMT', false],
    ['the same time', undefined, 'Mon, 05 Jan 2026 09:00:00 GMT', true],
    ['a later time', undefined, 'Mon, 05 Jan 2026 10:00:00 GMT', true],
    ['an earlier time', undefined, 'Mon, 05 Jan 2026 08:59:59 GMT', false],
    ['no time at all', undefined, 'yesterday', false],
  ])('says %s', (_case, ifNoneMatch, ifModifiedSince, expected) => {
    expect(isNotModified({ ifNoneMatch, ifModifiedSince }, served)).toBe(expected);
  });
});
