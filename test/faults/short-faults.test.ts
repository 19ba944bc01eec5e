import { describe, expect, it } from '@jest/globals';
import { REDIS } from '../support/external-program.js';
import { describeWith } from '../support/describe-with.js';
import { runScenario } from './harness/run-scenario.js';
import { allScenarios } from './scenarios/all-scenarios.js';

/** `npm run faults` measures; here the machine does much else meanwhile. */
const PATIENCE = 3;
const SEED = 1;
const LIMIT_MS = 240_000;

const short = allScenarios.filter((scenario) => scenario.short || scenario.name === 'mix');

const on = (engine: 'postgres' | 'redis') => (): void => {
  // They wait more than they work, so they are played together.
  it.concurrent.each(
    short.filter(({ engines }) => engines.includes(engine)).map(({ name, bound }) => [name, bound]),
  )(
    '%s: %s',
    async (name) => {
      const scenario = allScenarios.find((each) => each.name === name);
      if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
      const report = await runScenario(scenario, engine, SEED, PATIENCE);
      expect(report.broken).toEqual([]);
    },
    LIMIT_MS,
  );
};

describe('faults, with the queue on PostgreSQL', on('postgres'));
describeWith(REDIS, 'faults, with the queue on Redis', on('redis'));
