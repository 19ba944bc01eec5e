import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRun } from './scenario.js';
import type { RouseProcess } from './rouse-process.js';
import type { SystemUnderTest } from './system.js';

/** What is looked at to tell whether wake-ups come: longer than a step, whose alarm may have been lost with the fault. */
const WINDOW_SECONDS = 7;
const LOOKS_EVERY_MS = 250;
const LEAST_STEPS = 3;

/** So many people that nobody gets more messages than one may: what is late is the fault's doing. */
export const QUIET_PHONES = { services: 16, neverAnswer: 0.2 } as const;

/** The database's time. */
export async function databaseNow(system: SystemUnderTest): Promise<Date> {
  const [row] = await system.query<{ now: Date }>('SELECT rouse_now() AS now');
  if (row === undefined) throw new Error('the database did not tell its time');
  return row.now;
}

/**
 * How long the first pages about incidents took that began in this time: from the incident, or from `notBefore` where
 * that is later, to the decision to send, or to wait for the person's next message. One that has no page yet counts up to
 * now; one that was answered before does not count. By the stamps of the database, in seconds.
 */
export async function firstPages(
  system: SystemUnderTest,
  { since, notBefore = since, until = null }: { since: Date; notBefore?: Date; until?: Date | null },
): Promise<{ count: number; median: number; worst: number }> {
  const [row] = await system.query<{ count: number; median: number | null; worst: number | null }>(
    `SELECT count(*)::int AS count, percentile_cont(0.5) WITHIN GROUP (ORDER BY late) AS median,
       max(late)::float8 AS worst
     FROM (SELECT extract(epoch FROM coalesce(first.at, rouse_now()) - greatest(incident.created_at, $2)) AS late
       FROM incidents incident
       LEFT JOIN LATERAL (SELECT least(
           (SELECT min(attempt.created_at) FROM pages page JOIN attempts attempt ON attempt.page_id = page.id
            WHERE page.incident_id = incident.id),
           (SELECT min(at) FROM timeline_entries entry
            WHERE entry.incident_id = incident.id AND kind = 'page.held')) AS at) first ON true
       WHERE incident.created_at >= $1 AND incident.created_at < coalesce($3, rouse_now())
         AND (first.at IS NOT NULL OR incident.status = 'triggered')) pages`,
    [since, notBefore, until],
  );
  return { count: row?.count ?? 0, median: row?.median ?? 0, worst: row?.worst ?? 0 };
}

/**
 * Waits, while events flow, for some seconds in which the sweeper finds less than half of the steps: they go by wake-ups
 * again. Without them it finds them all; on a busy machine it finds some that are under way.
 * @returns seconds from the call to the beginning of that time; more than `within` where it did not come
 */
export async function untilWakeUpsCarry({ system }: FaultRun, within: number): Promise<number> {
  const began = performance.now();
  const looks: { at: number; swept: number; steps: number }[] = [];
  for (;;) {
    const look = {
      at: (performance.now() - began) / 1000,
      swept: await sweptBy(system),
      steps: await stepsOf(system),
    };
    looks.push(look);
    const before = looks.findLast(({ at }) => at <= look.at - WINDOW_SECONDS);
    if (before !== undefined) {
      const steps = look.steps - before.steps;
      if (steps >= LEAST_STEPS && (look.swept - before.swept) * 2 < steps) return before.at;
      if (before.at > within) return before.at;
    }
    await sleep(LOOKS_EVERY_MS);
  }
}

async function stepsOf(system: SystemUnderTest): Promise<number> {
  const [row] = await system.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM timeline_entries WHERE kind IN ('step.started', 'escalation.exhausted')`,
  );
  return row?.count ?? 0;
}

/** How many steps the sweepers of all workers have found since they started. */
async function sweptBy({ workers }: SystemUnderTest): Promise<number> {
  const counts = await Promise.all(workers.map(sweptByOne));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function sweptByOne({ url }: RouseProcess): Promise<number> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) });
  const line = (await response.text())
    .split('\n')
    .find((each) => each.startsWith('rouse_swept_total{kind="escalation"}'));
  return Number(line?.split(' ').at(-1) ?? 0);
}

/** @returns fails where one of the processes that run now has ended, or runs as another one */
export function nobodyExits({ processes }: SystemUnderTest): () => void {
  const before = processes.map(({ pid }) => pid);
  return () => {
    const gone = processes.filter(({ pid }, place) => pid !== before[place]).map(({ name }) => name);
    if (gone.length > 0) throw new Error(`${gone.join(' and ')} did not outlive the fault`);
  };
}
