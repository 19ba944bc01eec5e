import { withoutAbsent, type Absences } from './absences.js';
import { handoffSequence, type HandoffSequence } from './handoff-sequence.js';
import { ImpossibleScheduleError } from './impossible-schedule-error.js';
import { firstEndingAfter, type Interval } from './interval.js';
import { activeIntervals } from './restrictions.js';
import type { LayerDefinition, ShiftSource } from './schedule-definition.js';
import { shiftDuration, type ShiftDuration } from './shift-duration.js';
import type { Piece } from './timeline.js';
import { TooManyShiftsError } from './too-many-shifts-error.js';
import { parseWallClock, type WallTime } from './wall-clock.js';
import type { ZoneClock } from './zone-clock.js';

/** Hand-offs every minute of the longest window that is served (400 days) are fewer; every second they are not. */
const MOST_TURNS = 600_000;

/** A turn as the rotation alone gives it. */
interface Turn extends Interval {
  handoff: number;
}

/**
 * Who one layer puts on call within some windows: rotation, restrictions and absences.
 * @param windows in order and apart from each other
 * @throws ImpossibleScheduleError where the layer cannot be read
 * @throws TooManyShiftsError
 */
export function layerTimeline(
  layer: LayerDefinition,
  clock: ZoneClock,
  windows: readonly Interval[],
  absences: Absences,
): Piece[] {
  const { participants } = layer;
  if (participants.length === 0) return [];
  const starts = clock.toInstant(wallClock(layer.startsAt));
  const ends = layer.endsAt === null ? Infinity : clock.toInstant(wallClock(layer.endsAt));
  const duration = shiftDuration(layer.shiftDuration);
  const handoffs = handoffSequence(layer.handoff, layer.startsAt, duration === null);
  const pieces: Piece[] = [];
  for (const each of windows) {
    const window = { start: Math.max(each.start, starts), end: Math.min(each.end, ends) };
    if (window.start >= window.end) continue;
    const active = activeIntervals(layer.restrictions, clock, window);
    for (const turn of turnsWithin(handoffs, duration, clock, window)) {
      const userId = participants[turn.handoff % participants.length] ?? '';
      const source: ShiftSource = { kind: 'layer', id: layer.id, handoff: turn.handoff };
      for (let index = firstEndingAfter(active, turn.start); ; index += 1) {
        const open = active[index];
        if (!open || open.start >= turn.end) break;
        const piece = {
          start: Math.max(turn.start, open.start),
          end: Math.min(turn.end, open.end),
          userId,
          source,
        };
        pieces.push(...withoutAbsent(piece, turn.handoff, layer, absences));
      }
    }
  }
  return pieces;
}

/** The turns that touch a window, cut at its edges. Those of no length, whose hand-offs fell into a gap, are left out. */
function* turnsWithin(
  handoffs: HandoffSequence,
  duration: ShiftDuration | null,
  clock: ZoneClock,
  window: Interval,
): Generator<Turn> {
  let handoff = Math.max(handoffs.numberAt(clock.wallReached(window.start)), 0);
  const most = handoff + MOST_TURNS;
  let wall = handoffs.timeOf(handoff);
  while (wall !== null) {
    const begins = clock.toInstant(wall);
    if (begins >= window.end) return;
    if (handoff > most) throw new TooManyShiftsError(MOST_TURNS);
    const nextWall = handoffs.timeOf(handoff + 1);
    const ends = Math.min(
      nextWall === null ? Infinity : clock.toInstant(nextWall),
      duration === null ? Infinity : clock.toInstant(duration.endOf(wall)),
    );
    const start = Math.max(begins, window.start);
    const end = Math.min(ends, window.end);
    if (start < end) yield { start, end, handoff };
    handoff += 1;
    wall = nextWall;
  }
}

function wallClock(text: string): WallTime {
  const wall = parseWallClock(text);
  if (wall === null)
    throw new ImpossibleScheduleError(`"${text}" is not a wall-clock time such as 2026-01-05T09:00.`);
  return wall;
}
