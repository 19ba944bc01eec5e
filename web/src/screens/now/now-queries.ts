const HOUR_MS = 3_600_000;
const AHEAD_HOURS = 60 * 24;

/** My shifts of the next sixty days; the same question for an hour, so that the answer is kept. */
export function shiftsAhead(now: Date) {
  const from = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const at = (time: number) => new Date(time).toISOString();
  return { params: { query: { from: at(from), to: at(from + AHEAD_HOURS * HOUR_MS) } } };
}
