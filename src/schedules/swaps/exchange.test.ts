import { describe, expect, it } from '@jest/globals';
import {
  exchangeOverrides,
  firstMoved,
  firstNotHeldBy,
  holderOf,
  overlap,
  type Stretch,
} from './exchange.js';

const at = (hour: number) => new Date(Date.UTC(2026, 0, 5, hour));
const time = (start: number, end: number): Stretch => ({ start: at(start), end: at(end) });
/** Ana 0-4, Ana 4-8 by another turn, Bo 8-12, nobody 12-16, Cy 16-20. */
const shifts = [
  { ...time(0, 4), userId: 'ana' },
  { ...time(4, 8), userId: 'ana' },
  { ...time(8, 12), userId: 'bo' },
  { ...time(16, 20), userId: 'cy' },
];

describe('whose a stretch of time is', () => {
  it.each<[number, number, string, [number, number, string | null] | null]>([
    [0, 4, 'ana', null],
    [1, 3, 'ana', null],
    [0, 8, 'ana', null],
    [3, 5, 'ana', null],
    [8, 12, 'bo', null],
    [0, 9, 'ana', [8, 9, 'bo']],
    [7, 20, 'ana', [8, 12, 'bo']],
    [7, 9, 'bo', [7, 8, 'ana']],
    [8, 13, 'bo', [12, 13, null]],
    [8, 20, 'bo', [12, 16, null]],
    [13, 14, 'bo', [13, 14, null]],
    [16, 24, 'cy', [20, 24, null]],
    [20, 24, 'cy', [20, 24, null]],
    [-2, 2, 'ana', [-2, 0, null]],
    [0, 4, 'bo', [0, 4, 'ana']],
  ])('%i to %i of %s: %j', (start, end, userId, expected) => {
    const moved = firstNotHeldBy(shifts, time(start, end), userId);
    expect(moved).toEqual(
      expected && { ...time(expected[0], expected[1]), holderId: expected[2], claimedBy: userId },
    );
  });

  it.each<[number, number, string | null]>([
    [0, 8, 'ana'],
    [9, 10, 'bo'],
    [7, 9, null],
    [12, 13, null],
    [11, 13, null],
    [19, 21, null],
    [30, 31, null],
  ])('%i to %i belongs to one person: %s', (start, end, expected) => {
    expect(holderOf(shifts, time(start, end))).toBe(expected);
  });

  it.each<[Stretch, Stretch, boolean]>([
    [time(0, 4), time(4, 8), false],
    [time(4, 8), time(0, 4), false],
    [time(0, 5), time(4, 8), true],
    [time(0, 8), time(2, 3), true],
    [time(2, 3), time(0, 8), true],
  ])('%j and %j share a moment: %s', (left, right, expected) => {
    expect(overlap(left, right)).toBe(expected);
  });
});

describe('an exchange', () => {
  const swap = { giverId: 'ana', give: time(0, 8), take: time(8, 12) };
  it('can be while every moment belongs to who offers it', () => {
    expect(firstMoved(shifts, swap, 'bo')).toBeNull();
    expect(firstMoved(shifts, { ...swap, take: null }, 'cy')).toBeNull();
  });
  it('cannot be where one moment does not', () => {
    expect(firstMoved(shifts, swap, 'cy')).toMatchObject({ claimedBy: 'cy', holderId: 'bo' });
    expect(firstMoved(shifts, { ...swap, give: time(0, 9) }, 'bo')).toMatchObject({ claimedBy: 'ana' });
    expect(firstMoved(shifts, { ...swap, take: time(8, 13) }, 'bo')).toMatchObject({ holderId: null });
  });
  it('replaces only who gives', () => {
    expect(exchangeOverrides(swap, 'bo')).toEqual([
      { ...time(0, 8), userId: 'bo', replaces: 'ana' },
      { ...time(8, 12), userId: 'ana', replaces: 'bo' },
    ]);
    expect(exchangeOverrides({ ...swap, take: null }, 'bo')).toHaveLength(1);
  });
});
