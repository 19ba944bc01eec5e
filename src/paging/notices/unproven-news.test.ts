import { describe, expect, it } from '@jest/globals';
import type { Shift } from '../../schedules/rendering/schedule-definition.js';
import { shiftsToProveFor } from './unproven-news.js';

const shift = (userId: string, start: string, end: string): Shift => ({
  userId,
  start: new Date(start),
  end: new Date(end),
  source: { kind: 'layer', id: 'layer', handoff: 0 },
});
const january = (day: number): string => `2026-01-${String(day).padStart(2, '0')}T09:00:00Z`;
const week = [
  shift('ana', january(1), january(8)),
  shift('bo', january(8), january(15)),
  shift('ana', january(15), january(22)),
];

const cases: [name: string, now: string, shifts: Shift[], expected: string[]][] = [
  ['a week ahead is early enough', january(1), week, [`bo ${january(8)}`]],
  ['a second earlier is too early', '2026-01-01T08:59:59Z', week, ['']],
  ['a day ahead still counts', january(7), week, [`bo ${january(8)}`]],
  ['later nothing can be mended', '2026-01-07T09:00:01Z', week, ['']],
  ['who is on call now hears of the next shift', january(9), week, [`ana ${january(15)}`]],
  [
    'only the next shift counts',
    january(1),
    [shift('bo', '2026-01-01T12:00:00Z', january(2)), shift('bo', january(4), january(5))],
    [''],
  ],
  [
    'turns that touch are one shift',
    january(1),
    [shift('bo', january(4), january(5)), shift('bo', january(5), january(6))],
    [`bo ${january(4)}`],
  ],
];

describe('shiftsToProveFor', () => {
  it.each(cases)('%s', (_name, now, shifts, expected) => {
    const found = shiftsToProveFor(shifts, new Date(now)).map(
      ({ userId, start }) => `${userId} ${start.toISOString().replace('.000', '')}`,
    );
    expect(found).toEqual(expected.filter((text) => text !== ''));
  });
});
