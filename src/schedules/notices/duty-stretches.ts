import type { Shift, ShiftSource } from '../rendering/schedule-definition.js';

/** A time `[start, end)` in which one person is on call without a break, by whatever turns and overrides. */
export interface DutyStretch {
  readonly userId: string;
  readonly start: Date;
  readonly end: Date;
  /** What it is made of, in order. */
  readonly sources: readonly ShiftSource[];
}

/**
 * Joins touching shifts of one person: where a turn merges with the one before or an override goes on with the same
 * person, nothing changes for them.
 * @param shifts in order, not overlapping
 */
export function dutyStretches(shifts: readonly Shift[]): DutyStretch[] {
  const stretches: (Omit<DutyStretch, 'sources'> & { sources: ShiftSource[] })[] = [];
  for (const { userId, start, end, source } of shifts) {
    const last = stretches.at(-1);
    if (last?.userId === userId && last.end.getTime() === start.getTime()) {
      stretches[stretches.length - 1] = { ...last, end, sources: [...last.sources, source] };
    } else stretches.push({ userId, start, end, sources: [source] });
  }
  return stretches;
}
