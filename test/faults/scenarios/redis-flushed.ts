import { Redis } from 'ioredis';
import { z } from 'zod';
import { eventually } from '../../support/eventually.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';
import type { SystemUnderTest } from '../harness/system.js';

const DEADLINES = 1_000;
const STEP_SECONDS = 30;
/** So many events are under way at a time. */
const SENDERS = 12;
const LATE_BY_SECONDS = 5;

/**
 * A thousand escalations wait for their second step while the queue forgets them all. Twenty services, each with people
 * of its own: what is late would be the deadline, and not somebody's telephone.
 */
const plan = { services: 20, stepSeconds: STEP_SECONDS, neverAnswer: 1, voice: 0 } as const;
/** What comes thick and fast to one person comes in few messages, so what was told when is not what this is about. */
const bounds = { page: 30, told: 60 } as const;

async function deadlinesAreMet(
  { system, load, measure, note }: FaultRun,
  forget: (system: SystemUnderTest) => Promise<void>,
): Promise<void> {
  const { services } = load.world;
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let place = next++; place < DEADLINES; place = next++) {
      const service = services[place % services.length];
      if (service === undefined) throw new Error('there are no services');
      const { status } = await load.send(service);
      if (status !== 202) throw new Error(`an event was answered ${String(status)}`);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  await eventually(async () => {
    if ((await startedSteps(system, 0)).length < DEADLINES) throw new Error('not all have begun');
  });
  await forget(system);
  const pending = (await startedSteps(system, 1)).length;
  note(`${String(DEADLINES - pending)} deadlines were pending`);
  const lateness = await eventually(
    async () => {
      const late = await startedSteps(system, 1);
      if (late.length < DEADLINES) throw new Error(`${String(late.length)} second steps have begun`);
      return late;
    },
    { within: (STEP_SECONDS + 30) * 1000 },
  );
  measure('latest deadline', Math.max(...lateness), LATE_BY_SECONDS);
}

/** How many seconds after their time these steps began, where they have begun; the first step has no time of its own. */
async function startedSteps(system: SystemUnderTest, step: 0 | 1): Promise<number[]> {
  const rows = await system.query(
    `SELECT extract(epoch FROM at - due)::float8 AS late FROM (
       SELECT at, row_number() OVER entries - 1 AS step,
         coalesce(lag(at) OVER entries + $2 * interval '1 second', at) AS due
       FROM timeline_entries WHERE kind = 'step.started'
       WINDOW entries AS (PARTITION BY incident_id ORDER BY id)) started
     WHERE step = $1`,
    [step, STEP_SECONDS],
  );
  return z
    .array(z.object({ late: z.number() }))
    .parse(rows)
    .map(({ late }) => late);
}

export const redisFlushed: Scenario = {
  name: 'redis-flushed-with-1000-deadlines',
  engines: ['redis'],
  bound: 'all fire, at most 5 s late',
  short: false,
  plan,
  bounds,
  run: (run) =>
    deadlinesAreMet(run, async ({ redis }) => {
      if (redis === null) throw new Error('there is no Redis');
      const client = new Redis(redis.url, { maxRetriesPerRequest: 2 });
      client.on('error', () => undefined);
      await client.flushall();
      client.disconnect();
    }),
};

/** What FLUSHALL is to Redis. */
export const postgresQueueEmptied: Scenario = {
  name: 'postgres-queue-emptied-with-1000-deadlines',
  engines: ['postgres'],
  bound: 'all fire, at most 5 s late',
  short: false,
  plan,
  bounds,
  run: (run) =>
    deadlinesAreMet(run, async (system) => {
      const tables = await system.query<{ name: string }>(
        `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
         WHERE schemaname = 'bullmq' AND tablename NOT LIKE '%migration%'`,
      );
      await system.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
    }),
};
