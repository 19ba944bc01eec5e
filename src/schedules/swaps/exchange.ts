import type { OverrideDefinition, Shift } from '../rendering/schedule-definition.js';

/** A stretch of time `[start, end)`. */
export interface Stretch {
  readonly start: Date;
  readonly end: Date;
}

/** Who gives what, and what for. */
export interface Exchange {
  readonly giverId: string;
  readonly give: Stretch;
  /** What the giver takes from whoever accepts; null: nothing in return. */
  readonly take: Stretch | null;
}

/** A stretch that is not whose it is said to be; `holderId` null: nobody is on call there. */
export interface Moved extends Stretch {
  readonly holderId: string | null;
  /** Whose it would have to be. */
  readonly claimedBy: string;
}

type Held = Pick<Shift, 'start' | 'end' | 'userId'>;

/**
 * The first part of `time` in which somebody else than `userId`, or nobody, is on call; null where all of it is theirs.
 * @param shifts the final schedule, in order, covering at least `time`
 */
export function firstNotHeldBy(shifts: readonly Held[], time: Stretch, userId: string): Moved | null {
  let heldTo = time.start;
  for (const shift of shifts) {
    if (shift.end <= heldTo) continue;
    if (shift.start >= time.end) break;
    if (shift.start > heldTo) return { start: heldTo, end: shift.start, holderId: null, claimedBy: userId };
    if (shift.userId !== userId) {
      const end = shift.end < time.end ? shift.end : time.end;
      return { start: heldTo, end, holderId: shift.userId, claimedBy: userId };
    }
    heldTo = shift.end;
  }
  return heldTo < time.end ? { start: heldTo, end: time.end, holderId: null, claimedBy: userId } : null;
}

/** The one person who is on call through all of `time`; null where there are several, or gaps. */
export function holderOf(shifts: readonly Held[], time: Stretch): string | null {
  const first = shifts.find(({ end }) => end > time.start);
  return first && firstNotHeldBy(shifts, time, first.userId) === null ? first.userId : null;
}

/**
 * What stands in the way of an exchange: the first stretch that no longer belongs to who offers it. Null: nothing.
 * Since a moment of a schedule has one person, nobody can come to be in two places: what the giver gives is not the
 * acceptor's, and what they take in return is not the giver's.
 */
export function firstMoved(shifts: readonly Held[], exchange: Exchange, acceptorId: string): Moved | null {
  const { giverId, give, take } = exchange;
  return (
    firstNotHeldBy(shifts, give, giverId) ?? (take === null ? null : firstNotHeldBy(shifts, take, acceptorId))
  );
}

/** The changes by which an exchange takes effect: each only where the one who gives is still on call. */
export function exchangeOverrides(
  { giverId, give, take }: Exchange,
  acceptorId: string,
): Omit<OverrideDefinition, 'id'>[] {
  const given = { ...give, userId: acceptorId, replaces: giverId };
  return take === null ? [given] : [given, { ...take, userId: giverId, replaces: acceptorId }];
}

/** Whether two stretches share a moment. */
export const overlap = (left: Stretch, right: Stretch): boolean =>
  left.start < right.end && right.start < left.end;
