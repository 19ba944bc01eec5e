/** One measured number, printed as a JSON line by `npm run bench`. */
export interface BenchResult {
  /** What was measured, with its circumstances: `202 to provider, idle, p99, redis`. */
  name: string;
  value: number;
  unit: 'ms' | 's' | 'MB' | '1/s' | 'ratio' | 'messages' | '%';
  /** The same work done in the barest way on this machine, or by what it is compared with. */
  floor?: number;
  /** `value / floor`: says the same on a fast machine and a slow one. */
  ratio?: number;
  /** What we promise. `ok` is false when it is not kept, and the run then fails. */
  bound?: number;
  /** What is promised: of the value, unless said otherwise. */
  boundOf?: 'value' | 'ratio';
  /** Whether the bound is the most that it may be, as it is unless said otherwise, or the least. */
  boundIs?: 'at most' | 'at least';
  ok?: boolean;
}

/**
 * Rounds for printing and, with a bound, says whether it is kept.
 * @throws Error for a bound of a ratio without a floor
 */
export function benchResult(result: Omit<BenchResult, 'ratio' | 'ok'>): BenchResult {
  const { value, floor, bound, boundOf = 'value', boundIs = 'at most' } = result;
  const ratio = floor === undefined ? undefined : value / floor;
  const bounded = boundOf === 'ratio' ? ratio : value;
  if (bound !== undefined && bounded === undefined) throw new Error(`${result.name} has no floor`);
  return {
    ...result,
    value: round(value),
    ...(floor === undefined ? {} : { floor: round(floor) }),
    ...(ratio === undefined ? {} : { ratio: round(ratio) }),
    ...(bound === undefined || bounded === undefined
      ? {}
      : { ok: boundIs === 'at least' ? bounded >= bound : bounded <= bound }),
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
