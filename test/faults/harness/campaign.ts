import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { redisAvailable } from '../../support/redis-server.js';
import { allScenarios } from '../scenarios/all-scenarios.js';
import { runScenario, type RunReport } from './run-scenario.js';
import type { Scenario } from './scenario.js';
import type { Engine } from './system.js';

/** The random mix is played once for each of so many seeds; every other scenario for the first of them. */
const MIX = 'mix';

export interface Wishes {
  readonly scenario: string | null;
  readonly engine: string | null;
  /** The first seed. */
  readonly seed: number;
  /** How many seeds of the mix. */
  readonly seeds: number;
  /** How many runs of the mix go on at once. The other scenarios measure, and are played alone. */
  readonly lanes: number;
  /** Where the record of a broken run is put. */
  readonly folder: string;
  readonly say: (line: string) => void;
  /** Hears what begins. */
  readonly progress: (line: string) => void;
}

interface Planned {
  readonly scenario: Scenario;
  readonly engine: Engine;
  readonly seed: number;
}

/**
 * Plays what is wished, and says a line about each run and a summary.
 * @returns how many runs were broken; null where nothing fits the wishes
 */
export async function playCampaign(wishes: Wishes): Promise<number | null> {
  const { say } = wishes;
  const plan = planned(wishes);
  if (plan.length === 0) {
    say(
      `Nothing fits. Scenarios: ${allScenarios.map(({ name }) => name).join(', ')}; engines: postgres, redis`,
    );
    return null;
  }
  const began = performance.now();
  const reports: RunReport[] = [];
  const play = async ({ scenario, engine, seed }: Planned): Promise<void> => {
    wishes.progress(`${scenario.name}, ${engine}, seed ${String(seed)} …`);
    const report = await runScenario(scenario, engine, seed);
    reports.push(report);
    sayReport(report, `${String(reports.length)}/${String(plan.length)}`, wishes);
  };
  for (const each of plan.filter(({ scenario }) => scenario.name !== MIX)) await play(each);
  const mixes = plan.filter(({ scenario }) => scenario.name === MIX);
  const lane = async (): Promise<void> => {
    for (let next = mixes.shift(); next; next = mixes.shift()) await play(next);
  };
  await Promise.all(Array.from({ length: wishes.lanes }, lane));
  const broken = reports.filter((report) => report.broken.length > 0);
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  say(`${String(plan.length)} runs in ${minutes} min, ${String(broken.length)} broken`);
  for (const { scenario, engine, seed } of broken) say(`  again: ${again(scenario, engine, seed)}`);
  return broken.length;
}

function planned({ scenario: wanted, engine: only, seed, seeds, say }: Wishes): Planned[] {
  const withRedis = redisAvailable();
  if (!withRedis)
    say('redis-server is not installed (apt-get install redis-server): played on PostgreSQL alone');
  return allScenarios
    .filter(({ name }) => wanted === null || name === wanted)
    .flatMap((scenario) =>
      Array.from({ length: scenario.name === MIX ? seeds : 1 }, (_, number) => seed + number).flatMap(
        (each) =>
          scenario.engines
            .filter((engine) => (only === null || engine === only) && (engine !== 'redis' || withRedis))
            .map((engine) => ({ scenario, engine, seed: each })),
      ),
    );
}

function sayReport(report: RunReport, place: string, { say, folder }: Wishes): void {
  const { scenario, engine, seed, seconds, measured, notes, broken } = report;
  const figures = measured.map(
    (each) => `${each.name} ${each.seconds.toFixed(2)} s (bound ${String(each.bound)} s)`,
  );
  const outcome = broken.length === 0 ? 'ok    ' : 'BROKEN';
  const told = [
    `${outcome}  ${place}  ${scenario}, ${engine}, seed ${String(seed)}: ${seconds.toFixed(1)} s`,
  ];
  say([...told, ...figures, ...notes].join('; '));
  if (broken.length === 0) return;
  for (const sentence of broken) say(`        ${sentence.replaceAll('\n', '\n        ')}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${scenario}-${engine}-${String(seed)}.json`);
  writeFileSync(file, JSON.stringify(report, null, 1));
  say(`        what happened: ${file}`);
  say(`        again: ${again(scenario, engine, seed)}`);
}

const again = (scenario: string, engine: Engine, seed: number): string =>
  `npm run faults -- --scenario ${scenario} --engine ${engine} --seed ${String(seed)}`;
