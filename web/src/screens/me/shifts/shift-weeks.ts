import { DateTime, Interval } from 'luxon';

interface Stretch {
  readonly start: string;
  readonly end: string;
}

/** The shifts that begin in one week, and that week's Monday. */
export interface ShiftWeek<Shift> {
  readonly monday: Date;
  readonly shifts: readonly Shift[];
}

/** Shifts by the week (Monday to Sunday, on the clock of the zone) that they begin in; what has begun stands in this week. */
export function byWeek<Shift extends Stretch>(
  shifts: readonly Shift[],
  now: Date,
  zone: string,
): ShiftWeek<Shift>[] {
  const weeks = new Map<number, Shift[]>();
  for (const shift of shifts) {
    const from = DateTime.fromMillis(Math.max(Date.parse(shift.start), now.getTime()), { zone });
    const monday = from.startOf('week').toMillis();
    weeks.set(monday, [...(weeks.get(monday) ?? []), shift]);
  }
  return [...weeks]
    .sort(([left], [right]) => left - right)
    .map(([monday, ofWeek]) => ({ monday: new Date(monday), shifts: ofWeek }));
}

/** How many weeks after the one that `now` is in a Monday is. */
export const weeksFrom = (now: Date, monday: Date, zone: string): number =>
  Math.round(
    DateTime.fromJSDate(monday, { zone }).diff(DateTime.fromJSDate(now, { zone }).startOf('week'), 'weeks')
      .weeks,
  );

const NIGHT_BEGINS = 22;
const NIGHT_ENDS = 6;

/** What a stretch of time holds of one person's shifts. */
export interface ShiftLoad {
  readonly hours: number;
  /** Nights (22 to 6 on the clock of the zone) of which a part is on call. */
  readonly nights: number;
  /** Saturdays and Sundays of which a part is on call. */
  readonly weekendDays: number;
}

/** The load of the shifts between two times; where shifts of two schedules overlap the hour counts once. */
export function loadOf(shifts: readonly Stretch[], from: Date, to: Date, zone: string): ShiftLoad {
  const window = Interval.fromDateTimes(from, to);
  const stretches = Interval.merge(
    shifts.flatMap(
      ({ start, end }) => window.intersection(Interval.fromDateTimes(new Date(start), new Date(end))) ?? [],
    ),
  );
  const touches = (interval: Interval) => stretches.some((stretch) => stretch.overlaps(interval));
  let [nights, weekendDays] = [0, 0];
  const last = DateTime.fromJSDate(to, { zone });
  for (
    let day = DateTime.fromJSDate(from, { zone }).startOf('day');
    day < last;
    day = day.plus({ days: 1 })
  ) {
    const night = Interval.fromDateTimes(
      day.minus({ days: 1 }).set({ hour: NIGHT_BEGINS }),
      day.set({ hour: NIGHT_ENDS }),
    );
    if (touches(night)) nights += 1;
    if (day.weekday > 5 && touches(Interval.fromDateTimes(day, day.plus({ days: 1 })))) weekendDays += 1;
  }
  const hours = stretches.reduce((sum, stretch) => sum + stretch.length('hours'), 0);
  return { hours: Math.round(hours), nights, weekendDays };
}
