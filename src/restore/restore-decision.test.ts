import { describe, expect, it } from '@jest/globals';
import { decideRestore, type RememberedPlace } from './restore-decision.js';

const now = new Date('2026-11-21T12:00:00Z');
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const place = { systemIdentifier: '7400000000000000001', databaseOid: '16384', timeline: '00000001' };
const seen = (minutes: number, more: Partial<RememberedPlace> = {}): RememberedPlace => ({
  ...place,
  seenAt: minutesAgo(minutes),
  ...more,
});
const nothing = { systemIdentifier: null, databaseOid: null, timeline: null };

describe('whether a database was restored', () => {
  it.each([
    ['an ordinary start', seen(1), place, 'same'],
    ['an outage of a day', seen(24 * 60), place, 'same'],
    ['a new database', { ...nothing, seenAt: null }, place, 'first'],
    ['a backup that was made by Rouse, a moment ago', null, place, 'missing-place'],
    ['a standby that took over at once', seen(1), { ...place, timeline: '00000002' }, 'moved'],
    ['a standby that took over within the gap', seen(5), { ...place, timeline: '00000002' }, 'moved'],
    ['point-in-time recovery of yesterday', seen(24 * 60), { ...place, timeline: '00000002' }, 'other-place'],
    [
      'a server that was upgraded within the gap',
      seen(4),
      { ...place, systemIdentifier: '7400000000000000002' },
      'moved',
    ],
    [
      'a dump in another server',
      seen(60),
      { ...place, systemIdentifier: '7400000000000000002' },
      'other-place',
    ],
    ['a dump in another database', seen(60), { ...place, databaseOid: '16999' }, 'other-place'],
    ['a server that tells nothing any more', seen(60), nothing, 'same'],
    ['a server that told nothing before', seen(60, nothing), place, 'same'],
  ] as const)('%s', (_name, remembered, found, expected) => {
    expect(decideRestore(remembered, found, now, null)).toBe(expected);
  });

  it.each([
    [
      'a standby that somebody lets take over after hours',
      seen(300),
      { ...place, timeline: '00000002' },
      300,
      'moved',
    ],
    ['a standby that missed the last minute', seen(301), { ...place, timeline: '00000002' }, 300, 'moved'],
    ['a standby whose clock is ahead', seen(20), { ...place, timeline: '00000002' }, 20, 'moved'],
    [
      'a recovery to the day before, under running processes',
      seen(24 * 60),
      { ...place, timeline: '00000002' },
      1,
      'other-place',
    ],
    ['a backup, under running processes', null, place, 1, 'missing-place'],
  ] as const)(
    'as a process knows that ran all the time: %s',
    (_name, remembered, found, minutes, expected) => {
      expect(decideRestore(remembered, found, now, minutesAgo(minutes))).toBe(expected);
    },
  );
});
