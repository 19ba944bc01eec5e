import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

/** One request of a load. In `url` and `body` every `{number}` becomes the request's number, so that keys can be new. */
export interface LoadRequest {
  url: string;
  /** Sent by POST as it is, as `application/json`. */
  body: string;
}

/** What a load sends, how fast, and until when. */
export interface Load {
  /** Sent in turn, from the first again after the last: request `number` is `requests[number % length]`. */
  requests: readonly LoadRequest[];
  /**
   * - `perSecond`: open loop, a steady rate. Requests go when their time comes, whatever became of those before, over as
   *   many connections as that takes.
   * - `connections`: closed loop, so many connections, each of which sends its next request when the last was answered.
   */
  pace: { perSecond: number } | { connections: number };
  /** Nothing is sent after so many seconds; what was sent is waited for. */
  seconds?: number;
  /** Nothing is sent after so many requests. Without `seconds` and `total` nothing is sent at all. */
  total?: number;
  /** The number of the first request, 0 unless given: a second load on the same keys begins where the first one ended. */
  firstNumber?: number;
}

const outcomeSchema = z.object({
  number: z.int(),
  /** When it was sent, or in an open loop when its time was: Unix time in milliseconds, to the fraction. */
  dueAt: z.number(),
  /** When its answer had come whole, on the same clock. */
  answeredAt: z.number(),
  /** The answer's status; 0 where there was none: a connection refused or reset, or nothing for 30 s. */
  status: z.int(),
});
const outcomesSchema = z.array(outcomeSchema);

/** What became of one request. */
export type LoadOutcome = z.output<typeof outcomeSchema>;

export interface LoadReport {
  /** In the order of the answers. */
  outcomes: LoadOutcome[];
  /** From the first request until the last answer. */
  seconds: number;
}

/**
 * Sends a load with `node:http` over connections that are kept alive, in a thread of its own, and says what became of each
 * request. In an open loop a latency (`answeredAt - dueAt`) counts from when the request should have gone, so that a server
 * that makes its callers wait cannot hide it.
 * @throws Error where nothing was sent
 */
export async function runLoad(load: Load): Promise<LoadReport> {
  const worker = new Worker(new URL('./load-generator-thread.js', import.meta.url), { workerData: load });
  try {
    const messages: unknown[] = await once(worker, 'message');
    const outcomes = outcomesSchema.parse(messages[0]);
    if (outcomes.length === 0) throw new Error('the load sent nothing');
    const first = outcomes.reduce((least, { dueAt }) => Math.min(least, dueAt), Infinity);
    const last = outcomes.reduce((most, { answeredAt }) => Math.max(most, answeredAt), 0);
    return { outcomes, seconds: (last - first) / 1000 };
  } finally {
    await worker.terminate();
  }
}

/** The latencies of those that were answered with a success, in milliseconds. */
export function latenciesOf({ outcomes }: LoadReport): number[] {
  return outcomes.filter(succeeded).map(({ dueAt, answeredAt }) => answeredAt - dueAt);
}

/** How many a second were answered with a success. */
export function successesPerSecond({ outcomes, seconds }: LoadReport): number {
  return outcomes.filter(succeeded).length / seconds;
}

/** How many answers there were of each status. */
export function statusesOf({ outcomes }: LoadReport): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of outcomes) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function succeeded({ status }: LoadOutcome): boolean {
  return status >= 200 && status < 300;
}
