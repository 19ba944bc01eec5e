import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Tries `check` until it no longer throws, and gives what it gave. What others would write as a sleep.
 * @param within milliseconds; past them the last error is thrown
 */
export async function eventually<Result>(
  check: () => Result | Promise<Result>,
  { within = 15_000 }: { within?: number } = {},
): Promise<Result> {
  const deadline = performance.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
