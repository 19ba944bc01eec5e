import { instantSchema } from '../../platform/http/times.js';
import type { Fault } from '../../platform/http/problem.js';
import { layerLimitFaults } from '../../schedules/layer-limits.js';
import { readRecurrenceRule } from '../../schedules/rendering/recurrence-rule.js';
import { DAY, parseWallClock, SECOND } from '../../schedules/rendering/wall-clock.js';
import {
  nextOccurrence,
  occurrenceAt,
  occurrenceNumber,
  sequenceOf,
  type MaintenanceTime,
} from './maintenance-time.js';

/** When a window is, as somebody wrote it. */
export interface WrittenTime {
  /** With an offset; of a recurring window on the wall clock of `timeZone`, without one. */
  readonly start: string;
  readonly end: string | null;
  readonly recurrence: string | null;
  readonly durationSeconds: number | null;
  readonly timeZone: string | null;
  readonly until: string | null;
}

export type ReadTime =
  | { readonly time: MaintenanceTime; readonly faults: readonly [] }
  | { readonly time: null; readonly faults: readonly Fault[] };

type Recurring = MaintenanceTime & { readonly kind: 'recurring' };

const LONGEST_DAYS = 30;
const LONGEST = LONGEST_DAYS * DAY;
const TOO_LONG = `must be at most ${String(LONGEST_DAYS)} days after the start`;
/** More occurrences than a rule has within 30 days, unless it makes no sense as maintenance. */
const MOST_LOOKED_AT = 5_000;
/** A row of times that touch shows itself within the years in which a rule's pattern comes round. */
const LOOK_AHEAD = 8 * 366 * DAY;

const SAID_ELSEWHERE: Readonly<Record<string, string>> = {
  DTSTART: 'Leave DTSTART out of the rule: start says when it begins.',
  TZID: 'Leave TZID out of the rule: timeZone says it.',
  COUNT: 'Leave COUNT out of the rule: until says when it ends.',
  UNTIL: 'Leave UNTIL out of the rule: until says when it ends.',
};

/** Reads when a window is; every fault with its path. A window that is over already is one: it would silence nothing. */
export function readMaintenanceTime(written: WrittenTime, now: Date): ReadTime {
  return written.recurrence === null
    ? readOnce(written, now)
    : readRecurring(written, written.recurrence, now);
}

function readOnce(written: WrittenTime, now: Date): ReadTime {
  const faults: Fault[] = [];
  for (const path of ['durationSeconds', 'timeZone', 'until'] as const)
    if (written[path] !== null) faults.push({ path, message: 'goes with recurrence only' });
  const start = readInstant('start', written.start, faults);
  const end = written.end === null ? null : readInstant('end', written.end, faults);
  if (written.end === null) faults.push({ path: 'end', message: 'is required' });
  if (start !== null && end !== null) {
    const length = end.getTime() - start.getTime();
    if (length <= 0) faults.push({ path: 'end', message: 'must be after the start' });
    else if (length > LONGEST) faults.push({ path: 'end', message: TOO_LONG });
    else if (end <= now) faults.push({ path: 'end', message: 'must be in the future' });
    if (faults.length === 0) return { time: { kind: 'once', start, end }, faults: [] };
  }
  return { time: null, faults };
}

function readInstant(path: string, text: string, faults: Fault[]): Date | null {
  const result = instantSchema.safeParse(text);
  if (result.success) return result.data;
  faults.push(...result.error.issues.map(({ message }) => ({ path, message })));
  return null;
}

function readRecurring(written: WrittenTime, recurrence: string, now: Date): ReadTime {
  const faults: Fault[] = ruleFaults(recurrence).map((message) => ({ path: 'recurrence', message }));
  if (written.timeZone === null) faults.push({ path: 'timeZone', message: 'is required with recurrence' });
  const start = readWallClock('start', written.start, faults);
  const until = written.until === null ? null : readWallClock('until', written.until, faults);
  const durationSeconds = readDuration(written, start, faults);
  if (faults.length > 0 || durationSeconds === null || written.timeZone === null)
    return { time: null, faults };
  const time: Recurring = {
    kind: 'recurring',
    recurrence,
    start: written.start,
    durationSeconds,
    until,
    timeZone: written.timeZone,
  };
  faults.push(...occurrenceFaults(time, now));
  return faults.length > 0 ? { time: null, faults } : { time, faults: [] };
}

