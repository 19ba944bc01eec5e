import { gatherAbsences } from './absences.js';
import { subtract, type Interval } from './interval.js';
import { layerTimeline } from './layer-timeline.js';
import { applyOverride } from './overrides.js';
import type { Rendering, ScheduleDefinition } from './schedule-definition.js';
import { gapsBetween, joinPieces, type Piece } from './timeline.js';
import { zoneClock } from './zone-clock.js';

/**
 * Who is on call within a window: the final schedule, cut at the window's edges, and what nobody covers. Layers lie
 * one over the other, overrides on top in the order in which they were made. The cost is that of the window, however
 * long ago the rotations began, and a window rendered in parts gives the same as rendered whole.
 *
 * @param window instants, `from` inclusive, `to` exclusive; nothing is in it where `to` is not after `from`
 * @param mostTurns how many hand-offs of one layer are worked out at most; the default lets every minute of 400 days
 *   through, but not every second
 * @throws ImpossibleScheduleError where `scheduleFaults` would have found what cannot be read
 * @throws TooManyShiftsError where the window holds more hand-offs of a layer than that
 */
export function renderSchedule(
  schedule: ScheduleDefinition,
  window: { from: Date; to: Date },
  mostTurns = 600_000,
): Rendering {
  const bounds: Interval = { start: window.from.getTime(), end: window.to.getTime() };
  if (!(bounds.start < bounds.end)) return { items: [], gaps: [] };
  const clock = zoneClock(schedule.timeZone);
  const absences = gatherAbsences(schedule.absences, bounds);
  // From the top down, so that a layer is worked out only where nothing covers it.
  const pieces: Piece[] = [];
  let open: readonly Interval[] = [bounds];
  for (const layer of schedule.layers.toReversed()) {
    const shown = layerTimeline(layer, clock, open, absences, mostTurns);
    for (const piece of shown) pieces.push(piece);
    open = subtract(open, shown);
  }
  let timeline = pieces.sort((left, right) => left.start - right.start);
  for (const override of schedule.overrides) timeline = applyOverride(timeline, override, bounds);
  const items = joinPieces(timeline);
  return { items, gaps: gapsBetween(items, bounds.start, bounds.end) };
}
