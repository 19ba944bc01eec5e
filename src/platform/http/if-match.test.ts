import { describe, expect, it } from '@jest/globals';
import { matchesVersion, versionTag } from './if-match.js';

describe('matchesVersion', () => {
  it.each([
    ['no header', undefined, true],
    ['any version', '*', true],
    ['the tag that a read gave', versionTag(3), true],
    ['a weak tag, as a compressing proxy makes it', 'W/"3"', true],
    ['a bare number', '3', true],
    ['one of several', '"2", "3"', true],
    ['an older version', '"2"', false],
    ['a longer number', '"33"', false],
    ['nothing', '', false],
    ['nonsense', '"three"', false],
  ])('%s', (_title, header, expected) => {
    expect(matchesVersion(header, 3)).toBe(expected);
  });
});
