import { setTimeout as sleep } from 'node:timers/promises';
import {
  QUIET_PHONES,
  databaseNow,
  firstPages,
  nobodyExits,
  untilWakeUpsCarry,
} from '../harness/page-times.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';
import type { TcpProxy } from '../harness/tcp-proxy.js';

const TIMES = 12;
/** A page that loses its connection while it is in a worker's hands waits for its lease of 7 s. */
const PAGED_WITHIN_SECONDS = 10;
const BACK_WITHIN_SECONDS = 20;

/** Every second or so all connections are reset, under load. */
async function resets(run: FaultRun, proxy: TcpProxy, times: number): Promise<void> {
  const { system, load, measure, note } = run;
  const allAreThere = nobodyExits(system);
  const since = await databaseNow(system);
  load.start(3);
  let cut = 0;
  for (let time = 1; time <= times; time += 1) {
    await sleep(run.random.integer(500, 1_500));
    cut += proxy.connections().length;
    proxy.cutAll();
  }
  const until = await databaseNow(system);
  measure(
    'wake-ups carry pages again',
    await untilWakeUpsCarry(run, BACK_WITHIN_SECONDS),
    BACK_WITHIN_SECONDS,
  );
  const { count, median, worst } = await firstPages(system, { since, until });
  measure('slowest first page', worst, PAGED_WITHIN_SECONDS);
  note(`${String(cut)} resets; ${String(count)} incidents, half of them paged within ${median.toFixed(2)} s`);
  allAreThere();
}

export const redisConnectionsReset: Scenario = {
  name: 'connections-to-redis-reset',
  engines: ['redis'],
  bound: 'paged within 10 s; wake-ups carry pages again within 20 s of the last reset; no process exits',
  short: false,
  plan: QUIET_PHONES,
  run: async (run) => {
    const { redis } = run.system;
    if (redis === null) throw new Error('there is no Redis');
    await resets(run, redis.proxy, TIMES);
  },
};

export const postgresConnectionsReset: Scenario = {
  name: 'connections-to-postgres-reset',
  engines: ['postgres', 'redis'],
  bound: 'paged within 10 s; wake-ups carry pages again within 20 s of the last reset; no process exits',
  short: false,
  plan: QUIET_PHONES,
  // A lease that was lost, and then the next.
  bounds: { step: 10, page: 16, call: 16, told: 25 },
  run: (run) => resets(run, run.system.postgres.proxy, TIMES),
};
