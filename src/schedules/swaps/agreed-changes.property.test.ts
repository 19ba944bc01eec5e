import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderSchedule } from '../rendering/render-schedule.js';
import type {
  AbsenceDefinition,
  LayerDefinition,
  OverrideDefinition,
  ScheduleDefinition,
  Shift,
} from '../rendering/schedule-definition.js';
import {
  exchangeOverrides,
  firstMoved,
  firstNotHeldBy,
  holderOf,
  overlap,
  type Stretch,
} from './exchange.js';
import { keptAgreements } from './kept-agreements.js';

const HOUR = 3_600_000;
const DAYS = 6;
const from = Date.UTC(2026, 0, 5);
const window = { from: new Date(from), to: new Date(from + DAYS * 24 * HOUR) };
const PEOPLE = ['ana', 'bo', 'cy', 'dee'];

const person = fc.constantFrom(...PEOPLE);
const stretch = fc
  .tuple(fc.nat(DAYS * 24 * 2 - 2), fc.integer({ min: 1, max: 60 }))
  .map(([start, length]): Stretch => ({
    start: new Date(from + (start * HOUR) / 2),
    end: new Date(Math.min(from + ((start + length) * HOUR) / 2, window.to.getTime())),
  }));

const layer = fc
  .record({
    participants: fc.uniqueArray(person, { minLength: 1, maxLength: 4 }),
    handoff: fc.constantFrom('FREQ=DAILY', 'FREQ=HOURLY;INTERVAL=7', 'FREQ=WEEKLY;BYDAY=MO,TH'),
    onAbsence: fc.constantFrom('cover' as const, 'gap' as const),
    restricted: fc.boolean(),
  })
  .map(({ restricted, ...rest }): Omit<LayerDefinition, 'id'> => ({
    ...rest,
    startsAt: '2026-01-01T09:00',
    endsAt: null,
    shiftDuration: null,
    restrictions: restricted ? [{ from: '09:00', to: '21:00' }] : [],
  }));
const layers = fc
  .array(layer, { minLength: 1, maxLength: 3 })
  .map((list) => list.map((each, index): LayerDefinition => ({ ...each, id: `layer-${String(index)}` })));

/** `give` and `take` may be anything; the first is then narrowed to what the giver has, so that many come about. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('trade' as const),
      give: stretch,
      take: fc.option(stretch, { nil: null, freq: 2 }),
      acceptor: person,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('override' as const),
      time: stretch,
      userId: person,
      replaces: fc.option(person, { nil: null, freq: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('absence' as const), time: stretch, userId: person }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('return' as const), which: fc.nat(10) }) },
);

const render = (schedule: ScheduleDefinition): Shift[] => renderSchedule(schedule, window).items;

/** Who is on call at every half hour; the times of this test are all whole half hours. */
function everyHalfHour(shifts: readonly Shift[]): (string | null)[] {
  const holders = new Array<string | null>(DAYS * 48).fill(null);
  let last = 0;
  for (const { start, end, userId } of shifts) {
    const [first, next] = halfHoursOf({ start, end });
    // Nobody has a place beside another: a moment is one person's.
    if (first < last) throw new Error(`two shifts at half hour ${String(first)}`);
    holders.fill(userId, first, next);
    last = next;
  }
  return holders;
}

/** The half hours in which what is there now may not be. */
const differing = (
  before: readonly (string | null)[],
  after: readonly (string | null)[],
  allows: (holder: string | null, now: string | null, index: number) => boolean,
): number[] =>
  before.flatMap((holder, index) => (allows(holder, after[index] ?? null, index) ? [] : [index]));

const halfHoursOf = ({ start, end }: Stretch): [number, number] => [
  (start.getTime() - from) / (HOUR / 2),
  (end.getTime() - from) / (HOUR / 2),
];

