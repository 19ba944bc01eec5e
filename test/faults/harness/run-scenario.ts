import { setTimeout as sleep } from 'node:timers/promises';
import { brokenInvariants, DEFAULT_BOUNDS, type Bounds } from './invariant.js';
import { DEFAULT_PLAN, makeLoad, type Load } from './load.js';
import { Random } from './random.js';
import { readRecord, type FaultRecord } from './record.js';
import type { Scenario } from './scenario.js';
import { startSystem, type Engine, type SystemUnderTest } from './system.js';

const RUN_SECONDS = 120;
const SETTLE_SECONDS = 60;
const STOP_SECONDS = 60;
const LOOKS_EVERY_MS = 200;

export interface Measured {
  readonly name: string;
  readonly seconds: number;
  readonly bound: number;
}

/** What came of one run. */
export interface RunReport {
  readonly scenario: string;
  readonly engine: Engine;
  readonly seed: number;
  readonly seconds: number;
  readonly measured: readonly Measured[];
  readonly notes: readonly string[];
  /** What does not hold, a sentence each; empty when the run is good. */
  readonly broken: readonly string[];
  /** For those who look into a broken run; null where it did not get so far. */
  readonly record: FaultRecord | null;
  /** What the processes printed, by name. */
  readonly output: Readonly<Record<string, string>>;
}

/**
 * Plays a scenario once, on a system of its own, which is gone afterwards. Throws nothing: see `broken`.
 * @param patience what every bound and limit is multiplied with, for machines that do much else meanwhile
 */
export async function runScenario(
  scenario: Scenario,
  engine: Engine,
  seed: number,
  patience = 1,
): Promise<RunReport> {
  const began = performance.now();
  const measured: Measured[] = [];
  const notes: string[] = [];
  const broken: string[] = [];
  let record: FaultRecord | null = null;
  let system: SystemUnderTest | null = null;
  let load: Load | null = null;
  try {
    const random = new Random(seed, scenario.name);
    system = await startSystem(engine, scenario.system);
    load = await makeLoad(system, { ...DEFAULT_PLAN, ...scenario.plan }, random.of('load'));
    const run = {
      system,
      load,
      random: random.of('scenario'),
      measure: (name: string, seconds: number, bound: number) =>
        measured.push({ name, seconds, bound: bound * patience }),
      note: (text: string) => notes.push(text),
    };
    const limit = (scenario.timeLimitSeconds ?? RUN_SECONDS) * patience;
    await within(limit, 'the scenario', scenario.run(run));
    const settleSeconds = (scenario.settleSeconds ?? SETTLE_SECONDS) * patience;
    await within(settleSeconds + STOP_SECONDS, 'coming to an end', settle(system, load, settleSeconds));
    record = await readRecord(system, load);
    broken.push(...brokenInvariants(record, patiently({ ...DEFAULT_BOUNDS, ...scenario.bounds }, patience)));
    notes.push(whatHappened(record));
  } catch (error) {
    broken.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    record ??= await within(10, 'the record', recordOf(system, load)).catch(() => null);
  } finally {
    await within(STOP_SECONDS, 'the end', end(system, load)).catch((error: unknown) => {
      broken.push(`Not everything was ended: ${String(error)}`);
    });
  }
  for (const { name, seconds, bound } of measured) {
    if (seconds > bound) broken.push(`${name}: ${seconds.toFixed(2)} s, and the bound is ${String(bound)} s`);
  }
  const output = Object.fromEntries((system?.processes ?? []).map((each) => [each.name, each.output()]));
  const seconds = (performance.now() - began) / 1000;
  return { scenario: scenario.name, engine, seed, seconds, measured, notes, broken, record, output };
}

const patiently = ({ step, early, page, call, told }: Bounds, patience: number): Bounds => ({
  early: early * patience,
  step: step * patience,
  page: page * patience,
  call: call * patience,
  told: told * patience,
});

/** Sends no more, and waits until all is answered or at the end of its policy, for so long at most. */
async function settle(system: SystemUnderTest, load: Load, seconds: number): Promise<void> {
  await load.stop();
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline && !(await isSettled(system))) await sleep(LOOKS_EVERY_MS);
  await load.silence();
  await system.twilio.settle();
}

/** What is open has told its last resort, and no provider is being asked. */
async function isSettled(system: SystemUnderTest): Promise<boolean> {
  const [row] = await system.query<{ open: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM incidents incident WHERE status = 'triggered' AND NOT EXISTS (
         SELECT 1 FROM timeline_entries entry
         WHERE entry.incident_id = incident.id AND entry.kind = 'escalation.exhausted'))
       OR EXISTS (SELECT 1 FROM pages page JOIN incidents incident ON incident.id = page.incident_id
         WHERE page.status = 'calling' OR (page.status = 'waiting' AND page.due_at <= rouse_now() + interval '25 seconds'
           AND incident.status = 'triggered')) AS open`,
  );
  return row?.open === false;
}

async function recordOf(system: SystemUnderTest | null, load: Load | null): Promise<FaultRecord | null> {
  return system === null || load === null ? null : readRecord(system, load);
}

async function end(system: SystemUnderTest | null, load: Load | null): Promise<void> {
  const quiet = Promise.all([load?.stop(), load?.silence()]);
  await system?.stop();
  await quiet;
}

function whatHappened({ sent, incidents, attempts, requests }: FaultRecord): string {
  const taken = sent.filter(({ status }) => status === 202).length;
  const unknown = attempts.filter(({ status }) => status === 'unknown').length;
  const state = (wanted: string): number => incidents.filter(({ status }) => status === wanted).length;
  return (
    `${String(sent.length)} events sent, ${String(taken)} taken; ${String(incidents.length)} incidents: ` +
    `${String(state('acknowledged'))} acknowledged, ${String(state('resolved'))} resolved, ` +
    `${String(state('triggered'))} unanswered; ${String(attempts.length)} attempts, ` +
    `${String(requests.length)} messages and calls, ${String(unknown)} of unknown outcome`
  );
}

async function within<Result>(seconds: number, what: string, work: Promise<Result>): Promise<Result> {
  const patience = new AbortController();
  const late = sleep(seconds * 1000, null, { signal: patience.signal }).then(() => {
    throw new Error(`${what} took longer than ${String(seconds)} s`);
  });
  // Whoever waits hears of it; and when the work was quicker, nobody does.
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    patience.abort();
  }
}
