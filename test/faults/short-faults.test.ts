import { describe, expect, it } from '@jest/globals';
import { redisAvailable } from '../support/redis-server.js';
import { runScenario } from './harness/run-scenario.js';
import { allScenarios } from './scenarios/all-scenarios.js';

/** `npm run faults` measures; here the machine does much else meanwhile. */
const PATIENCE = 3;
const SEED = 1;
const LIMIT_MS = 240_000;

const withRedis = redisAvailable() || process.env['CI'] === 'true';
if (!withRedis)
  process.stderr.write('Skipped, as redis-server is not installed (apt-get install redis-server): faults\n');

/**
 * The mix on both queues, the others by turns on the one or the other: `npm run faults` plays each on both. The longest
 * first: they are played together, as they wait more than they work.
 */
const runs = [...allScenarios]
  .reverse()
  .filter((scenario) => scenario.short || scenario.name === 'mix')
  .flatMap((scenario, place) => {
    const engines = scenario.engines.filter((engine) => engine !== 'redis' || withRedis);
    const chosen = scenario.name === 'mix' ? engines : engines.slice(place % engines.length).slice(0, 1);
    return chosen.map((engine) => ({ scenario, engine, name: scenario.name, bound: scenario.bound }));
  });

describe('faults', () => {
  it.concurrent.each(runs)(
    '$name, with the queue on $engine: $bound',
    async ({ scenario, engine }) => {
      const report = await runScenario(scenario, engine, SEED, PATIENCE);
      expect(report.broken).toEqual([]);
    },
    LIMIT_MS,
  );
});
