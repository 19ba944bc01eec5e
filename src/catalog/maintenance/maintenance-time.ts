import { handoffSequence, type HandoffSequence } from '../../schedules/rendering/handoff-sequence.js';
import { SECOND } from '../../schedules/rendering/wall-clock.js';
import { zoneClock } from '../../schedules/rendering/zone-clock.js';

/** One stretch of time, or a rule on the wall clock of a zone: what `SCHEDULING.md` says of rules holds here too. */
export type MaintenanceTime =
  | { readonly kind: 'once'; readonly start: Date; readonly end: Date }
  | {
      readonly kind: 'recurring';
      /** RFC 5545 RRULE without DTSTART, TZID, COUNT and UNTIL. */
      readonly recurrence: string;
      /** Wall-clock time from which on the rule counts, `YYYY-MM-DDTHH:MM`. */
      readonly start: string;
      /** Measured on the wall clock: 22:00 to 06:00 ends at 06:00 on every night of the year. */
      readonly durationSeconds: number;
      /** Milliseconds of the wall clock, see `parseWallClock`: what begins then or later is left out; null: for ever. */
      readonly until: number | null;
      readonly timeZone: string;
    };

/** A window as far as the question goes whether it is in effect. */
export interface MaintenanceWindow {
  readonly time: MaintenanceTime;
  /** The occurrence that holds this moment ends at it. */
  readonly endedEarlyAt: Date | null;
}

/** `[start, end)`. */
export interface Occurrence {
  readonly start: Date;
  readonly end: Date;
}

/** So many occurrences in a row may lie in a time that the clock skips; later ones are not looked for. */
const MOST_SKIPPED = 100;

/** The occurrence that a moment lies in; null where there is none. */
export function occurrenceAt({ time, endedEarlyAt }: MaintenanceWindow, at: Date): Occurrence | null {
  const planned = time.kind === 'once' ? time : lastBegun(time, at);
  if (planned === null || at < planned.start || at >= planned.end) return null;
  const wasEnded = endedEarlyAt !== null && endedEarlyAt >= planned.start && endedEarlyAt <= at;
  return wasEnded ? null : { start: planned.start, end: planned.end };
}

/** The first occurrence that begins later than `after`; null where none comes. */
export function nextOccurrence(time: MaintenanceTime, after: Date): Occurrence | null {
  if (time.kind === 'once') return time.start > after ? { start: time.start, end: time.end } : null;
  const sequence = sequenceOf(time);
  const number = sequence.numberAt(zoneClock(time.timeZone).wallReached(after.getTime())) + 1;
  for (let skipped = 0; skipped < MOST_SKIPPED; skipped += 1) {
    const occurrence = occurrenceNumber(time, sequence, number + skipped);
    if (occurrence === null) return null;
    if (occurrence.start > after && occurrence.start < occurrence.end) return occurrence;
  }
  return null;
}

/** The first of the windows that is in effect at a moment; null where none is. */
export function windowInEffect<Window extends MaintenanceWindow>(
  windows: readonly Window[],
  at: Date,
): Window | null {
  return windows.find((window) => occurrenceAt(window, at) !== null) ?? null;
}

/** All occurrences are equally long on the wall clock, so of those that have begun the last one ends last. */
function lastBegun(time: MaintenanceTime & { kind: 'recurring' }, at: Date): Occurrence | null {
  const sequence = sequenceOf(time);
  const number = sequence.numberAt(zoneClock(time.timeZone).wallReached(at.getTime()));
  const last = time.until === null ? number : Math.min(number, sequence.numberAt(time.until - 1));
  return last < 0 ? null : occurrenceNumber(time, sequence, last);
}

/** Number 0 is the first occurrence at or after the start. */
export function occurrenceNumber(
  time: MaintenanceTime & { kind: 'recurring' },
  sequence: HandoffSequence,
  number: number,
): Occurrence | null {
  const wall = sequence.timeOf(number);
  if (wall === null || (time.until !== null && wall >= time.until)) return null;
  const clock = zoneClock(time.timeZone);
  return {
    start: new Date(clock.toInstant(wall)),
    end: new Date(clock.toInstant(wall + time.durationSeconds * SECOND)),
  };
}

/** The occurrences of a rule on the wall clock. @throws ImpossibleScheduleError where the rule or the start cannot be read */
export function sequenceOf(time: MaintenanceTime & { kind: 'recurring' }): HandoffSequence {
  return handoffSequence(time.recurrence, time.start, false);
}
