import { describe, expect, it } from '@jest/globals';
import { handOffFault, type HandingOff } from './hand-off-chain.js';

/** Policies in one line, each with the one that it hands off to: `A>B B>C C`. */
function policies(text: string): Map<string, HandingOff> {
  return new Map(
    text.split(' ').map((part) => {
      const [id = '', handOffTo = null] = part.split('>');
      return [id, { name: `Policy ${id}`, handOffTo }];
    }),
  );
}

describe('what is wrong with a hand-off', () => {
  it.each<[string, string, string | null]>([
    ['A', 'A', null],
    ['A>B B', 'A', null],
    ['A>B B>C C>D D>E E', 'A', null],
    ['A>B B>C C>D D>E E', 'E', null],
    ['A>C B>C C>D D', 'C', null],
    ['A>A', 'A', 'would hand off in a circle: Policy A → Policy A'],
    ['A>B B>A', 'A', 'would hand off in a circle: Policy A → Policy B → Policy A'],
    ['A>B B>C C>A X>A', 'C', 'would hand off in a circle: Policy C → Policy A → Policy B → Policy C'],
    [
      'A>B B>C C>D D>E E>F F',
      'A',
      'would make a chain of more than 5 policies: Policy A → Policy B → Policy C → Policy D → Policy E → Policy F',
    ],
    [
      'A>B B>C C>D D>E E>F F X>D',
      'D',
      'would make a chain of more than 5 policies: Policy A → Policy B → Policy C → Policy D → Policy E → Policy F',
    ],
  ])('%s, of %s', (text, changed, fault) => {
    expect(handOffFault(policies(text), changed)).toBe(fault);
  });
});
