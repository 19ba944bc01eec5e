/**
 * The value that `share` (0 to 1) of the values do not exceed, by nearest rank: always one that was measured.
 * @throws Error without values
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}
