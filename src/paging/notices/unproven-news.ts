import { dutyStretches, type DutyStretch } from '../../schedules/notices/duty-stretches.js';
import type { Shift } from '../../schedules/rendering/schedule-definition.js';

const HOUR_MS = 3_600_000;
/** Early enough to mend it, late enough to be read as about the coming shift. */
const FROM_MS = 7 * 24 * HOUR_MS;
const UNTIL_MS = 24 * HOUR_MS;

/**
 * The next shift of each person, where it begins in 7 days to 24 hours: the time to say which of their contact methods
 * nobody has seen working.
 * @param shifts in order, not overlapping
 */
export function shiftsToProveFor(shifts: readonly Shift[], now: Date): DutyStretch[] {
  const next = new Map<string, DutyStretch>();
  for (const stretch of dutyStretches(shifts)) {
    if (stretch.start > now && !next.has(stretch.userId)) next.set(stretch.userId, stretch);
  }
  return [...next.values()].filter(({ start }) => {
    const ahead = start.getTime() - now.getTime();
    return ahead <= FROM_MS && ahead >= UNTIL_MS;
  });
}