/** The part of `time` in which one person has its first moment; null where nobody does. */
function offerable(shifts: readonly Shift[], time: Stretch): { giverId: string; give: Stretch } | null {
  const first = shifts.find(({ end }) => end > time.start);
  if (!first || first.start > time.start) return null;
  const notTheirs = firstNotHeldBy(shifts, time, first.userId);
  return { giverId: first.userId, give: { start: time.start, end: notTheirs?.start ?? time.end } };
}

describe('any chain of swaps, covers, overrides and absences', () => {
  it('leaves no moment uncovered that was covered, and nobody in two places', () => {
    let trades = 0;
    let kept = 0;
    fc.assert(
      fc.property(
        layers,
        fc.array(step, { minLength: 4, maxLength: 30, size: 'max' }),
        (definedLayers, steps) => {
          let overrides: OverrideDefinition[] = [];
          let absences: AbsenceDefinition[] = [];
          const agreed = new Set<string>();
          const current = (): ScheduleDefinition => ({
            timeZone: 'UTC',
            layers: definedLayers,
            overrides,
            absences,
          });
          const add = (list: readonly Omit<OverrideDefinition, 'id'>[], isAgreed: boolean): void => {
            for (const override of list) {
              const id = `override-${String(overrides.length)}`;
              overrides = [...overrides, { ...override, id }];
              if (isAgreed) agreed.add(id);
            }
          };
          for (const each of steps) {
            const shifts = render(current());
            const before = everyHalfHour(shifts);
            switch (each.kind) {
              case 'trade': {
                const offer = offerable(shifts, each.give);
                if (!offer) break;
                const take = each.take && (offerable(shifts, each.take)?.give ?? null);
                if (take && overlap(offer.give, take)) break;
                const acceptor = take === null ? each.acceptor : (holderOf(shifts, take) ?? each.acceptor);
                const exchange = { ...offer, take };
                if (acceptor === offer.giverId || firstMoved(shifts, exchange, acceptor)) break;
                add(exchangeOverrides(exchange, acceptor), true);
                trades += 1;
                // Exactly what was agreed has changed hands, and nothing else.
                const expected = [...before];
                expected.fill(acceptor, ...halfHoursOf(offer.give));
                if (take) expected.fill(offer.giverId, ...halfHoursOf(take));
                expect(everyHalfHour(render(current()))).toEqual(expected);
                break;
              }
              case 'override': {
                add([{ ...each.time, userId: each.userId, replaces: each.replaces }], false);
                const after = everyHalfHour(render(current()));
                expect(differing(before, after, (holder, now) => holder === null || now !== null)).toEqual(
                  [],
                );
                break;
              }
              case 'absence': {
                absences = [...absences, { ...each.time, userId: each.userId }];
                const pins = keptAgreements(shifts, render(current()), agreed);
                kept += pins.length;
                add(
                  pins.map(({ overrideId: _overrideId, ...override }) => override),
                  true,
                );
                // What was agreed stays as it was, and so does all that the absence does not touch.
                const agreedTimes = shifts.filter(
                  ({ source }) => source.kind === 'override' && agreed.has(source.id),
                );
                const mustStay = everyHalfHour(agreedTimes);
                const [awayFrom, awayTo] = halfHoursOf(each.time);
                const after = everyHalfHour(render(current()));
                expect(
                  differing(before, after, (holder, now, index) => {
                    const away = index >= awayFrom && index < awayTo;
                    return holder === now || (away && mustStay[index] === null);
                  }),
                ).toEqual([]);
                break;
              }
              case 'return': {
                absences = absences.filter(
                  (_absence, index) => index !== each.which % Math.max(absences.length, 1),
                );
                const after = everyHalfHour(render(current()));
                expect(differing(before, after, (holder, now) => holder === null || now !== null)).toEqual(
                  [],
                );
                break;
              }
            }
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(trades).toBeGreaterThan(100);
    expect(kept).toBeGreaterThan(0);
  }, 60_000);
});
