const MORNING_HOUR = 9;
const DAY_SECONDS = 86_400;
const LEAST_SECONDS = 60;

/** Seconds until it is 09:00 the next time by the clocks of a zone, also in a night in which they change. */
export function secondsUntilMorning(now: Date, zone: string): number {
  const ahead = (from: Date): number =>
    (MORNING_HOUR * 3_600 - secondsOfDay(from, zone) + DAY_SECONDS) % DAY_SECONDS;
  const first = ahead(now) || DAY_SECONDS;
  // Where the clocks change before, the guess is off by that much, to either side.
  const off = secondsOfDay(new Date(now.getTime() + first * 1000), zone) - MORNING_HOUR * 3_600;
  return Math.max(LEAST_SECONDS, first - off);
}

function secondsOfDay(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const value = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  return value('hour') * 3_600 + value('minute') * 60 + value('second');
}
