import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';
import type { Fault } from '../platform/http/problem.js';
import { instantSchema } from '../platform/http/times.js';
import { handoffSequence } from './rendering/handoff-sequence.js';
import type { LayerDefinition, ScheduleDefinition } from './rendering/schedule-definition.js';
import { DAY, parseWallClock } from './rendering/wall-clock.js';
import { zoneClock } from './rendering/zone-clock.js';
import { scheduleDraftSchema } from './schedule-input.js';

export const LONGEST_WINDOW_DAYS = 400;

/** What one answer may hold. A year and more of hourly hand-offs fits; a year of MINUTELY does not. */
const MOST_TURNS = 100_000;

/**
 * A century of days. Most rules repeat sooner, and may be as old as they like; one that takes an odd number of hours and
 * names dates as well has to be added up day by day from its start.
 */
const MOST_CELLS = 36_525;

export interface ScheduleWindow {
  readonly from: Date;
  readonly to: Date;
}

/** `?from=&to=` of a rendering. */
export const windowQuerySchema = z
  .strictObject({ from: instantSchema, to: instantSchema })
  .superRefine(checkLength);

/** The same of one schedule; `?asKnownAt=` leaves out what was changed later. */
export const shiftsQuerySchema = z
  .strictObject({ from: instantSchema, to: instantSchema, asKnownAt: instantSchema.optional() })
  .superRefine(checkLength);
export type ShiftsQuery = z.output<typeof shiftsQuerySchema>;

/** The body of a preview; with `scheduleId` it also tells what putting the draft in that one's place would change. */
export const previewSchema = z
  .strictObject({
    schedule: scheduleDraftSchema,
    scheduleId: idSchema.exactOptional(),
    from: instantSchema,
    to: instantSchema,
  })
  .superRefine(checkLength)
  .meta({ id: 'SchedulePreviewInput' });
export type PreviewInput = z.output<typeof previewSchema>;

function checkLength({ from, to }: ScheduleWindow, context: z.RefinementCtx): void {
  const days = (to.getTime() - from.getTime()) / DAY;
  if (days <= 0) context.addIssue({ code: 'custom', path: ['to'], message: 'must be after from' });
  if (days > LONGEST_WINDOW_DAYS) {
    context.addIssue({
      code: 'custom',
      path: ['to'],
      message: `must be at most ${LONGEST_WINDOW_DAYS} days after from`,
    });
  }
}

/**
 * What is wrong with rendering this window at once: nothing, or that it holds more turns than one answer carries.
 * The turns are counted by arithmetic, so asking costs little however many there are.
 */
export function windowFaults(
  schedule: Pick<ScheduleDefinition, 'timeZone' | 'layers'>,
  window: ScheduleWindow,
): Fault[] {
  const turns = countTurns(schedule, window);
  if (turns <= MOST_TURNS) return [];
  return [
    {
      path: 'to',
      message: `lets about ${turns} turns into the window; ${MOST_TURNS} fit, so ask for a shorter one`,
    },
  ];
}

/**
 * The layers of a draft whose hand-offs cannot be numbered in this window at a small cost, since they begin too long
 * before it. Anybody may ask for a preview, as often as they like and with other layers each time.
 * @returns faults at `schedule.layers.<index>.startsAt`
 */
export function ageFaults(
  schedule: Pick<ScheduleDefinition, 'timeZone' | 'layers'>,
  window: ScheduleWindow,
): Fault[] {
  const to = zoneClock(schedule.timeZone).wallReached(window.to.getTime());
  return schedule.layers.flatMap(({ handoff, startsAt, shiftDuration }, index) => {
    const cells = handoffSequence(handoff, startsAt, shiftDuration === null).cellsUpTo(to);
    if (cells <= MOST_CELLS) return [];
    const message = `is too long before the window for ${handoff}, which is counted day by day: begin at most 100 years before it`;
    return [{ path: `schedule.layers.${index}.startsAt`, message }];
  });
}

/** How many days from `at` on can be looked at without more turns than one answer carries; at least one. */
export function horizonDays(
  schedule: Pick<ScheduleDefinition, 'timeZone' | 'layers'>,
  at: Date,
  wanted: number,
): number {
  let days = wanted;
  while (
    days > 1 &&
    windowFaults(schedule, { from: at, to: new Date(at.getTime() + days * DAY) }).length > 0
  ) {
    days = Math.max(1, Math.floor(days / 4));
  }
  return days;
}

function countTurns(
  schedule: Pick<ScheduleDefinition, 'timeZone' | 'layers'>,
  window: ScheduleWindow,
): number {
  const clock = zoneClock(schedule.timeZone);
  const from = clock.wallReached(window.from.getTime());
  const to = clock.wallReached(window.to.getTime());
  return schedule.layers
    .map((layer) => countLayerTurns(layer, from, to))
    .reduce((sum, count) => sum + count, 0);
}

/** Restrictions cut turns into pieces, one more for each time that one of them opens. */
function countLayerTurns(layer: LayerDefinition, from: number, to: number): number {
  const end = Math.min(to, layer.endsAt === null ? Infinity : (parseWallClock(layer.endsAt) ?? Infinity));
  if (end <= from) return 0;
  const handoffs = handoffSequence(layer.handoff, layer.startsAt, layer.shiftDuration === null);
  const turns = handoffs.numberAt(end) - handoffs.numberAt(from) + 1;
  return turns + (layer.restrictions.length * (end - from)) / DAY;
}
