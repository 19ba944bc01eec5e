import { describe, expect, it } from '@jest/globals';
import { spellDigits } from './voice-script.js';

describe('what a call says', () => {
  it('spells codes, not years', () => {
    expect(spellDigits('Your code is 123456, in 10 minutes')).toBe(
      'Your code is 1, 2, 3, 4, 5, 6, in 10 minutes',
    );
  });
});
