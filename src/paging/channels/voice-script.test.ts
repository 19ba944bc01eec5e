import { describe, expect, it } from '@jest/globals';
import { askAgain, LAST_TURN, meaningOf, readingTurn, spellDigits } from './voice-script.js';

describe('the keys of a call', () => {
  it.each([
    ['4', 'acknowledge'],
    ['6', 'resolve'],
    ['5', 'escalate'],
    ['*', 'repeat'],
    ['0', 'unknown'],
    ['#', 'unknown'],
    ['', 'unknown'],
    ['44', 'unknown'],
    ['constructor', 'unknown'],
  ])('%j is %s', (digits, meaning) => {
    expect(meaningOf(digits)).toBe(meaning);
  });
});

describe('what a call says next', () => {
  it('reads and listens', () => {
    expect(readingTurn(['Disk full.'], 1)).toEqual({
      say: ['Disk full.', expect.stringContaining('Press 4')],
      listen: { turn: 1 },
    });
  });
  it('ends when it was asked to repeat for ever', () => {
    expect(readingTurn(['Disk full.'], LAST_TURN + 1).listen).toBeNull();
    expect(askAgain(LAST_TURN + 1).listen).toBeNull();
  });
  it('spells codes, not years', () => {
    expect(spellDigits('Your code is 123456, in 10 minutes')).toBe(
      'Your code is 1, 2, 3, 4, 5, 6, in 10 minutes',
    );
  });
});
