import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import {
  QUIET_PHONES,
  databaseNow,
  firstPages,
  nobodyExits,
  untilWakeUpsCarry,
} from '../harness/page-times.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';
import type { SystemRedis } from '../harness/system.js';

/** The sweeper looks every second; a wake-up that does not come is waited for 0.75 s, and a silent queue asked for 2 s. */
const PAGED_WITHIN_SECONDS = 5;
/** Redis is tried again every second. */
const BACK_WITHIN_SECONDS = 20;

/** Pages go on while Redis fails in this way, and by it once it is back. */
async function pagesGoOn(
  run: FaultRun,
  fault: {
    begin(redis: SystemRedis): Promise<void>;
    end(redis: SystemRedis): Promise<void>;
    seconds: number;
  },
): Promise<void> {
  const { system, load, measure, note } = run;
  const { redis } = system;
  if (redis === null) throw new Error('there is no Redis');
  const allAreThere = nobodyExits(system);
  load.start();
  await sleep(2_000);
  const since = await databaseNow(system);
  await fault.begin(redis);
  await sleep(fault.seconds * 1000);
  await fault.end(redis);
  const back = await untilWakeUpsCarry(run, BACK_WITHIN_SECONDS);
  measure('wake-ups carry pages again', back, BACK_WITHIN_SECONDS);
  const { count, median, worst } = await firstPages(system, { since });
  measure('slowest first page', worst, PAGED_WITHIN_SECONDS);
  note(`${String(count)} incidents, half of them paged within ${median.toFixed(2)} s`);
  allAreThere();
}

export const redisAway: Scenario = {
  name: 'redis-away-for-a-minute',
  engines: ['redis'],
  bound: 'pages go on within 5 s; within 20 s of its return wake-ups carry them again, without a restart',
  short: false,
  plan: QUIET_PHONES,
  run: (run) =>
    pagesGoOn(run, {
      begin: async (redis) => {
        await redis.crash();
      },
      end: async (redis) => {
        await redis.start();
      },
      seconds: 60,
    }),
};

/** Every write is refused; what is read, and waited for, goes on. */
export const redisFull: Scenario = {
  name: 'redis-full',
  engines: ['redis'],
  bound:
    'pages go on within 5 s; within 20 s of there being room wake-ups carry them again, without a restart',
  short: false,
  plan: QUIET_PHONES,
  run: (run) =>
    pagesGoOn(run, {
      begin: (redis) => allowMemory(redis, '1'),
      end: (redis) => allowMemory(redis, '0'),
      seconds: 15,
    }),
};

/** Bytes go in and nothing comes out. */
export const redisSilent: Scenario = {
  name: 'redis-silent',
  engines: ['redis'],
  bound: 'pages go on within 5 s; within 20 s of its return wake-ups carry them again, without a restart',
  short: false,
  plan: QUIET_PHONES,
  run: (run) =>
    pagesGoOn(run, {
      begin: (redis) => {
        redis.proxy.blackhole(true);
        return Promise.resolve();
      },
      end: (redis) => {
        redis.proxy.blackhole(false);
        return Promise.resolve();
      },
      seconds: 20,
    }),
};

async function allowMemory({ url }: SystemRedis, bytes: string): Promise<void> {
  const client = new Redis(url, { maxRetriesPerRequest: 2 });
  client.on('error', () => undefined);
  await client.config('SET', 'maxmemory', bytes);
  client.disconnect();
}
