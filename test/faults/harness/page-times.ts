import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRun } from './scenario.js';
import type { RouseProcess } from './rouse-process.js';
import type { SystemUnderTest } from './system.js';

/** How long events must flow without the sweeper finding anything, to show that wake-ups come again. Past a step's end. */
const CLEAN_MS = 7_000;
const LOOKS_EVERY_MS = 100;

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
 * Waits, while events flow, until for some seconds the sweeper finds nothing: pages and steps go by wake-ups again.
 * @returns seconds from the call to the beginning of that time; `within` where it did not come
 */
export async function untilWakeUpsCarry({ system }: FaultRun, within: number): Promise<number> {
  const began = performance.now();
  let cleanSince = began;
  let before = await sweptBy(system);
  for (;;) {
    await sleep(LOOKS_EVERY_MS);
    const swept = await sweptBy(system);
    const now = performance.now();
    if (swept !== before) cleanSince = now;
    before = swept;
    if (now - cleanSince >= CLEAN_MS) return (cleanSince - began) / 1000;
    if (now - began > within * 1000 + CLEAN_MS) return within + 1;
  }
}

/** How many deadlines of escalations and pages the sweepers of all workers have found since they started. */
async function sweptBy({ workers }: SystemUnderTest): Promise<number> {
  const counts = await Promise.all(workers.map(sweptByOne));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function sweptByOne({ url }: RouseProcess): Promise<number> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) });
  const lines = (await response.text()).split('\n');
  return lines
    .filter((line) => /^rouse_swept_total\{kind="(escalation|page)"\}/.test(line))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** @returns fails where one of the processes that run now has ended, or runs as another one */
export function nobodyExits({ processes }: SystemUnderTest): () => void {
  const before = processes.map(({ pid }) => pid);
  return () => {
    const gone = processes.filter(({ pid }, place) => pid !== before[place]).map(({ name }) => name);
    if (gone.length > 0) throw new Error(`${gone.join(' and ')} did not outlive the fault`);
  };
}
