import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import { QUIET_PHONES, databaseNow, firstPages, nobodyExits } from '../harness/page-times.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';
import type { ProxiedConnection } from '../harness/tcp-proxy.js';

/** How many connections are swallowed, each at the moment at which something is asked on it. */
const SWALLOWED = 3;
/** Rouse gives a connection 18 s to answer. */
const GIVEN_UP_WITHIN_SECONDS = 20;
/** What hung holds locks until it is given up, and then comes back with its lease or its sender. */
const PAGED_WITHIN_SECONDS = 30;

async function connectionsHang(run: FaultRun): Promise<void> {
  const { system, load, measure, note } = run;
  const allAreThere = nobodyExits(system);
  load.start(3);
  await sleep(2_000);
  const since = await databaseNow(system);
  const swallowed: ProxiedConnection[] = [];
  const end = system.postgres.proxy.onClientBytes((bytes, _cut, connection) => {
    if (!bytes.includes('START TRANSACTION') || swallowed.includes(connection)) return;
    connection.blackhole(true);
    swallowed.push(connection);
    if (swallowed.length === SWALLOWED) end();
  });
  const began = performance.now();
  await eventually(() => {
    if (swallowed.length < SWALLOWED) throw new Error('not enough was asked');
  });
  await eventually(
    () => {
      if (swallowed.some(({ isLeft }) => !isLeft)) throw new Error('they are still waited for');
    },
    { within: 60_000 },
  );
  measure('given up', (performance.now() - began) / 1000, GIVEN_UP_WITHIN_SECONDS);
  const { count, median, worst } = await firstPages(system, { since });
  measure('half of the first pages', median, 1);
  measure('slowest first page', worst, PAGED_WITHIN_SECONDS);
  note(`${String(count)} incidents`);
  allAreThere();
}

export const postgresConnectionsSilent: Scenario = {
  name: 'postgres-connections-silent',
  engines: ['postgres', 'redis'],
  bound:
    'each is given up within 20 s, and meanwhile the others go on: half of the pages within 1 s, all within 30 s',
  short: false,
  plan: QUIET_PHONES,
  bounds: { step: 30, page: 30, call: 30, told: 40 },
  run: connectionsHang,
};

/** The whole server, for twenty seconds: nothing can go on, and all goes on afterwards. */
export const postgresSilent: Scenario = {
  name: 'postgres-silent',
  engines: ['postgres', 'redis'],
  bound: 'no process exits, and within 10 s of its return all that waited is paged',
  short: false,
  plan: QUIET_PHONES,
  bounds: { step: 35, page: 35, call: 30, told: 45 },
  run: async ({ system, load, measure, note }) => {
    const allAreThere = nobodyExits(system);
    load.start();
    await sleep(2_000);
    const since = await databaseNow(system);
    system.postgres.proxy.blackhole(true);
    await sleep(20_000);
    system.postgres.proxy.blackhole(false);
    const notBefore = await databaseNow(system);
    await sleep(12_000);
    const { count, worst } = await firstPages(system, { since, notBefore });
    measure('slowest first page after its return', worst, 10);
    note(`${String(count)} incidents`);
    allAreThere();
  },
};
