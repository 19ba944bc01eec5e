/** One measured number, printed as a JSON line by `npm run bench`. */
export interface BenchResult {
  /** What was measured, with its circumstances: `202 to provider, idle, p99, redis`. */
  name: string;
  value: number;
  unit: 'ms' | 's' | 'MB' | '1/s' | 'ratio' | 'messages';
  /** The same work done in the barest way on this machine: what could be reached at best. */
  floor?: number;
  /** `value / floor`: says the same on a fast machine and a slow one. */
  ratio?: number;
  /** What we promise. `ok` is false when the value is outside of it, and the run then fails. */
  bound?: number;
  ok?: boolean;
}

/** Rounds for printing and, with a bound, says whether the value keeps it. Lower is better. */
export function benchResult(result: Omit<BenchResult, 'ratio' | 'ok'>): BenchResult {
  const { value, floor, bound } = result;
  return {
    ...result,
    value: round(value),
    ...(floor === undefined ? {} : { floor: round(floor), ratio: round(value / floor) }),
    ...(bound === undefined ? {} : { ok: value <= bound }),
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
