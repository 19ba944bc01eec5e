import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderSchedule } from './render-schedule.js';
import {
  WEEKDAYS,
  type LayerDefinition,
  type Restriction,
  type ScheduleDefinition,
} from './schedule-definition.js';

/*
 * The model: SCHEDULING rules asked of every single minute, with the platform's clock and no recurrence library. It
 * shares nothing with the renderer. Everything in it happens on whole minutes.
 */
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** What the wall clock shows at every minute around a window, read off the platform minute by minute. */
class Wall {
  private readonly shown = new Map<number, number>();
  private readonly format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
      hourCycle: 'h23',
    });
  }

  at(instant: number): number {
    const known = this.shown.get(instant);
    if (known !== undefined) return known;
    const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = this.format
      .format(instant)
      .split(/[^\d]+/)
      .map(Number);
    const shown = Date.UTC(year, month - 1, day, hour, minute);
    this.shown.set(instant, shown);
    return shown;
  }

  /** The first instant at which the clock shows this time or later, found by walking there. */
  instantOf(wall: number): number {
    let instant = wall - 27 * 60 * MINUTE;
    while (this.at(instant) < wall) instant += 15 * MINUTE;
    while (this.at(instant - MINUTE) >= wall) instant -= MINUTE;
    // A jump of the clock may lie within the stride: the earliest of all counts.
    for (let back = instant - 3 * 60 * MINUTE; back < instant; back += MINUTE)
      if (this.at(back) >= wall) return back;
    return instant;
  }
}

interface ModelRule {
  /** Whether the rule fires at this wall-clock minute, given its start. */
  fires(wall: number, start: number): boolean;
}

const weekday = (wall: number): number => (new Date(wall).getUTCDay() + 6) % 7;
const sameTime = (wall: number, start: number): boolean => (wall - start) % DAY === 0;
const months = (wall: number): number => new Date(wall).getUTCFullYear() * 12 + new Date(wall).getUTCMonth();
const date = (wall: number): number => new Date(wall).getUTCDate();
const monday = (wall: number): number => Math.floor(wall / DAY) - weekday(wall);

/** Rules with what each means, said a second time. */
const RULES: Record<string, ModelRule> = {
  'FREQ=DAILY': { fires: sameTime },
  'FREQ=DAILY;INTERVAL=3': { fires: (wall, start) => (wall - start) % (3 * DAY) === 0 },
  'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR': { fires: (wall, start) => sameTime(wall, start) && weekday(wall) < 5 },
  'FREQ=DAILY;BYHOUR=6,14,22': {
    fires: (wall, start) =>
      [6, 14, 22].includes(new Date(wall).getUTCHours()) &&
      new Date(wall).getUTCMinutes() === new Date(start).getUTCMinutes(),
  },
  'FREQ=WEEKLY': { fires: (wall, start) => (wall - start) % (7 * DAY) === 0 },
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH': {
    fires: (wall, start) =>
      sameTime(wall, start) && [0, 3].includes(weekday(wall)) && (monday(wall) - monday(start)) % 14 === 0,
  },
  'FREQ=HOURLY;INTERVAL=5': { fires: (wall, start) => (wall - start) % (300 * MINUTE) === 0 },
  'FREQ=HOURLY;INTERVAL=5;BYDAY=SA,SU,MO': {
    fires: (wall, start) => (wall - start) % (300 * MINUTE) === 0 && [5, 6, 0].includes(weekday(wall)),
  },
  'FREQ=HOURLY;BYMINUTE=0,20,40;BYSETPOS=-1': { fires: (wall) => new Date(wall).getUTCMinutes() === 40 },
  'FREQ=MINUTELY;INTERVAL=45': { fires: (wall, start) => (wall - start) % (45 * MINUTE) === 0 },
  'FREQ=MINUTELY;INTERVAL=25;BYHOUR=1,2,3,12': {
    fires: (wall, start) =>
      (wall - start) % (25 * MINUTE) === 0 && [1, 2, 3, 12].includes(new Date(wall).getUTCHours()),
  },
  'FREQ=MONTHLY': { fires: (wall, start) => sameTime(wall, start) && date(wall) === date(start) },
  'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1,1': {
    fires: (wall, start) =>
      sameTime(wall, start) &&
      (months(wall) - months(start)) % 2 === 0 &&
      (date(wall) === 1 || date(wall + DAY) === 1),
  },
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1': {
    fires: (wall, start) =>
      sameTime(wall, start) &&
      weekday(wall) < 5 &&
      (date(wall) === 1 || (date(wall) <= 3 && weekday(wall) === 0)),
  },
  'FREQ=MONTHLY;BYDAY=-1FR': {
    fires: (wall, start) =>
      sameTime(wall, start) && weekday(wall) === 4 && months(wall + 7 * DAY) !== months(wall),
  },
};

const DURATIONS: Record<string, number> = { PT30M: 30, PT8H: 480, PT12H: 720, P1D: 1440, P2DT4H30M: 3150 };

interface Turn {
  start: number;
  end: number;
  handoff: number;
}

