import { DateTime } from 'luxon';

const DEEP_IN_THE_NIGHT = 3;

/** The next time that it is three in the morning on the clock of the zone. */
export function comingNight(now: Date, zone: string): Date {
  const here = DateTime.fromJSDate(now, { zone });
  const tonight = here.startOf('day').set({ hour: DEEP_IN_THE_NIGHT });
  return (tonight > here ? tonight : tonight.plus({ days: 1 })).toJSDate();
}
