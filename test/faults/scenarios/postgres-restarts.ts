import { setTimeout as sleep } from 'node:timers/promises';
import {
  QUIET_PHONES,
  databaseNow,
  firstPages,
  nobodyExits,
  untilWakeUpsCarry,
} from '../harness/page-times.js';
import type { Engine } from '../harness/system.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';

const BOTH: readonly Engine[] = ['postgres', 'redis'];

/** What was in a worker's hands comes back with its lease of 7 s; all else with the sweeper's next second. */
const PAGED_WITHIN_SECONDS = 10;
const BACK_WITHIN_SECONDS = 20;

/** Twice, under ingest. */
async function restarts(run: FaultRun, end: 'stop' | 'crash', awayMs: number): Promise<void> {
  const { system, load, measure, note } = run;
  const allAreThere = nobodyExits(system);
  const since = await databaseNow(system);
  load.start(5);
  for (let time = 1; time <= 2; time += 1) {
    await sleep(3_000 + run.random.integer(0, 500));
    if (end === 'stop') await system.postgres.stop();
    else await system.postgres.crash();
    await sleep(awayMs);
    await system.postgres.start();
    const notBefore = await databaseNow(system);
    await sleep(4_000);
    const { count, worst } = await firstPages(system, { since, notBefore });
    measure(`slowest first page, return ${String(time)}`, worst, PAGED_WITHIN_SECONDS);
    note(`${String(count)} incidents by then`);
  }
  await load.stop();
  load.start();
  measure(
    'wake-ups carry pages again',
    await untilWakeUpsCarry(run, BACK_WITHIN_SECONDS),
    BACK_WITHIN_SECONDS,
  );
  const refused = load.sent
    .filter(({ status }) => status !== 202 && status !== 503)
    .map(({ status }) => status);
  const unanswered = refused.filter((status) => status === null).length;
  if (unanswered < refused.length)
    throw new Error(`events were answered ${[...new Set(refused)].join(', ')}`);
  allAreThere();
}

/** While it is away nothing is late that could be on time, so what the run is held to counts that too. */
const bounds = { step: 12, page: 12, call: 8, told: 20 } as const;

export const postgresRestarted: Scenario = {
  name: 'postgres-restarted-under-ingest',
  engines: BOTH,
  bound: 'every 202 is there, the rest is told 503, no process exits, paged within 10 s of its return',
  short: false,
  plan: QUIET_PHONES,
  bounds,
  run: (run) => restarts(run, 'stop', 2_000),
};

export const postgresCrashed: Scenario = {
  name: 'postgres-crashed-under-ingest',
  engines: BOTH,
  bound: 'every 202 is there, the rest is told 503, no process exits, paged within 10 s of its return',
  short: false,
  plan: QUIET_PHONES,
  bounds,
  run: (run) => restarts(run, 'crash', 500),
};
