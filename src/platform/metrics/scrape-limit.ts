import { setTimeout as sleep } from 'node:timers/promises';

/** Prometheus does not wait longer for one reading. */
const ANSWER_WITHIN_MS = 500;

/**
 * Waits for what a scrape asks of somebody else, but not for long: a database or a queue that does not answer must not
 * keep the other metrics from Prometheus, which are most wanted then.
 * @throws Error where it takes too long, and what `work` throws
 */
export async function withinScrape<Value>(work: Promise<Value>): Promise<Value> {
  const patience = new AbortController();
  try {
    return await Promise.race([work, lateness(patience.signal)]);
  } finally {
    patience.abort();
  }
}

async function lateness(signal: AbortSignal): Promise<never> {
  await sleep(ANSWER_WITHIN_MS, undefined, { signal, ref: false });
  throw new Error(`no answer within ${String(ANSWER_WITHIN_MS)} ms`);
}
