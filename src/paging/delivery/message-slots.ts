/** So many messages a minute go to one person, over all their contact methods. */
export const MOST_A_MINUTE = 5;
/** So many of them may go at once, in a minute that was quiet. */
export const BURST = 3;
/** After them there is one message in so many seconds. */
export const SLOT_SECONDS = 20;
/** Repeats leave room in the burst for the first page of another incident. */
export const BURST_OF_REPEATS = 2;
/** What is older than this does not count any more. Seconds. */
export const MINUTE_SECONDS = 60;

/** How many messages may go to a person now. */
export interface Slots {
  readonly atOnce: number;
  /** The burst is used up: one message has to stand for all that waits. */
  readonly isSlot: boolean;
  /** When the next one may go, where none may now. */
  readonly nextAt: Date;
}

/**
 * How many messages may go to somebody at `now`: the first few in a quiet minute at once, after them one in every
 * slot. A message so waits for one slot at most, and nobody gets more than five in any minute.
 * @param recent when that person's messages went out, in any order
 */
export function slotsOf(recent: readonly Date[], now: Date): Slots {
  const lately = within(recent, now);
  if (lately.length < BURST) return { atOnce: BURST - lately.length, isSlot: false, nextAt: now };
  const nextAt = latest([
    addSeconds(newest(lately), SLOT_SECONDS),
    whenFewerThan(MOST_A_MINUTE, lately) ?? now,
  ]);
  return { atOnce: nextAt <= now ? 1 : 0, isSlot: true, nextAt };
}

/** The same for a message that repeats what the person was told: when it may go; `now` where that is at once. */
export function slotOfRepeats(recent: readonly Date[], now: Date): Date {
  return whenFewerThan(BURST_OF_REPEATS, within(recent, now)) ?? now;
}

/** When fewer than so many of these messages are left in the minute; null where they are already. */
function whenFewerThan(count: number, lately: readonly Date[]): Date | null {
  const newestFirst = [...lately].sort((one, other) => other.getTime() - one.getTime());
  const last = newestFirst[count - 1];
  return last === undefined ? null : addSeconds(last, MINUTE_SECONDS);
}

const within = (recent: readonly Date[], now: Date): Date[] =>
  recent.filter((at) => now.getTime() - at.getTime() < MINUTE_SECONDS * 1000);
const latest = (times: readonly Date[]): Date => new Date(Math.max(...times.map((time) => time.getTime())));
const newest = latest;
const addSeconds = (time: Date, seconds: number): Date => new Date(time.getTime() + seconds * 1000);
