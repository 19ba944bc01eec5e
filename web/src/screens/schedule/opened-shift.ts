import type { Schema } from '../../api/client';
import type { Stretch, TimelineShift } from '../../schedule-timeline/lanes';
import type { ShownSchedule } from './schedule-data';
import { overrideIdOf } from './schedule-lanes';

const STEP_MS = 300_000;
const HOUR_MS = 3_600_000;

/** The override that a shift of the timeline is of; undefined for the others. */
export function overrideOf(
  { overrides }: Pick<ShownSchedule, 'overrides'>,
  shift: TimelineShift,
): Schema<'Override'> | undefined {
  const id = overrideIdOf(shift);
  return overrides.find((override) => override.id === id);
}

/** What of a stretch can still be changed: from the next five minutes on. */
export function aheadOf({ start, end }: Stretch, now: Date): Stretch {
  const next = new Date(Math.ceil(now.getTime() / STEP_MS) * STEP_MS);
  return start >= next || end <= next ? { start, end } : { start: next, end };
}

/** Where somebody who does not drag begins: the next whole hour, for two hours. */
export function nextHours(now: Date): Stretch {
  const start = Math.ceil(now.getTime() / HOUR_MS) * HOUR_MS;
  return { start: new Date(start), end: new Date(start + 2 * HOUR_MS) };
}
