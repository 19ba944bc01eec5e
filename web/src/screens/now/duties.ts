import type { Schema } from '../../api/client';

type Shift = Schema<'UserShift'>;

/** A time that somebody carries the pager in one schedule, however many shifts it is made of. */
export interface Duty {
  readonly scheduleId: string;
  readonly scheduleName: string;
  readonly start: Date;
  readonly end: Date;
}

/** Shifts of a schedule that follow one another are one duty; in the order of their start. */
export function dutiesOf(shifts: readonly Shift[]): Duty[] {
  const duties: Duty[] = [];
  const last = new Map<string, number>();
  for (const { scheduleId, scheduleName, start, end } of shifts) {
    const place = last.get(scheduleId);
    const before = place === undefined ? undefined : duties[place];
    if (place !== undefined && before !== undefined && before.end.getTime() >= Date.parse(start)) {
      const until = new Date(Math.max(before.end.getTime(), Date.parse(end)));
      duties[place] = { ...before, end: until };
    } else {
      last.set(scheduleId, duties.length);
      duties.push({ scheduleId, scheduleName, start: new Date(start), end: new Date(end) });
    }
  }
  return duties;
}

/** The one that comes next, after now. */
export const nextDuty = (duties: readonly Duty[], now: Date): Duty | null =>
  duties.find(({ start }) => start > now) ?? null;
