import { describe, expect, it } from '@jest/globals';
import { monthsToMake, outlived, readPartitions } from './partition-plan.js';

const partitions = readPartitions([
  'events_until_2026_12',
  'events_default',
  'events_2026_12',
  'events_2027_01',
  'events_2027_02',
]);
const at = (time: string): Date => new Date(time);

describe('partitions', () => {
  it('tell by their names where they end', () => {
    expect(readPartitions(['events_2026_12', 'timeline_entries_until_2026_11', 'events_kept'])).toEqual([
      { name: 'events_2026_12', endsBefore: '2027-01' },
      { name: 'timeline_entries_until_2026_11', endsBefore: '2026-11' },
      { name: 'events_kept', endsBefore: null },
    ]);
  });

  it.each([
    ['three months ahead are there', '2026-11-21T10:00:00Z', []],
    ['the last moment of a month', '2026-11-30T23:59:59.999Z', []],
    ['a new month begins', '2026-12-01T00:00:00Z', ['2027-03']],
    [
      'after a long stop',
      '2027-06-10T00:00:00Z',
      ['2027-03', '2027-04', '2027-05', '2027-06', '2027-07', '2027-08', '2027-09'],
    ],
    ['a clock that was set back', '2020-01-01T00:00:00Z', []],
  ])('are made ahead: %s', (_case, now, months) => {
    expect(monthsToMake(partitions, at(now))).toEqual(months);
  });

  it.each([
    ['nothing has ended for so long', '2026-12-31T00:00:00Z', 31, null],
    ['a day is given to clocks that are wrong', '2027-01-01T23:00:00Z', 31, null],
    ['the first', '2027-01-02T00:00:00Z', 31, { names: ['events_until_2026_12'], endsBefore: '2026-12' }],
    [
      'several at a time',
      '2027-02-20T00:00:00Z',
      40,
      { names: ['events_until_2026_12', 'events_2026_12'], endsBefore: '2027-01' },
    ],
  ])('are outlived: %s', (_case, now, days, expected) => {
    expect(outlived(partitions, at(now), days)).toEqual(expected);
  });

  it('are none where the table has no months yet: from the current one on', () => {
    expect(monthsToMake(readPartitions(['events_default']), at('2026-11-21T00:00:00Z'))).toEqual([
      '2026-11',
      '2026-12',
      '2027-01',
      '2027-02',
    ]);
  });
});
