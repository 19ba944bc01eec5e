import rrule from 'rrule';
import { onCallAt } from '../src/schedules/rendering/on-call.js';
import { renderSchedule } from '../src/schedules/rendering/render-schedule.js';
import type {
  LayerDefinition,
  OverrideDefinition,
  ScheduleDefinition,
} from '../src/schedules/rendering/schedule-definition.js';
import { benchResult, type BenchResult } from './bench-result.js';

const DAY = 86_400_000;
const NOW = new Date('2026-11-20T12:34:56Z');

const layer: LayerDefinition = {
  id: 'layer',
  participants: ['ana', 'bo', 'cy', 'di'],
  startsAt: '2026-01-05T09:00',
  endsAt: null,
  handoff: 'FREQ=HOURLY',
  shiftDuration: null,
  restrictions: [],
  onAbsence: 'cover',
};

function hourlySince(startsAt: string): ScheduleDefinition {
  return { timeZone: 'America/New_York', layers: [{ ...layer, startsAt }], overrides: [], absences: [] };
}

/** A year's worth: weekly, daily in office hours, follow the sun by twelve hours; fifty overrides of half a day to two. */
function threeLayers(): ScheduleDefinition {
  const overrides = Array.from({ length: 50 }, (_, index): OverrideDefinition => {
    const start = new Date(Date.UTC(2026, 0, 3 + index * 7, 10));
    const end = new Date(start.getTime() + (index % 3 === 0 ? 2 : 0.5) * DAY);
    return { id: `override ${index}`, start, end, userId: 'ed', replaces: index % 2 === 0 ? 'ana' : null };
  });
  const days = ['MO', 'TU', 'WE', 'TH', 'FR'] as const;
  return {
    timeZone: 'Europe/Berlin',
    layers: [
      { ...layer, id: 'weekly', startsAt: '2025-01-06T09:00', handoff: 'FREQ=WEEKLY;BYDAY=MO' },
      {
        ...layer,
        id: 'follow the sun',
        startsAt: '2025-01-06T09:00',
        handoff: 'FREQ=DAILY;BYHOUR=9,21',
        shiftDuration: 'PT11H',
      },
      {
        ...layer,
        id: 'office hours',
        startsAt: '2025-01-06T09:00',
        handoff: 'FREQ=DAILY',
        restrictions: [{ days, from: '09:00', to: '17:00' }],
      },
    ],
    overrides,
    absences: [],
  };
}

/** The median of many rounds, in milliseconds a call, after warming up. */
function measure(calls: number, work: () => unknown): number {
  for (let call = 0; call < calls; call += 1) work();
  const rounds = Array.from({ length: 21 }, () => {
    const start = performance.now();
    for (let call = 0; call < calls; call += 1) work();
    return (performance.now() - start) / calls;
  });
  return rounds.sort((left, right) => left - right)[10] ?? Number.NaN;
}

function onCallNow(): BenchResult[] {
  const old = hourlySince('2016-11-20T09:00');
  const young = hourlySince('2026-10-20T09:00');
  // In turns, so that what else the machine does falls on both alike.
  const ratios = Array.from({ length: 11 }, () => [
    measure(50, () => onCallAt(old, NOW)),
    measure(50, () => onCallAt(young, NOW)),
  ]);
  const median = (index: number): number =>
    ratios.map((pair) => pair[index] ?? Number.NaN).sort((a, b) => a - b)[5] ?? 0;
  const [oldCost, youngCost] = [median(0), median(1)];
  const start = performance.now();
  const rule = new rrule.RRule({ freq: rrule.RRule.HOURLY, dtstart: new Date('2016-11-20T09:00:00Z') });
  rule.before(NOW);
  const naive = performance.now() - start;
  return [
    benchResult({ name: 'on call now, hourly for a month', value: youngCost, unit: 'ms' }),
    benchResult({ name: 'on call now, hourly for ten years', value: oldCost, floor: youngCost, unit: 'ms' }),
    benchResult({
      name: 'on call now, ten years against a month',
      value: oldCost / youngCost,
      unit: 'ratio',
      bound: 1.5,
    }),
    benchResult({ name: 'the same rule, RRule.before(now)', value: naive, floor: oldCost, unit: 'ms' }),
    benchResult({
      name: 'on call now against RRule.before(now)',
      value: oldCost / naive,
      unit: 'ratio',
      bound: 1 / 1000,
    }),
  ];
}

function wholeYear(): BenchResult[] {
  const schedule = threeLayers();
  const render = (months: number) => () =>
    renderSchedule(schedule, {
      from: new Date('2026-01-01T00:00Z'),
      to: new Date(Date.UTC(2026, months, 1)),
    });
  const quarter = measure(20, render(3));
  const year = measure(20, render(12));
  return [
    benchResult({ name: 'a year of three layers, 50 overrides', value: year, unit: 'ms', bound: 10 }),
    benchResult({ name: 'a quarter of it', value: quarter, unit: 'ms' }),
    // Linear in the window: four times as long costs four times as much, with room for noise.
    benchResult({
      name: 'a year against four quarters',
      value: year / (4 * quarter),
      unit: 'ratio',
      bound: 1.5,
    }),
  ];
}

/** Rendering and finding who is on call: by the window, not by the age of the rotation. */
export function run(): Promise<BenchResult[]> {
  return Promise.resolve([...onCallNow(), ...wholeYear()]);
}