function ruleFaults(recurrence: string): string[] {
  const elsewhere = recurrence
    .split(';')
    .flatMap((part) => SAID_ELSEWHERE[part.split(/[=:]/)[0]?.toUpperCase() ?? ''] ?? []);
  if (elsewhere.length > 0) return elsewhere;
  const { rule, faults } = readRecurrenceRule(recurrence);
  if (rule === null) return [...faults];
  if (rule.frequency === 'MINUTELY' || rule.frequency === 'SECONDLY')
    return [`FREQ=${rule.frequency}: maintenance recurs hourly at most.`];
  return layerLimitFaults({ handoff: recurrence, shiftDuration: null }).map(({ message }) => message);
}

function readWallClock(path: string, text: string, faults: Fault[]): number | null {
  const wall = parseWallClock(text);
  if (wall === null)
    faults.push({
      path,
      message: 'must be a time on the wall clock of timeZone, without an offset, such as 2026-01-05T02:00',
    });
  return wall;
}

/** Said as a length, or as the end of the first occurrence on the wall clock. */
function readDuration(
  { durationSeconds, end }: WrittenTime,
  start: number | null,
  faults: Fault[],
): number | null {
  if (durationSeconds !== null && end !== null) {
    faults.push({ path: 'end', message: 'must be left out where durationSeconds is given' });
    return null;
  }
  if (durationSeconds === null && end === null) {
    faults.push({
      path: 'durationSeconds',
      message: 'is required, or the end of the first occurrence as end',
    });
    return null;
  }
  if (durationSeconds !== null) {
    if (durationSeconds * SECOND > LONGEST)
      faults.push({ path: 'durationSeconds', message: `must be at most ${String(LONGEST_DAYS)} days` });
    return durationSeconds;
  }
  const ends = readWallClock('end', end ?? '', faults);
  if (ends === null || start === null) return null;
  if (ends <= start) faults.push({ path: 'end', message: 'must be after the start' });
  else if (ends - start > LONGEST) faults.push({ path: 'end', message: TOO_LONG });
  return (ends - start) / SECOND;
}

function occurrenceFaults(time: Recurring, now: Date): Fault[] {
  if (sequenceOf(time).timeOf(0) === null)
    return [
      {
        path: 'recurrence',
        message: `${time.recurrence} never happens after ${time.start}; no such date or time comes.`,
      },
    ];
  if (occurrenceNumber(time, sequenceOf(time), 0) === null)
    return [{ path: 'until', message: 'must be after the first occurrence' }];
  if (nextOccurrence(time, now) === null && occurrenceAt({ time, endedEarlyAt: null }, now) === null)
    return [{ path: 'until', message: 'is over already: no occurrence comes any more' }];
  if (neverLetsUp(time))
    return [
      {
        path: 'recurrence',
        message: `runs from one occurrence into the next for more than ${String(LONGEST_DAYS)} days`,
      },
    ];
  return [];
}

/** Whether occurrences that touch or overlap make one silence longer than a single one may be. */
function neverLetsUp(time: Recurring): boolean {
  const sequence = sequenceOf(time);
  const first = occurrenceNumber(time, sequence, 0)?.start.getTime();
  let run = { since: first ?? 0, end: first ?? 0 };
  for (let number = 0; number < MOST_LOOKED_AT; number += 1) {
    const occurrence = occurrenceNumber(time, sequence, number);
    if (occurrence === null) return false;
    const start = occurrence.start.getTime();
    if (start > (first ?? 0) + LOOK_AHEAD) return false;
    run = { since: start <= run.end ? run.since : start, end: occurrence.end.getTime() };
    // A change of the clock makes 30 days of the wall clock some hours longer.
    if (run.end - run.since > LONGEST + DAY / 2) return true;
  }
  return run.since === first;
}
