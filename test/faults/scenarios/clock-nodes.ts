import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { RouseProcess } from '../harness/rouse-process.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';
import type { Engine, SystemUnderTest } from '../harness/system.js';

const BOTH: readonly Engine[] = ['postgres', 'redis'];
const HOUR = 3_600;
const SHIFT = pathToFileURL(join(import.meta.dirname, 'clock-shift.mjs')).href;

const incidentPage = z.object({
  items: z.array(z.object({ id: z.string() })),
  nextCursor: z.string().nullable(),
});

/** Starts the process anew with a clock that is so many seconds wrong. */
async function withWrongClock(
  system: SystemUnderTest,
  process: RouseProcess,
  seconds: number,
): Promise<void> {
  const environment = { NODE_OPTIONS: `--import ${SHIFT}`, CLOCK_SHIFT_SECONDS: String(seconds) };
  await system.restart(process, { environment });
}

async function loadFor(run: FaultRun, seconds: number): Promise<void> {
  run.load.start();
  await sleep(seconds * 1000);
  await run.load.stop();
  await listsAreWhole(run);
}

/** Ids begin with the time of the node that made them: lists that are read a page at a time miss and repeat nothing. */
async function listsAreWhole({ system, note }: FaultRun): Promise<void> {
  const rows = await system.query<{ id: string }>('SELECT id FROM incidents');
  const listed: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = incidentPage.parse(await system.client.get(`/api/v1/incidents?limit=7${query}`));
    listed.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  const missing = rows.filter(({ id }) => !listed.includes(id));
  if (missing.length > 0 || new Set(listed).size !== listed.length)
    throw new Error(
      `${String(missing.length)} incidents are in no list, ${String(listed.length)} are listed`,
    );
  note(`${String(listed.length)} incidents are listed once each`);
}

const workerAhead: Scenario = {
  name: 'clock-of-a-worker-an-hour-ahead',
  engines: BOTH,
  bound: 'nothing is early, nothing is skipped, nothing is later than without it',
  short: false,
  plan: { rate: 3 },
  run: async (run) => {
    await withWrongClock(run.system, run.system.workers[0], HOUR);
    await loadFor(run, 14);
  },
};

const workerBehind: Scenario = {
  name: 'clock-of-a-worker-an-hour-behind',
  engines: BOTH,
  bound: 'nothing is early, nothing is skipped, nothing is later than without it',
  short: false,
  plan: { rate: 3 },
  run: async (run) => {
    await withWrongClock(run.system, run.system.workers[0], -HOUR);
    await loadFor(run, 14);
  },
};

/** Who is let in, by tokens, links and signed requests, is decided by the database's clock; ids come from two worlds. */
const clocksApart: Scenario = {
  name: 'clocks-two-hours-apart',
  engines: BOTH,
  bound: 'the same with an api an hour ahead and every worker an hour behind, then the other way round',
  short: false,
  plan: { rate: 3 },
  timeLimitSeconds: 180,
  run: async (run) => {
    const { system } = run;
    await withWrongClock(system, system.api, HOUR);
    for (const worker of system.workers) await withWrongClock(system, worker, -HOUR);
    await loadFor(run, 10);
    await withWrongClock(system, system.api, -HOUR);
    for (const worker of system.workers) await withWrongClock(system, worker, HOUR);
    await loadFor(run, 10);
    await linksOpen(run);
  },
};

/** The link of a page that was just sent opens. */
async function linksOpen({ system }: FaultRun): Promise<void> {
  const bodies = system.twilio.messages.map(({ body }) => body);
  const link = bodies.findLast((body) => body.includes(system.api.url));
  const address = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(link ?? '')?.[0];
  if (address === undefined) throw new Error('no message has a link');
  const { status } = await fetch(address, { signal: AbortSignal.timeout(10_000) });
  if (status !== 200) throw new Error(`the link of a page answers ${String(status)}`);
}

export const clockScenarios: readonly Scenario[] = [workerAhead, workerBehind, clocksApart];
