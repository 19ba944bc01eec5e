/** Milliseconds after some beginning, in order. An array is one; long ones are worked out when asked for. */
export interface Offsets {
  readonly length: number;
  /** The one at an index, from 0 on. */
  at(index: number): number | undefined;
}

export const NO_OFFSETS: Offsets = [];

/** Every offset of `inner` after every one of `outer`; the inner ones must lie closer together than the outer ones. */
export function product(outer: Offsets, inner: Offsets): Offsets {
  if (outer.length === 1 && outer.at(0) === 0) return inner;
  const { length } = inner;
  return {
    length: outer.length * length,
    at(index) {
      const first = outer.at(Math.floor(index / length));
      const second = inner.at(index % length);
      return first === undefined || second === undefined ? undefined : first + second;
    },
  };
}

/** Those at the positions that BYSETPOS names: 1 is the first, -1 the last. */
export function pick(offsets: Offsets, positions: readonly number[] | null): Offsets {
  if (!positions) return offsets;
  const { length } = offsets;
  const indexes = positions
    .map((position) => (position > 0 ? position - 1 : length + position))
    .filter((index) => index >= 0 && index < length)
    .sort((left, right) => left - right);
  return [...new Set(indexes)].map((index) => offsets.at(index) ?? 0);
}

/** How many of them are at most `limit`. */
export function countUpTo(offsets: Offsets, limit: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets.at(middle) ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
