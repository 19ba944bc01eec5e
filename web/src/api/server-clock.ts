import { useEffect, useState } from 'react';

let aheadMs = 0;
let known = false;

/** Learns from the `Date` of an answer how far this machine's clock is off. It has whole seconds: half of one is added. */
export function keepServerTime(response: Response): void {
  const date = response.headers.get('date');
  if (date === null) return;
  const off = Date.parse(date) + 500 - Date.now();
  // Answers differ by their way here; only a real difference counts.
  if (!known || Math.abs(off - aheadMs) > 1_500) aheadMs = off;
  known = true;
}

/** Now, by the server's clock: countdowns are right on a phone whose clock is wrong. */
export const serverNow = (): Date => new Date(Date.now() + aheadMs);

/** The server's now, again every so many milliseconds. For countdowns (1,000) and "12 min" (15,000). */
export function useServerNow(everyMs = 15_000): Date {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
