import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderSchedule } from '../rendering/render-schedule.js';
import type { Rendering, ScheduleDefinition } from '../rendering/schedule-definition.js';
import { changesUntil, renderHistory, type ScheduleHistory } from './schedule-history.js';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 27);

const rules = (
  participants: string[],
  handoff: string,
  more: Partial<ScheduleDefinition> = {},
): ScheduleDefinition => ({
  timeZone: 'Europe/Berlin',
  layers: [
    {
      id: 'primary',
      participants,
      startsAt: '2026-01-05T09:00',
      endsAt: null,
      handoff,
      shiftDuration: null,
      restrictions: [],
      onAbsence: 'cover',
    },
  ],
  overrides: [],
  absences: [],
  ...more,
});

/** A schedule that was made at START with these rules, and of which nothing is recorded yet. */
const made = (first: ScheduleDefinition): ScheduleHistory => ({
  id: 'web',
  name: 'Web',
  known: true,
  recordedFrom: START,
  recordedUntil: START,
  recorded: [],
  first,
  latest: first,
});

/** As the recorder does it. */
const recorded = (history: ScheduleHistory, until: number): ScheduleHistory => ({
  ...history,
  recorded: [...history.recorded, ...changesUntil(history, until)],
  recordedUntil: until,
});

const changed = (history: ScheduleHistory, latest: ScheduleDefinition | null): ScheduleHistory => ({
  ...history,
  latest,
});

const told = ({ items, gaps }: Rendering): string[] =>
  [...items, ...gaps.map((gap) => ({ ...gap, userId: '-' }))]
    .sort((left, right) => left.start.getTime() - right.start.getTime())
    .map(({ start, userId }) => `${String((start.getTime() - START) / HOUR)} ${userId}`);

const within = (from: number, to: number) => ({
  from: new Date(START + from * HOUR),
  to: new Date(START + to * HOUR),
});

describe('renderHistory', () => {
  const daily = rules(['A', 'B'], 'FREQ=DAILY');

  it.each<[string, ScheduleHistory, string[]]>([
    ['nothing recorded yet', made(daily), ['-24 B', '-16 A', '8 B', '32 A']],
    [
      'recorded up to the middle of a turn',
      recorded(made(daily), START + 12 * HOUR),
      ['-24 B', '-16 A', '8 B', '32 A'],
    ],
    [
      'changed in the middle of a turn',
      changed(recorded(made(daily), START + 12 * HOUR), rules(['C'], 'FREQ=YEARLY')),
      ['-24 B', '-16 A', '8 B', '12 C'],
    ],
    [
      'changed before anything was recorded',
      changed(made(daily), rules(['C'], 'FREQ=YEARLY')),
      ['-24 B', '-16 A', '0 C'],
    ],
    ['archived', changed(recorded(made(daily), START + 12 * HOUR), null), ['-24 B', '-16 A', '8 B', '12 -']],
    ['not known yet', { ...made(daily), known: false }, ['-24 -']],
  ])('%s', (_title, history, expected) => {
    expect(told(renderHistory(history, within(-24, 48)))).toEqual(expected);
  });

  it('is empty for a window of nothing', () => {
    expect(renderHistory(made(daily), within(5, 5))).toEqual({ items: [], gaps: [] });
    expect(renderHistory(made(daily), within(5, 4))).toEqual({ items: [], gaps: [] });
  });

  it('gives the same whenever it was recorded, turns and gaps and all', () => {
    const definition = rules(['A', 'B', 'C'], 'FREQ=HOURLY;INTERVAL=5', {
      overrides: [
        {
          id: 'o',
          start: new Date(START + 7 * HOUR),
          end: new Date(START + 9 * HOUR),
          userId: 'D',
          replaces: null,
        },
      ],
    });
    const [layer] = definition.layers;
    const atNight = {
      ...definition,
      layers: layer ? [{ ...layer, restrictions: [{ from: '22:00', to: '06:00' }] }] : [],
    };
    const moments = fc.array(fc.integer({ min: 0, max: 96 * 60 }), { maxLength: 12 });
    fc.assert(
      fc.property(moments, fc.boolean(), fc.integer({ min: -30, max: 90 }), (minutes, night, from) => {
        const schedule = night ? atNight : definition;
        let history = made(schedule);
        for (const minute of minutes.sort((left, right) => left - right)) {
          history = recorded(history, START + minute * 60_000);
        }
        expect(renderHistory(history, within(from, 96))).toEqual(renderSchedule(schedule, within(from, 96)));
        const rows = history.recorded.map(({ at }) => at);
        expect(rows).toEqual([...new Set(rows)].sort((left, right) => left - right));
      }),
      { numRuns: 200 },
    );
  });
});

describe('changesUntil', () => {
  const daily = rules(['A', 'B'], 'FREQ=DAILY');

  it('begins with who is on call, and adds nothing while nothing changes', () => {
    const history = recorded(made(daily), START + HOUR);
    expect(history.recorded).toEqual([
      { at: START, userId: 'A', source: { kind: 'layer', id: 'primary', handoff: 80 } },
    ]);
    expect(changesUntil(history, START + 7 * HOUR)).toEqual([]);
    expect(changesUntil(history, START + HOUR)).toEqual([]);
  });

  it('tells a new turn of the same person, and nobody', () => {
    const alone = rules(['A'], 'FREQ=DAILY');
    const until = changed(recorded(made(alone), START + 10 * HOUR), null);
    expect(until.recorded.map(({ at }) => (at - START) / HOUR)).toEqual([0, 8]);
    expect(changesUntil(until, START + 11 * HOUR)).toEqual([
      { at: START + 10 * HOUR, userId: null, source: null },
    ]);
  });
});
