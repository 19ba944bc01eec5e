import { describe, expect, it } from '@jest/globals';
import { renderSchedule } from '../rendering/render-schedule.js';
import type { LayerDefinition, OverrideDefinition } from '../rendering/schedule-definition.js';
import { feedEvents, nearestEvents, type FeedEvent, type FeedSchedule, type StandIn } from './feed-events.js';

const NAMES = new Map([
  ['a', 'Ana'],
  ['b', 'Bo'],
  ['c', 'Cy'],
]);
const WEEKLY: LayerDefinition = {
  id: 'layer-id',
  participants: ['a', 'b'],
  startsAt: '2026-01-05T09:00',
  endsAt: null,
  handoff: 'FREQ=WEEKLY;BYDAY=MO',
  shiftDuration: null,
  restrictions: [],
  onAbsence: 'cover',
};
const OFFICE: LayerDefinition = {
  ...WEEKLY,
  restrictions: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], from: '09:00', to: '17:00' }],
};
const WINDOW = { from: new Date('2026-01-07T00:00:00Z'), to: new Date('2026-01-20T00:00:00Z') };
const WIDE = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-02-01T00:00:00Z') };

const override = (
  id: string,
  userId: string,
  start: string,
  end: string,
  replaces: string | null = null,
): OverrideDefinition => ({
  id,
  userId,
  replaces,
  start: new Date(`${start}:00Z`),
  end: new Date(`${end}:00Z`),
});

function feedOf(
  layers: LayerDefinition[],
  overrides: OverrideDefinition[] = [],
  how: StandIn['how'] = 'override',
): FeedSchedule {
  const definition = { timeZone: 'UTC', layers, overrides, absences: [] };
  return {
    id: 'S',
    name: 'Primary',
    timeZone: 'UTC',
    layers,
    rendering: renderSchedule(definition, WIDE),
    below: renderSchedule({ ...definition, overrides: [] }, WIDE).items,
    standIns: new Map(overrides.map(({ id, replaces }) => [id, { how, replaces }])),
    names: NAMES,
  };
}

const told = (events: readonly FeedEvent[]): string[] =>
  events.map(
    ({ uid, start, end, summary }) =>
      `${start.toISOString().slice(5, 16)} ${end.toISOString().slice(5, 16)} ${summary} ${uid}`,
  );

