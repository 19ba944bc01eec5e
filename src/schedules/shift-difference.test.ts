import { describe, expect, it } from '@jest/globals';
import type { Rendering } from './rendering/schedule-definition.js';
import { shiftDifference } from './shift-difference.js';

const hour = (count: number): Date => new Date(Date.UTC(2026, 0, 5, count));

/** One letter an hour: whose it is; `-`: nobody's. */
function rendering(hours: string): Rendering {
  const stretches = [...hours].map((who, index) => ({ start: hour(index), end: hour(index + 1), who }));
  return {
    items: stretches
      .filter(({ who }) => who !== '-')
      .map(({ start, end, who }, handoff) => ({
        start,
        end,
        userId: who,
        source: { kind: 'layer', id: 'primary', handoff },
      })),
    gaps: stretches.filter(({ who }) => who === '-').map(({ start, end }) => ({ start, end })),
  };
}

const told = (before: string, after: string) => {
  const { users, changes } = shiftDifference(rendering(before), rendering(after));
  return {
    users: users.map(
      ({ userId, beforeSeconds, afterSeconds, deltaSeconds }) =>
        `${userId ?? '-'} ${beforeSeconds / 3600} ${afterSeconds / 3600} ${deltaSeconds / 3600}`,
    ),
    changes: changes.map(
      ({ start, end, before: left, after: right }) =>
        `${start.getUTCHours()}-${end.getUTCHours()} ${left ?? '-'}>${right ?? '-'}`,
    ),
  };
};

describe('shiftDifference', () => {
  it.each([
    ['nothing', '', '', [], []],
    ['no change', 'AAB-', 'AAB-', ['A 2 2 0', 'B 1 1 0', '- 1 1 0'], []],
    ['one hour to somebody else', 'AAA', 'ABA', ['B 0 1 1', 'A 3 2 -1'], ['1-2 A>B']],
    ['a stretch over several turns', 'AAAA', 'ABBA', ['B 0 2 2', 'A 4 2 -2'], ['1-3 A>B']],
    ['a swap', 'AABB', 'BBAA', ['A 2 2 0', 'B 2 2 0'], ['0-2 A>B', '2-4 B>A']],
    ['a gap that is closed', 'A-', 'AA', ['A 1 2 1', '- 1 0 -1'], ['1-2 ->A']],
    ['a gap that opens', 'AB', 'A-', ['A 1 1 0', 'B 1 0 -1', '- 0 1 1'], ['1-2 B>-']],
    ['everything', 'AA', 'CC', ['C 0 2 2', 'A 2 0 -2'], ['0-2 A>C']],
    [
      'touching changes of different people',
      'AB',
      'CC',
      ['C 0 2 2', 'A 1 0 -1', 'B 1 0 -1'],
      ['0-1 A>C', '1-2 B>C'],
    ],
  ])('%s', (_title, before, after, users, changes) => {
    expect(told(before, after)).toEqual({ users, changes });
  });
});
