import { firstEndingAfter, type Interval } from './interval.js';
import type { OverrideDefinition, ShiftSource } from './schedule-definition.js';
import { overlay, type Piece } from './timeline.js';

/**
 * Applies one override to the result so far. With `replaces` it takes effect only where that person is on call there,
 * else for the whole time.
 */
export function applyOverride(timeline: Piece[], override: OverrideDefinition, window: Interval): Piece[] {
  const start = Math.max(override.start.getTime(), window.start);
  const end = Math.min(override.end.getTime(), window.end);
  if (!(start < end)) return timeline;
  const first = firstEndingAfter(timeline, start);
  let last = first;
  for (let piece = timeline[last]; piece && piece.start < end; piece = timeline[last]) last += 1;
  const touched = timeline.slice(first, last);
  const { userId, replaces } = override;
  const source: ShiftSource = { kind: 'override', id: override.id };
  const above =
    replaces === null
      ? [{ start, end, userId, source }]
      : touched
          .filter((piece) => piece.userId === replaces)
          .map((piece) => ({
            start: Math.max(piece.start, start),
            end: Math.min(piece.end, end),
            userId,
            source,
          }));
  return timeline.slice(0, first).concat(overlay(touched, above), timeline.slice(last));
}
