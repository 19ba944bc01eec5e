import { describe, expect, it } from '@jest/globals';
import { leaveLayers } from './leave-rotation.js';

const layerOf = (participants: string) => ({
  id: 'layer',
  name: 'primary',
  participants: [...participants],
  startsAt: '2026-01-05T09:00',
  endsAt: null,
  handoff: 'FREQ=WEEKLY;BYDAY=MO',
  shiftDuration: null,
  restrictions: [],
  onAbsence: 'cover' as const,
});

/** Whose turns are this one and the next ones. */
const turns = (participants: readonly string[], handoff: number, count: number): string =>
  Array.from({ length: count }, (_, step) => participants[(handoff + step) % participants.length]).join('');

describe('leaving a rotation', () => {
  it.each<[string, string, number, string, string]>([
    ['somebody who has a turn now keeps it', 'abc', 0, 'b', 'acac'],
    ['also when it has gone round before', 'abc', 6, 'b', 'acac'],
    ['also when it is the last in the list', 'abc', 5, 'b', 'caca'],
    ['the turn of the one who leaves goes to the next', 'abc', 1, 'b', 'caca'],
    ['at the end of the list to the first', 'abcd', 7, 'd', 'abca'],
    ['the order stays', 'abcde', 12, 'a', 'cdeb'],
    ['somebody who is in the list twice leaves twice', 'abac', 4, 'a', 'bcbc'],
    ['somebody who is not in it changes nothing', 'abc', 4, 'x', 'bcab'],
  ])('%s', (_case, list, handoff, leaving, expected) => {
    const [left] = leaveLayers([{ layer: layerOf(list), handoff }], leaving, null);
    expect(turns(left?.participants ?? [], handoff, 4)).toBe(expected);
  });

  it('keeps the turn of everybody else, wherever the rotation stands', () => {
    for (let handoff = 0; handoff < 24; handoff += 1) {
      for (const leaving of 'abcd') {
        const [left] = leaveLayers([{ layer: layerOf('abcd'), handoff }], leaving, null);
        const before = turns(layerOf('abcd').participants, handoff, 4).replace(leaving, '');
        expect(turns(left?.participants ?? [], handoff, 3)).toBe(before);
      }
    }
  });

  it('gives each turn to a successor', () => {
    const [left] = leaveLayers([{ layer: layerOf('abac'), handoff: 5 }], 'a', 'x');
    expect(left?.participants).toEqual(['x', 'b', 'x', 'c']);
  });

  it('leaves no layer in which nobody is', () => {
    const nights = { ...layerOf('a'), id: 'nights', name: 'nights' };
    const left = leaveLayers(
      [
        { layer: layerOf('ab'), handoff: 0 },
        { layer: nights, handoff: 3 },
      ],
      'a',
      null,
    );
    expect(left).toMatchObject([{ name: 'primary', participants: ['b'] }]);
  });
});
