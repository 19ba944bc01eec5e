import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { postJson } from './post-json.js';

/** As many as Rouse has for each process. */
const CONNECTIONS = 10;

/**
 * What nothing that keeps promise 1 and calls a provider can be quicker than: a durable commit of one row and then a request to
 * the provider, at a steady rate in an open loop.
 * @returns from when each should have begun until its request came, in milliseconds
 */
export async function commitAndRequest(
  databaseUrl: string,
  provider: { url: string; arrivalOf(text: string): Promise<number> },
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<number[]> {
  const database = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  const agent = new Agent({ keepAlive: true });
  try {
    await database.query('CREATE TABLE bench_floor (text text)');
    const once = async (text: string, dueAt: number): Promise<number> => {
      const arrival = provider.arrivalOf(text);
      await database.query('INSERT INTO bench_floor VALUES ($1)', [text]);
      await postJson(agent, provider.url, { text });
      return (await arrival) - dueAt;
    };
    const started = performance.now();
    const times: Promise<number>[] = [];
    while (times.length < perSecond * seconds) {
      const dueAt = started + (times.length * 1000) / perSecond;
      const early = dueAt - performance.now();
      if (early > 0) await sleep(early);
      else times.push(once(`floor-${String(times.length)}-end`, dueAt));
    }
    return await Promise.all(times);
  } finally {
    agent.destroy();
    await database.end();
  }
}
