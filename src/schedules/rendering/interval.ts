import type { Instant } from './zone-clock.js';

/** A stretch of time `[start, end)`. */
export interface Interval {
  start: Instant;
  end: Instant;
}

/** The same time as intervals that are in order and neither overlap nor touch; empty ones are left out. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals
    .filter(({ start, end }) => start < end)
    .sort((left, right) => left.start - right.start);
  const merged: Interval[] = [];
  for (const { start, end } of sorted) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** What two lists of intervals have in common; each is in order and does not overlap. */
export function intersect(left: readonly Interval[], right: readonly Interval[]): Interval[] {
  const common: Interval[] = [];
  let index = 0;
  for (const { start, end } of left) {
    for (; ; index += 1) {
      const other = right[index];
      if (!other || other.start >= end) break;
      if (other.end > start)
        common.push({ start: Math.max(start, other.start), end: Math.min(end, other.end) });
      // What reaches past this interval may meet the next one too.
      if (other.end > end) break;
    }
  }
  return common;
}

/** What `taken` leaves of `intervals`; both are in order and do not overlap. */
export function subtract(intervals: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  for (const { start, end } of intervals) {
    let from = start;
    for (let index = firstEndingAfter(taken, start); from < end; index += 1) {
      const next = taken[index];
      if (!next || next.start >= end) break;
      if (next.start > from) left.push({ start: from, end: next.start });
      from = next.end;
    }
    if (from < end) left.push({ start: from, end });
  }
  return left;
}

/** The index of the first of some ordered intervals that ends after `instant`. */
export function firstEndingAfter(intervals: readonly Interval[], instant: Instant): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((intervals[middle]?.end ?? Infinity) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}
