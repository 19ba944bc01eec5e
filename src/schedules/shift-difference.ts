import type { Rendering } from './rendering/schedule-definition.js';

/** Somebody's time on call on both sides of a change; user null: the time that nobody covers. */
export interface TimeOnCall {
  readonly userId: string | null;
  readonly beforeSeconds: number;
  readonly afterSeconds: number;
  readonly deltaSeconds: number;
}

/** A stretch `[start, end)` that somebody else has on the other side. */
export interface ChangedStretch {
  readonly start: Date;
  readonly end: Date;
  /** Null: nobody. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface ShiftDifference {
  /** Everybody who is on call on one side at least, who gains most first; last the time that nobody covers, if any. */
  readonly users: TimeOnCall[];
  /** In order, not overlapping. */
  readonly changes: ChangedStretch[];
}

/** Who gains and who loses which hours between two renderings of one window. Turns and sources do not count. */
export function shiftDifference(before: Rendering, after: Rendering): ShiftDifference {
  const changes: ChangedStretch[] = [];
  for (const { start, end, left, right } of sideBySide(stretches(before), stretches(after))) {
    if (left === right) continue;
    const last = changes.at(-1);
    if (last?.end.getTime() === start && last.before === left && last.after === right) {
      changes[changes.length - 1] = { ...last, end: new Date(end) };
    } else changes.push({ start: new Date(start), end: new Date(end), before: left, after: right });
  }
  return { users: timesOnCall(before, after), changes };
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly userId: string | null;
}

/** The whole window, gaps included, in order. */
function stretches({ items, gaps }: Rendering): Stretch[] {
  return [...items, ...gaps.map((gap) => ({ ...gap, userId: null }))]
    .map(({ start, end, userId }) => ({ start: start.getTime(), end: end.getTime(), userId }))
    .sort((left, right) => left.start - right.start);
}

/** Two divisions of one window as one: each piece with who has it on the left and on the right. */
function* sideBySide(left: readonly Stretch[], right: readonly Stretch[]) {
  let [onLeft, onRight] = [0, 0];
  for (;;) {
    const [one, other] = [left[onLeft], right[onRight]];
    if (!one || !other) return;
    const end = Math.min(one.end, other.end);
    yield { start: Math.max(one.start, other.start), end, left: one.userId, right: other.userId };
    if (one.end === end) onLeft += 1;
    if (other.end === end) onRight += 1;
  }
}

function timesOnCall(before: Rendering, after: Rendering): TimeOnCall[] {
  const [beforeMs, afterMs] = [millisecondsByUser(before), millisecondsByUser(after)];
  return [...new Set([...beforeMs.keys(), ...afterMs.keys()])]
    .map((userId) => {
      const beforeSeconds = (beforeMs.get(userId) ?? 0) / 1000;
      const afterSeconds = (afterMs.get(userId) ?? 0) / 1000;
      return { userId, beforeSeconds, afterSeconds, deltaSeconds: afterSeconds - beforeSeconds };
    })
    .sort(
      (left, right) =>
        Number(left.userId === null) - Number(right.userId === null) ||
        right.deltaSeconds - left.deltaSeconds,
    );
}

function millisecondsByUser(rendering: Rendering): Map<string | null, number> {
  const sums = new Map<string | null, number>();
  for (const { start, end, userId } of stretches(rendering)) {
    sums.set(userId, (sums.get(userId) ?? 0) + end - start);
  }
  return sums;
}
