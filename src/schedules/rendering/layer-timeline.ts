import { withoutAbsent, type Absences } from './absences.js';
import { handoffSequence } from './handoff-sequence.js';
import { ImpossibleScheduleError } from './impossible-schedule-error.js';
import { intersect, type Interval } from './interval.js';
import { activeIntervals } from './restrictions.js';
import { RotationTurns } from './rotation-turns.js';
import type { LayerDefinition, ShiftSource } from './schedule-definition.js';
import { shiftDuration } from './shift-duration.js';
import type { Piece } from './timeline.js';
import { parseWallClock, type WallTime } from './wall-clock.js';
import type { ZoneClock } from './zone-clock.js';

/**
 * Who one layer puts on call within some windows: rotation, restrictions and absences.
 * @param windows in order and apart from each other
 * @throws ImpossibleScheduleError where the layer cannot be read
 * @throws TooManyShiftsError where more than `mostTurns` turns have to be worked out
 */
export function layerTimeline(
  layer: LayerDefinition,
  clock: ZoneClock,
  windows: readonly Interval[],
  absences: Absences,
  mostTurns: number,
): Piece[] {
  const { participants } = layer;
  if (participants.length === 0) return [];
  const starts = clock.toInstant(wallClock(layer.startsAt));
  const ends = layer.endsAt === null ? Infinity : clock.toInstant(wallClock(layer.endsAt));
  const duration = shiftDuration(layer.shiftDuration);
  const handoffs = handoffSequence(layer.handoff, layer.startsAt, duration === null);
  const span = {
    start: Math.max(windows[0]?.start ?? Infinity, starts),
    end: Math.min(windows.at(-1)?.end ?? -Infinity, ends),
  };
  if (span.start >= span.end) return [];
  const turns = new RotationTurns(handoffs, duration, clock, mostTurns);
  const pieces: Piece[] = [];
  for (const open of intersect(windows, activeIntervals(layer.restrictions, clock, span))) {
    for (const { handoff, start, end } of turns.within(open)) {
      const userId = participants[handoff % participants.length] ?? '';
      const source: ShiftSource = { kind: 'layer', id: layer.id, handoff };
      const piece = { start: Math.max(start, open.start), end: Math.min(end, open.end), userId, source };
      for (const present of withoutAbsent(piece, handoff, layer, absences)) pieces.push(present);
    }
  }
  return pieces;
}

function wallClock(text: string): WallTime {
  const wall = parseWallClock(text);
  if (wall === null)
    throw new ImpossibleScheduleError(`"${text}" is not a wall-clock time such as 2026-01-05T09:00.`);
  return wall;
}
