import type { Shift } from '../rendering/schedule-definition.js';
import { DAY, HOUR, MINUTE } from '../rendering/wall-clock.js';
import type { ScheduleWindow } from '../schedule-window.js';
import { dutyStretches, type DutyStretch } from './duty-stretches.js';

export type DutyNewsKind = 'shift.starts-soon' | 'shift.started' | 'shift.ended';

/** Something to tell the person whose stretch it is. */
export interface DutyNews {
  readonly kind: DutyNewsKind;
  readonly stretch: DutyStretch;
  /** When it ends; null: not within what is known. */
  readonly until: Date | null;
  /** Who was on call until the stretch began; null: nobody. */
  readonly before: string | null;
  /** Who is on call from its end on; null: nobody. */
  readonly after: string | null;
}

/** How long ahead somebody is told. */
const AHEAD = DAY;
/** What is nearer than this is told when it begins. */
const AT_HAND = 15 * MINUTE;
/** What began or ended longer ago than this is not news, whatever kept Rouse from telling it. */
const STALE = 2 * HOUR;
/** Of stretches shorter than a message takes to be read nothing is told: some rotations change every minute. */
const SHORTEST = 15 * MINUTE;

/**
 * The shifts that `dutyNews` needs to tell whether there is something to tell; the texts need a wider window. What its
 * edges cut is longer than the shortest on this side of them.
 */
export function newsWindow(now: Date): ScheduleWindow {
  return { from: new Date(now.getTime() - STALE - SHORTEST), to: new Date(now.getTime() + AHEAD + SHORTEST) };
}

/**
 * What is to be told about a schedule: each stretch a day before it begins, when it begins and when it ends. A turn
 * that goes on after somebody else stood in is told when it goes on, and not announced a second time.
 * @param shifts final shifts within `window`, in order
 */
export function dutyNews(shifts: readonly Shift[], window: ScheduleWindow, now: Date): DutyNews[] {
  const stretches = dutyStretches(shifts);
  return stretches.flatMap((stretch, index) => {
    const kind = newsOf(stretch, window, now);
    if (kind === null || isTooShort(stretch, window)) return [];
    if (kind === 'shift.starts-soon' && goesOn(stretch, stretches.slice(0, index))) return [];
    const before = stretches[index - 1];
    const after = stretches[index + 1];
    return [
      {
        kind,
        stretch,
        until: stretch.end < window.to ? stretch.end : null,
        before: before?.end.getTime() === stretch.start.getTime() ? before.userId : null,
        after: after?.start.getTime() === stretch.end.getTime() ? after.userId : null,
      },
    ];
  });
}

/** The one thing to tell of a stretch now; null: nothing. */
function newsOf({ start, end }: DutyStretch, { from, to }: ScheduleWindow, now: Date): DutyNewsKind | null {
  const sinceStart = now.getTime() - start.getTime();
  const sinceEnd = now.getTime() - end.getTime();
  if (sinceEnd >= 0) return sinceEnd < STALE && end < to ? 'shift.ended' : null;
  // What touches the window's edge began before it.
  if (sinceStart >= 0) return sinceStart < STALE && start > from ? 'shift.started' : null;
  return -sinceStart <= AHEAD && -sinceStart > AT_HAND ? 'shift.starts-soon' : null;
}

const isTooShort = ({ start, end }: DutyStretch, { from, to }: ScheduleWindow): boolean =>
  start > from && end < to && end.getTime() - start.getTime() < SHORTEST;

/** Whether it begins in the middle of a turn that the same person has had a part of already. */
function goesOn({ userId, sources }: DutyStretch, earlier: readonly DutyStretch[]): boolean {
  const [first] = sources;
  if (first?.kind !== 'layer') return false;
  return earlier.some(
    (stretch) =>
      stretch.userId === userId &&
      stretch.sources.some(
        (source) => source.kind === 'layer' && source.id === first.id && source.handoff === first.handoff,
      ),
  );
}

/** The same news has the same key, whoever finds it and whenever. */
export function dutyNewsKey(scheduleId: string, { kind, stretch }: DutyNews): string {
  const at = kind === 'shift.ended' ? stretch.end : stretch.start;
  return `${kind} ${scheduleId} ${at.toISOString()} ${stretch.userId}`;
}

/** After this nobody needs to hear it. */
export function dutyNewsExpiry({ kind, stretch, until }: DutyNews): Date | null {
  switch (kind) {
    case 'shift.starts-soon':
      return stretch.start;
    case 'shift.started':
      return until;
    case 'shift.ended':
      return new Date(stretch.end.getTime() + STALE);
  }
}

/** When the next boundary of a shift is due, so that it is told at once. */
export function nextBoundary(shifts: readonly Shift[], now: Date): Date | null {
  return shifts.flatMap(({ start, end }) => [start, end]).find((time) => time > now) ?? null;
}
