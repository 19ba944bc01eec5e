import { describe, expect, it } from '@jest/globals';
import { isFlapping } from './flapping.js';

describe('an alert that opens is flapping', () => {
  it.each([
    ['the first time', { opens: 3 }, 0, false],
    ['the third time of three', { opens: 3 }, 2, false],
    ['the fourth time of three', { opens: 3 }, 3, true],
    ['long after', { opens: 3 }, 40, true],
    ['the second time of one', { opens: 1 }, 1, true],
    ['never, where the service does not want it', null, 40, false],
  ])('%s', (_title, limit, opensBefore, expected) => {
    expect(isFlapping(limit, opensBefore)).toBe(expected);
  });
});
