import { firstEndingAfter, union, type Interval } from './interval.js';
import type { AbsenceDefinition, LayerDefinition } from './schedule-definition.js';
import type { Piece } from './timeline.js';
import type { Instant } from './zone-clock.js';

/** When each person is away, in order. */
export type Absences = ReadonlyMap<string, readonly Interval[]>;

/** Gathers absences by person, leaving out those that do not touch the window. */
export function gatherAbsences(absences: readonly AbsenceDefinition[], window: Interval): Absences {
  const byUser = new Map<string, Interval[]>();
  for (const absence of absences) {
    const start = absence.start.getTime();
    const end = absence.end.getTime();
    if (end <= window.start || start >= window.end) continue;
    const known = byUser.get(absence.userId);
    if (known) known.push({ start, end });
    else byUser.set(absence.userId, [{ start, end }]);
  }
  return new Map([...byUser].map(([userId, intervals]) => [userId, union(intervals)]));
}

/** Whether somebody is away at an instant, and until when that stays so. */
function awayAt(absences: Absences, userId: string, at: Instant): { away: boolean; until: Instant } {
  const intervals = absences.get(userId);
  const interval = intervals?.[firstEndingAfter(intervals, at)];
  if (!interval) return { away: false, until: Infinity };
  return interval.start <= at ? { away: true, until: interval.end } : { away: false, until: interval.start };
}

/**
 * Takes people who are away out of a layer's turn: with `cover` the next participant in order who is not away has it,
 * else nobody. The count of hand-offs is not touched.
 * @param turn a piece of hand-off number `handoff`, whose `userId` is the one whose turn it is
 */
export function withoutAbsent(
  turn: Piece,
  handoff: number,
  layer: LayerDefinition,
  absences: Absences,
): Piece[] {
  const { participants, onAbsence } = layer;
  if (absences.size === 0 || !participants.some((userId) => absences.has(userId))) return [turn];
  const candidates = onAbsence === 'gap' ? 1 : participants.length;
  const pieces: Piece[] = [];
  let at = turn.start;
  while (at < turn.end) {
    let until = turn.end;
    for (let step = 0; step < candidates; step += 1) {
      const userId = participants[(handoff + step) % participants.length] ?? turn.userId;
      const presence = awayAt(absences, userId, at);
      until = Math.min(until, presence.until);
      if (presence.away) continue;
      pieces.push({ start: at, end: until, userId, source: turn.source });
      break;
    }
    at = until;
  }
  return pieces;
}