describe('the events of a calendar', () => {
  it('are the shifts that touch the window, whole', () => {
    expect(told(feedEvents(feedOf([WEEKLY]), WINDOW, null))).toEqual([
      '01-05T09:00 01-12T09:00 Ana: Primary S-0-0@rouse',
      '01-12T09:00 01-19T09:00 Bo: Primary S-0-1@rouse',
      '01-19T09:00 01-26T09:00 Ana: Primary S-0-2@rouse',
    ]);
  });

  it('number the pieces of a turn, and say who stands in for whom', () => {
    const cover = override('O', 'c', '2026-01-08T12:00', '2026-01-08T14:00');
    expect(told(feedEvents(feedOf([WEEKLY], [cover]), WINDOW, null)).slice(0, 4)).toEqual([
      '01-05T09:00 01-08T12:00 Ana: Primary S-0-0@rouse',
      '01-08T12:00 01-08T14:00 Cy for Ana (override): Primary override-O@rouse',
      '01-08T14:00 01-12T09:00 Ana: Primary S-0-0-p2@rouse',
      '01-12T09:00 01-19T09:00 Bo: Primary S-0-1@rouse',
    ]);
  });

  it.each<[string, OverrideDefinition, StandIn['how'], string]>([
    [
      'whom an override names',
      override('O', 'c', '2026-01-08T12:00', '2026-01-13T14:00', 'b'),
      'override',
      'Cy for Bo (override): Primary',
    ],
    [
      'everybody it stands in for',
      override('O', 'c', '2026-01-08T12:00', '2026-01-13T14:00'),
      'override',
      'Cy for Ana and Bo (override): Primary',
    ],
    [
      'a swap',
      override('O', 'b', '2026-01-08T12:00', '2026-01-08T14:00', 'a'),
      'swap',
      'Bo for Ana (swap): Primary',
    ],
    [
      'a cover',
      override('O', 'c', '2026-01-08T12:00', '2026-01-08T14:00', 'a'),
      'cover',
      'Cy for Ana (cover): Primary',
    ],
    [
      'nobody where it is their own time',
      override('O', 'a', '2026-01-08T12:00', '2026-01-08T14:00'),
      'override',
      'Ana (override): Primary',
    ],
  ])('tell %s', (_case, stands, how, expected) => {
    const summaries = feedEvents(feedOf([WEEKLY], [stands], how), WINDOW, null).map(({ summary }) => summary);
    expect(summaries.filter((summary) => summary.includes('('))).toEqual([expected]);
  });

  it('name the pieces of office hours by the day of the turn, so that an override does not rename the rest', () => {
    const before = feedEvents(feedOf([OFFICE]), WINDOW, 'a');
    const cover = override('O', 'c', '2026-01-07T10:00', '2026-01-07T11:00');
    const after = feedEvents(feedOf([OFFICE], [cover]), WINDOW, 'a');
    expect(told(before).slice(0, 3)).toEqual([
      '01-07T09:00 01-07T17:00 Ana: Primary S-0-0-d2@rouse',
      '01-08T09:00 01-08T17:00 Ana: Primary S-0-0-d3@rouse',
      '01-09T09:00 01-09T17:00 Ana: Primary S-0-0-d4@rouse',
    ]);
    expect(told(after).slice(0, 4)).toEqual([
      '01-07T09:00 01-07T10:00 Ana: Primary S-0-0-d2@rouse',
      '01-07T11:00 01-07T17:00 Ana: Primary S-0-0-d2-p2@rouse',
      '01-08T09:00 01-08T17:00 Ana: Primary S-0-0-d3@rouse',
      '01-09T09:00 01-09T17:00 Ana: Primary S-0-0-d4@rouse',
    ]);
  });

  it.each<[string, LayerDefinition, LayerDefinition]>([
    ['the time of the hand-off', WEEKLY, { ...WEEKLY, startsAt: '2026-01-05T10:30' }],
    ['the restrictions', OFFICE, { ...OFFICE, restrictions: [{ from: '08:00', to: '16:00' }] }],
    ['the id of the layer', WEEKLY, { ...WEEKLY, id: 'another' }],
  ])('keep their names when an edit changes %s', (_case, before, after) => {
    const uids = (layer: LayerDefinition) => feedEvents(feedOf([layer]), WINDOW, null).map(({ uid }) => uid);
    const kept = new Set(uids(after));
    expect(uids(before).filter((uid) => !kept.has(uid))).toEqual([]);
  });

  it('are all named differently', () => {
    const overrides = [
      override('O', 'c', '2026-01-06T10:00', '2026-01-16T11:00', 'b'),
      override('P', 'a', '2026-01-07T10:00', '2026-01-14T11:00', 'c'),
    ];
    const uids = feedEvents(feedOf([WEEKLY, OFFICE], overrides), WIDE, null).map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(uids.length);
  });

  it('hold what nobody covers', () => {
    const gaps = feedEvents(feedOf([OFFICE]), WINDOW, null).filter(({ isGap }) => isGap);
    expect(told(gaps).slice(0, 2)).toEqual([
      '01-06T17:00 01-07T09:00 Nobody on call: Primary S-0-0-d1-gap@rouse',
      '01-07T17:00 01-08T09:00 Nobody on call: Primary S-0-0-d2-gap@rouse',
    ]);
  });

  it('are cut down to the nearest, those to come first', () => {
    const day = (number: number): FeedEvent => ({
      uid: String(number),
      start: new Date(Date.UTC(2026, 0, number)),
      end: new Date(Date.UTC(2026, 0, number + 1)),
      summary: '',
      isGap: false,
    });
    const events = [5, 1, 2, 4, 3, 6].map(day);
    const now = new Date('2026-01-04T12:00:00Z');
    const kept = (most: number) => nearestEvents(events, now, most).map(({ uid }) => uid);
    expect(kept(6)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(kept(5)).toEqual(['2', '3', '4', '5', '6']);
    expect(kept(2)).toEqual(['4', '5']);
  });
});
