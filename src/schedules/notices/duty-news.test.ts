import { describe, expect, it } from '@jest/globals';
import { renderSchedule } from '../rendering/render-schedule.js';
import type { OverrideDefinition } from '../rendering/schedule-definition.js';
import { dutyNews, dutyNewsKey, newsWindow, nextBoundary } from './duty-news.js';

const WINDOW = { from: new Date('2025-12-01T00:00:00Z'), to: new Date('2026-02-15T00:00:00Z') };
const at = (text: string): Date => new Date(`2026-01-${text}:00Z`);

const override = (userId: string, start: string, end: string): OverrideDefinition => ({
  id: `${userId}+`,
  userId,
  replaces: null,
  start: at(start),
  end: at(end),
});

function shiftsOf(overrides: OverrideDefinition[] = [], handoff = 'FREQ=WEEKLY;BYDAY=MO', window = WINDOW) {
  const layer = {
    id: 'L',
    participants: ['ana', 'bo'],
    startsAt: '2026-01-05T09:00',
    endsAt: '2026-02-02T09:00',
    handoff,
    shiftDuration: null,
    restrictions: [],
    onAbsence: 'cover',
  } as const;
  return renderSchedule({ timeZone: 'UTC', layers: [layer], overrides, absences: [] }, window).items;
}

const told = (now: string, shifts = shiftsOf(), window = WINDOW): string[] =>
  dutyNews(shifts, window, at(now)).map(({ kind, stretch, until, before, after }) =>
    [
      `${kind.slice(6)} ${stretch.userId} ${until?.toISOString().slice(5, 16) ?? 'open'}`,
      ...(before === null ? [] : [`after ${before}`]),
      ...(after === null ? [] : [`then ${after}`]),
    ].join(', '),
  );

describe('what is told about a schedule', () => {
  it.each<[string, string, string[]]>([
    ['more than a day before', '04T08:59', []],
    ['a day before', '04T09:00', ['starts-soon ana 01-12T09:00, then bo']],
    ['an hour before', '05T08:00', ['starts-soon ana 01-12T09:00, then bo']],
    ['right before', '05T08:50', []],
    ['at the start', '05T09:00', ['started ana 01-12T09:00, then bo']],
    ['an hour after the start', '05T10:00', ['started ana 01-12T09:00, then bo']],
    ['when it is no news any more', '05T11:00', []],
    ['a day before a hand-off', '11T09:00', ['starts-soon bo 01-19T09:00, after ana, then ana']],
    [
      'at a hand-off',
      '12T09:00',
      ['ended ana 01-12T09:00, then bo', 'started bo 01-19T09:00, after ana, then ana'],
    ],
  ])('%s', (_case, now, expected) => {
    expect(told(now)).toEqual(expected);
  });

  it('ends with nobody where nobody follows', () => {
    const later = new Date('2026-02-02T09:30:00Z');
    expect(dutyNews(shiftsOf(), WINDOW, later)).toMatchObject([
      { kind: 'shift.ended', stretch: { userId: 'bo' }, after: null },
    ]);
  });

  it('is nothing where an override goes on with the same person', () => {
    const same = shiftsOf([override('ana', '07T10:00', '07T12:00')]);
    expect(told('07T10:05', same)).toEqual([]);
    expect(told('07T12:05', same)).toEqual([]);
    expect(told('05T09:05', same)).toEqual(['started ana 01-12T09:00, then bo']);
  });

  it('is one stretch where a turn merges with the one before', () => {
    const merged = shiftsOf([override('ana', '12T09:00', '13T09:00')]);
    expect(told('11T12:00', merged)).toEqual([]);
    expect(told('12T09:05', merged)).toEqual(['starts-soon bo 01-19T09:00, after ana, then ana']);
    expect(told('05T09:05', merged)).toEqual(['started ana 01-13T09:00, then bo']);
  });

  it('announces a turn once, and tells when it goes on after somebody stood in', () => {
    const split = shiftsOf([override('cy', '07T12:00', '07T14:00')]);
    expect(told('07T11:00', split)).toEqual(['starts-soon cy 01-07T14:00, after ana, then ana']);
    expect(told('07T12:01', split)).toEqual([
      'ended ana 01-07T12:00, then cy',
      'started cy 01-07T14:00, after ana, then ana',
    ]);
    expect(told('07T14:01', split)).toEqual([
      'ended cy 01-07T14:00, after ana, then ana',
      'started ana 01-12T09:00, after cy, then bo',
    ]);
  });

  it('is nothing where hand-offs come quicker than messages are read', () => {
    const window = newsWindow(at('06T12:00'));
    expect(told('06T12:00', shiftsOf([], 'FREQ=MINUTELY', window), window)).toEqual([]);
  });

  it('has the same key from a narrow window and a wide one', () => {
    const now = at('12T09:30');
    const narrow = newsWindow(now);
    const keys = (window: typeof WINDOW) =>
      dutyNews(shiftsOf([], undefined, window), window, now).map((news) => dutyNewsKey('S', news));
    expect(keys(narrow)).toEqual(keys(WINDOW));
    expect(keys(narrow)).toEqual([
      'shift.ended S 2026-01-12T09:00:00.000Z ana',
      'shift.started S 2026-01-12T09:00:00.000Z bo',
    ]);
  });

  it('is next due at the next boundary', () => {
    expect(nextBoundary(shiftsOf(), at('06T00:00'))).toEqual(at('12T09:00'));
    expect(nextBoundary(shiftsOf(), WINDOW.to)).toBeNull();
  });
});
