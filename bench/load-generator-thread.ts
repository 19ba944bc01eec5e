import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

/** The thread of {@link runLoad}, see load-generator.ts: is given a load, sends it, and posts the outcomes. */

const ANSWERED_WITHIN_MS = 30_000;

const loadSchema = z.object({
  requests: z.array(z.object({ url: z.string(), body: z.string() })).min(1),
  pace: z.union([z.object({ perSecond: z.number() }), z.object({ connections: z.int() })]),
  seconds: z.number().optional(),
  total: z.int().optional(),
  firstNumber: z.int().default(0),
});
type Load = z.output<typeof loadSchema>;

interface Outcome {
  number: number;
  dueAt: number;
  answeredAt: number;
  status: number;
}

const now = (): number => performance.timeOrigin + performance.now();

/** Sends one request and gives its outcome, whatever that is. */
function send(load: Load, agent: Agent, number: number, dueAt: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const { url, body } = load.requests[number % load.requests.length] ?? { url: '', body: '' };
    const numbered = Buffer.from(body.replaceAll('{number}', String(number)));
    const headers = { 'content-type': 'application/json', 'content-length': numbered.length };
    const end = (status: number): void => {
      resolve({ number, dueAt, answeredAt: now(), status });
    };
    const options = { method: 'POST', agent, headers, timeout: ANSWERED_WITHIN_MS };
    const request = httpRequest(url.replaceAll('{number}', String(number)), options, (response) => {
      response.resume();
      response.once('end', () => {
        end(response.statusCode ?? 0);
      });
      response.once('error', () => {
        end(0);
      });
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => {
      end(0);
    });
    request.end(numbered);
  });
}

/** How many requests there are at most, and until when they may be sent. */
function limitsOf({ seconds, total }: Load): { total: number; until: number } {
  if (seconds === undefined && total === undefined) return { total: 0, until: 0 };
  return { total: total ?? Infinity, until: now() + (seconds ?? Infinity) * 1000 };
}

async function closedLoop(load: Load, agent: Agent, connections: number): Promise<Outcome[]> {
  const { total, until } = limitsOf(load);
  const outcomes: Outcome[] = [];
  let sent = 0;
  const lane = async (): Promise<void> => {
    while (sent < total && now() < until) {
      sent += 1;
      outcomes.push(await send(load, agent, load.firstNumber + sent - 1, now()));
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return outcomes;
}

async function openLoop(load: Load, agent: Agent, perSecond: number): Promise<Outcome[]> {
  const { total, until } = limitsOf(load);
  const started = now();
  const outcomes: Promise<Outcome>[] = [];
  for (let sent = 0; sent < total;) {
    const dueAt = started + (sent * 1000) / perSecond;
    if (dueAt >= until) break;
    const early = dueAt - now();
    if (early > 0) await sleep(early);
    else {
      outcomes.push(send(load, agent, load.firstNumber + sent, dueAt));
      sent += 1;
    }
  }
  return Promise.all(outcomes);
}

const load = loadSchema.parse(workerData);
const { pace } = load;
const agent = new Agent({
  keepAlive: true,
  maxSockets: 'connections' in pace ? pace.connections : Infinity,
});
parentPort?.postMessage(
  'connections' in pace
    ? await closedLoop(load, agent, pace.connections)
    : await openLoop(load, agent, pace.perSecond),
);
agent.destroy();
