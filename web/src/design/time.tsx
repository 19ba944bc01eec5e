import { useServerNow } from '../api/server-clock';
import { useSession } from '../session/session';
import { clockTime, countdown, exactTime, relativeTime, zoneName } from './times';

/**
 * A time in the reader's zone; the exact one on hover. `relative` within a day, else the weekday and clock. In another
 * `zone` its name stands behind.
 */
export function Time({
  at,
  relative = false,
  zone,
}: {
  at: string | Date;
  relative?: boolean;
  zone?: string;
}) {
  const now = useServerNow();
  const own = useSession().timeZone;
  const time = new Date(at);
  const shown = zone ?? own;
  const text = relative ? relativeTime(time, now, shown) : clockTime(time, now, shown);
  return (
    <time dateTime={time.toISOString()} title={exactTime(time, shown)}>
      {shown === own ? text : `${text} ${zoneName(shown, time)}`}
    </time>
  );
}

/** What is left until then, by the server's clock: `3:12`. Not read out each second. */
export function Countdown({ until }: { until: string | Date }) {
  const now = useServerNow(1_000);
  const zone = useSession().timeZone;
  const time = new Date(until);
  return (
    <time dateTime={time.toISOString()} title={exactTime(time, zone)} aria-live="off">
      {countdown(time, now)}
    </time>
  );
}
