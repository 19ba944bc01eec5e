import type { Schema } from '../api/client';

/** Which of the three ways to give a shift away. */
export type SwapWay = 'open' | 'cover' | 'swap';

export interface Stretch {
  readonly start: string;
  readonly end: string;
}

/** A shift of somebody else, with who has it. */
export interface TheirShift extends Stretch {
  readonly userId: string;
}

/** What somebody has chosen so far, in the dialog that gives a shift away. */
export interface SwapDraft {
  readonly way: SwapWay;
  readonly give: { readonly start: Date | null; readonly end: Date | null };
  readonly withUserId: string | null;
  readonly take: TheirShift | null;
  readonly message: string;
}

/** What the draft asks of the server; null while something is still to choose. */
export function requestOf({ way, give, withUserId, take, message }: SwapDraft): Schema<'SwapInput'> | null {
  if (give.start === null || give.end === null) return null;
  const base = {
    give: { start: give.start.toISOString(), end: give.end.toISOString() },
    message: message.trim() === '' ? null : message.trim(),
  };
  switch (way) {
    case 'open':
      return { ...base, withUserId: null };
    case 'cover':
      return withUserId === null ? null : { ...base, withUserId };
    case 'swap':
      return take === null
        ? null
        : { ...base, withUserId: take.userId, take: { start: take.start, end: take.end } };
  }
}

const STEP_MS = 300_000;

/** The stretch that can be given: what has begun is kept, up to the next five minutes. */
export const givable = ({ start, end }: Stretch, now: Date): { start: Date; end: Date } => ({
  start: new Date(Math.max(Date.parse(start), Math.ceil((now.getTime() + 60_000) / STEP_MS) * STEP_MS)),
  end: new Date(end),
});

/** Shifts of others that one could take in return: not begun, not one's own, the nearest first. */
export const takeable = (
  shifts: readonly { userId: string | null; start: string; end: string }[],
  ownId: string,
  now: Date,
): TheirShift[] =>
  shifts.flatMap(({ userId, start, end }) =>
    userId === null || userId === ownId || Date.parse(start) <= now.getTime() ? [] : [{ userId, start, end }],
  );
