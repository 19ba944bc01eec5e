import { describe, expect, it } from '@jest/globals';
import { renderSchedule } from '../rendering/render-schedule.js';
import type { AbsenceDefinition, LayerDefinition } from '../rendering/schedule-definition.js';
import { coverageWindow, gapNews, unreachableNews } from './coverage-news.js';

const LAYER: LayerDefinition = {
  id: 'L',
  participants: ['bo', 'ana'],
  startsAt: '2025-06-02T09:00',
  endsAt: null,
  handoff: 'FREQ=WEEKLY;BYDAY=MO',
  shiftDuration: null,
  restrictions: [],
  onAbsence: 'gap',
};
const OFFICE: Partial<LayerDefinition> = {
  restrictions: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], from: '09:00', to: '17:00' }],
};

function render(now: Date, change: Partial<LayerDefinition>, absences: AbsenceDefinition[] = []) {
  const window = coverageWindow(now);
  const layers = [{ ...LAYER, ...change }];
  return {
    window,
    ...renderSchedule({ timeZone: 'Europe/Berlin', layers, overrides: [], absences }, window),
  };
}

function told(at: string, change: Partial<LayerDefinition>, absences: AbsenceDefinition[] = []): string[] {
  const now = new Date(at);
  const { gaps, window } = render(now, change, absences);
  return gapNews(gaps, 'Europe/Berlin', window, now).map(
    ({ stage, gap, weekly }) =>
      `${stage} ${gap.start.toISOString().slice(5, 16)} ${gap.end.toISOString().slice(5, 16)}${weekly ? ' weekly' : ''}`,
  );
}

const away = (start: string, end: string): AbsenceDefinition[] =>
  ['ana', 'bo'].map((userId) => ({ userId, start: new Date(start), end: new Date(end) }));

describe('what nobody covers', () => {
  const trip = away('2026-01-20T12:00:00Z', '2026-01-22T12:00:00Z');
  it.each<[string, string, Partial<LayerDefinition>, AbsenceDefinition[], string[]]>([
    ['is nothing where somebody always is', '2026-01-07T12:00:00Z', {}, [], []],
    ['is not said three weeks ahead', '2026-01-05T12:00:00Z', {}, trip, []],
    ['is said within two weeks', '2026-01-07T12:00:00Z', {}, trip, ['early 01-20T12:00 01-22T12:00']],
    ['is said again a day before', '2026-01-19T12:00:00Z', {}, trip, ['soon 01-20T12:00 01-22T12:00']],
    ['is said while it has just begun', '2026-01-20T18:00:00Z', {}, trip, ['soon 01-20T12:00 01-22T12:00']],
    ['is old when it has been so for days', '2026-01-22T00:00:00Z', {}, trip, []],
    ['is over when it is over', '2026-01-22T12:00:00Z', {}, trip, []],
    [
      'is said once where it comes every week, by the next',
      '2026-01-07T12:00:00Z',
      OFFICE,
      [],
      ['early 01-07T16:00 01-08T08:00 weekly'],
    ],
    [
      'is said beside those of every week',
      '2026-01-12T12:00:00Z',
      OFFICE,
      trip,
      ['early 01-20T12:00 01-22T12:00', 'early 01-12T16:00 01-13T08:00 weekly'],
    ],
    [
      'is said where it goes on from a weekend that is always open, and has begun',
      '2026-01-17T18:00:00Z',
      OFFICE,
      away('2026-01-18T12:00:00Z', '2026-01-22T12:00:00Z'),
      ['early 01-19T08:00 01-22T12:00', 'early 01-22T16:00 01-23T08:00 weekly'],
    ],
    [
      'is said so the week before too',
      '2026-01-14T12:00:00Z',
      OFFICE,
      away('2026-01-18T12:00:00Z', '2026-01-22T12:00:00Z'),
      ['early 01-19T08:00 01-22T12:00', 'early 01-14T16:00 01-15T08:00 weekly'],
    ],
    [
      'is the same every week across a change of the clock',
      '2026-03-25T12:00:00Z',
      OFFICE,
      [],
      ['early 03-25T16:00 03-26T08:00 weekly'],
    ],
    [
      'is said where a rotation ends',
      '2026-01-07T12:00:00Z',
      { endsAt: '2026-01-12T09:00' },
      [],
      ['early 01-12T08:00 02-05T12:00'],
    ],
    [
      'is old where a rotation ended long ago',
      '2026-01-07T12:00:00Z',
      { endsAt: '2025-09-01T09:00' },
      [],
      [],
    ],
  ])('%s', (_case, at, change, absences, expected) => {
    expect(told(at, change, absences)).toEqual(expected);
  });

  it('keeps the key of the weekly ones from week to week, clock changes included', () => {
    const keys = ['2026-01-07', '2026-01-10', '2026-01-21', '2026-03-27', '2026-03-31'].flatMap((day) => {
      const now = new Date(`${day}T12:00:00Z`);
      const { gaps, window } = render(now, OFFICE);
      return gapNews(gaps, 'Europe/Berlin', window, now).map(({ key }) => key);
    });
    expect(new Set(keys).size).toBe(1);
  });
});

describe('who cannot be paged by phone', () => {
  const members = (at: string, ...without: string[]) => {
    const now = new Date(at);
    const { items } = render(now, {});
    return unreachableNews(items, (userId) => !without.includes(userId), now).map(
      ({ stage, stretch }) => `${stage} ${stretch.userId} ${stretch.start.toISOString().slice(5, 16)}`,
    );
  };
  it.each<[string, string, string[], string[]]>([
    ['is nobody where all have phones', '2026-01-07T12:00:00Z', [], []],
    ['is said early', '2026-01-07T12:00:00Z', ['bo'], ['early bo 01-12T08:00']],
    ['is said a day before', '2026-01-11T12:00:00Z', ['bo'], ['soon bo 01-12T08:00']],
    ['is said while they are on call', '2026-01-13T12:00:00Z', ['bo'], ['soon bo 01-12T08:00']],
    [
      'is said of each once',
      '2026-01-07T12:00:00Z',
      ['ana', 'bo'],
      ['soon ana 01-05T08:00', 'early bo 01-12T08:00'],
    ],
  ])('%s', (_case, at, without, expected) => {
    expect(members(at, ...without)).toEqual(expected);
  });
});