/** Every turn of a layer from its start until after the window, by trying every minute of the wall clock. */
function turns(layer: LayerDefinition, wall: Wall, until: number): Turn[] {
  const start = Date.parse(`${layer.startsAt}Z`);
  const rule = RULES[layer.handoff];
  const handoffs: number[] = layer.shiftDuration === null ? [start] : [];
  const from = layer.shiftDuration === null ? start + MINUTE : start;
  for (let at = from; at < until + 40 * DAY; at += MINUTE) if (rule?.fires(at, start)) handoffs.push(at);
  return handoffs.flatMap((handoff, index) => {
    const next = handoffs[index + 1] ?? Infinity;
    const length = layer.shiftDuration === null ? Infinity : (DURATIONS[layer.shiftDuration] ?? 0) * MINUTE;
    const ends = Math.min(next, handoff + length);
    if (ends < until - 20 * DAY || handoff > until + 2 * DAY) return [];
    return [
      {
        start: wall.instantOf(handoff),
        end: ends === Infinity ? Infinity : wall.instantOf(ends),
        handoff: index,
      },
    ];
  });
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

function isActive(restrictions: readonly Restriction[], wall: Wall, instant: number): boolean {
  if (restrictions.length === 0) return true;
  const today = Math.floor(wall.at(instant) / DAY);
  return restrictions.some(({ days, from, to }) => {
    const length =
      minutesOf(to) > minutesOf(from)
        ? minutesOf(to) - minutesOf(from)
        : minutesOf(to) - minutesOf(from) + 1440;
    return [today - 2, today - 1, today, today + 1].some((day) => {
      const name = WEEKDAYS[weekday(day * DAY)];
      if (days && (name === undefined || !days.includes(name))) return false;
      const opens = day * DAY + minutesOf(from) * MINUTE;
      return wall.instantOf(opens) <= instant && instant < wall.instantOf(opens + length * MINUTE);
    });
  });
}

/** "who source" for every minute of a window; "-" where nobody is on call. */
function model(schedule: ScheduleDefinition, from: number, to: number): string[] {
  const wall = new Wall(schedule.timeZone);
  const within = (of: { start: Date; end: Date }, at: number): boolean =>
    of.start.getTime() <= at && at < of.end.getTime();
  const isAway = (userId: string, at: number): boolean =>
    schedule.absences.some((absence) => absence.userId === userId && within(absence, at));
  const rotations = schedule.layers.map((layer) => ({ layer, turns: turns(layer, wall, to) }));
  const story: string[] = [];
  for (let at = from; at < to; at += MINUTE) {
    let who = '-';
    let why = '';
    for (const { layer, turns: all } of rotations) {
      if (layer.endsAt !== null && at >= wall.instantOf(Date.parse(`${layer.endsAt}Z`))) continue;
      const turn = all.find(({ start, end }) => start <= at && at < end);
      if (!turn || !isActive(layer.restrictions, wall, at)) continue;
      const { participants } = layer;
      const order = participants.map(
        (_, step) => participants[(turn.handoff + step) % participants.length] ?? '',
      );
      const present = (layer.onAbsence === 'gap' ? order.slice(0, 1) : order).find(
        (userId) => !isAway(userId, at),
      );
      if (present === undefined) continue;
      who = present;
      why = ` ${layer.id} ${turn.handoff}`;
    }
    for (const override of schedule.overrides) {
      if (!within(override, at) || (override.replaces !== null && override.replaces !== who)) continue;
      who = override.userId;
      why = ` override ${override.id}`;
    }
    story.push(who + why);
  }
  return story;
}

function rendered(schedule: ScheduleDefinition, from: number, to: number): string[] {
  const { items, gaps } = renderSchedule(schedule, { from: new Date(from), to: new Date(to) });
  const story: string[] = [];
  const pieces = [
    ...items.map(({ start, end, userId, source }) => ({
      start,
      end,
      told: `${userId} ${source.kind === 'layer' ? `${source.id} ${source.handoff}` : `override ${source.id}`}`,
    })),
    ...gaps.map(({ start, end }) => ({ start, end, told: '-' })),
  ].sort((left, right) => left.start.getTime() - right.start.getTime());
  for (const { start, end, told } of pieces) {
    for (let at = start.getTime(); at < end.getTime(); at += MINUTE) story.push(told);
  }
  return story;
}

/** Where clocks change, in a zone and around an instant, and one where they do not. */
const PLACES: [string, string][] = [
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Europe/London', '2026-03-29'],
  ['Europe/London', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['Asia/Tehran', '2021-03-21'],
  ['Asia/Tehran', '2021-09-21'],
  ['Pacific/Apia', '2011-12-30'],
  ['Africa/Casablanca', '2026-03-22'],
  ['Asia/Kolkata', '2028-02-29'],
  ['UTC', '2026-12-31'],
];

const people = fc.constantFrom('A', 'B', 'C', 'D');
const quarters = (days: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: days * 96 }).map((count) => count * 15 * MINUTE);
const wallText = (wall: number): string => new Date(wall).toISOString().slice(0, 16);
const restrictions = fc.array(
  fc.record(
    {
      days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
      from: fc.constantFrom('00:00', '01:30', '02:30', '09:00', '22:00'),
      to: fc.constantFrom('00:00', '01:45', '02:30', '06:00', '17:00'),
    },
    { requiredKeys: ['from', 'to'] },
  ),
  { maxLength: 2 },
);

function layers(around: number): fc.Arbitrary<LayerDefinition> {
  return fc
    .record({
      participants: fc.array(people, { minLength: 1, maxLength: 4 }),
      startsAt: quarters(70).map((before) => wallText(around + 2 * DAY - before)),
      endsAt: fc.option(
        quarters(6).map((after) => wallText(around - 2 * DAY + after)),
        { freq: 5 },
      ),
      handoff: fc.constantFrom(...Object.keys(RULES)),
      shiftDuration: fc.option(fc.constantFrom(...Object.keys(DURATIONS)), { freq: 2 }),
      restrictions,
      onAbsence: fc.constantFrom('cover', 'gap'),
    })
    .map((layer) => ({ ...layer, id: layer.handoff }));
}

const schedules = fc.constantFrom(...PLACES).chain(([timeZone, day]) => {
  const around = Date.parse(`${day}T00:00Z`);
  const stretch = fc.tuple(quarters(5), quarters(3)).map(([start, length]) => ({
    start: new Date(around - 2 * DAY + start),
    end: new Date(around - 2 * DAY + start + length + 15 * MINUTE),
  }));
  return fc.record({
    around: fc.constant(around),
    schedule: fc.record({
      timeZone: fc.constant(timeZone),
      layers: fc
        .array(layers(around), { minLength: 1, maxLength: 3 })
        .map((all) => all.map((layer, index) => ({ ...layer, id: `L${index}` }))),
      overrides: fc
        .array(fc.record({ of: stretch, userId: people, replaces: fc.option(people, { nil: null }) }), {
          maxLength: 4,
        })
        .map((all) => all.map(({ of, ...override }, index) => ({ ...of, ...override, id: String(index) }))),
      absences: fc
        .array(fc.record({ of: stretch, userId: people }), { maxLength: 3 })
        .map((all) => all.map(({ of, userId }) => ({ ...of, userId }))),
    }),
  });
});

describe('any schedule', () => {
  it('is what the rules say of every minute', () => {
    fc.assert(
      fc.property(schedules, ({ around, schedule }) => {
        const [from, to] = [around - 2 * DAY, around + 2 * DAY];
        expect(rendered(schedule, from, to)).toEqual(model(schedule, from, to));
      }),
      { numRuns: 30 },
    );
  });

  it('gives shifts in order that do not overlap, are not empty and do not repeat the one before', () => {
    fc.assert(
      fc.property(schedules, ({ around, schedule }) => {
        const { items } = renderSchedule(schedule, {
          from: new Date(around - 5 * DAY),
          to: new Date(around + 9 * DAY),
        });
        items.forEach((item, index) => {
          const next = items[index + 1];
          expect(item.start < item.end).toBe(true);
          expect(!next || item.end <= next.start).toBe(true);
          expect(
            next && { ...next, start: item.start, end: item.end, touches: +item.end === +next.start },
          ).not.toEqual({ ...item, touches: true });
        });
      }),
    );
  });

  it('covers exactly the window less the gaps', () => {
    fc.assert(
      fc.property(schedules, ({ around, schedule }) => {
        const window = { from: new Date(around - 5 * DAY), to: new Date(around + 9 * DAY) };
        const { items, gaps } = renderSchedule(schedule, window);
        const edges = [...items, ...gaps].sort((left, right) => left.start.getTime() - right.start.getTime());
        expect(edges[0]?.start).toEqual(window.from);
        expect(edges.at(-1)?.end).toEqual(window.to);
        edges.slice(1).forEach((each, index) => expect(each.start).toEqual(edges[index]?.end));
      }),
    );
  });

  it('does not depend on the window that was asked for', () => {
    fc.assert(
      fc.property(
        schedules,
        quarters(14),
        fc.integer({ min: 0, max: 899_999 }),
        ({ around, schedule }, after, more) => {
          const [from, to] = [around - 5 * DAY, around + 9 * DAY];
          const middle = Math.min(from + after + more, to);
          expect(
            [...rendered(schedule, from, middle), ...rendered(schedule, middle, to)].length,
          ).toBeGreaterThanOrEqual(14 * 1440);
          const whole = renderSchedule(schedule, { from: new Date(from), to: new Date(to) });
          const left = renderSchedule(schedule, { from: new Date(from), to: new Date(middle) });
          const right = renderSchedule(schedule, { from: new Date(middle), to: new Date(to) });
          for (const kind of ['items', 'gaps'] as const) {
            const cut = whole[kind].flatMap((each) =>
              +each.start < middle && middle < +each.end
                ? [
                    { ...each, end: new Date(middle) },
                    { ...each, start: new Date(middle) },
                  ]
                : [each],
            );
            expect([...left[kind], ...right[kind]]).toEqual(cut);
          }
        },
      ),
    );
  });
});
