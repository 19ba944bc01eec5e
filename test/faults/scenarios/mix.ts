import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../harness/random.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';
import type { Engine } from '../harness/system.js';
import { MIXED_FAULTS, type MixedFault } from './mix-faults.js';

/** So long events come. */
const LOAD_SECONDS = 20;

/** A fault and its moment. */
interface PlannedFault {
  readonly fault: MixedFault;
  readonly afterSeconds: number;
  readonly forSeconds: number;
}

/** From two to five faults, each of another part of the system, in the order of their moments. */
function plannedFaults(random: Random, engine: Engine): PlannedFault[] {
  const possible = random.shuffled(MIXED_FAULTS.filter(({ engines }) => engines.includes(engine)));
  const wanted = random.integer(2, 5);
  const chosen = possible.filter(
    (fault, place) => possible.findIndex(({ part }) => part === fault.part) === place,
  );
  return chosen
    .slice(0, wanted)
    .map((fault) => ({
      fault,
      afterSeconds: 1 + random.next() * (LOAD_SECONDS - 6),
      forSeconds: random.integer(...fault.seconds),
    }))
    .sort((one, other) => one.afterSeconds - other.afterSeconds);
}

async function play({ system, random, note }: FaultRun, planned: PlannedFault): Promise<void> {
  const { fault, afterSeconds, forSeconds } = planned;
  await sleep(afterSeconds * 1000);
  note(`${fault.name} after ${afterSeconds.toFixed(1)} s, for ${String(forSeconds)} s`);
  const mend = await fault.begin(system, random.of(fault.name));
  await sleep(forSeconds * 1000);
  await mend();
}

/**
 * A random combination of faults at random moments, all of it by the seed. Its bounds leave room for the longest fault, for the
 * lease of what a process had in hand, for a circuit that stays open for 15 s, for a message that waits for its turn, and for
 * the start of both workers on a busy machine. A transaction that the network held up for 6 s planned its steps before.
 */
export const mix: Scenario = {
  name: 'mix',
  engines: ['postgres', 'redis'],
  bound:
    'two to five faults at random moments of 20 s of load: the invariant holds, nobody is told more than 90 s late',
  short: false,
  plan: { rate: 3 },
  bounds: { step: 45, early: 8, page: 45, call: 15, told: 90 },
  timeLimitSeconds: 240,
  settleSeconds: 90,
  run: async (run) => {
    const { load, random, system } = run;
    const faults = plannedFaults(random.of('mix'), system.engine);
    load.start();
    await Promise.all([sleep(LOAD_SECONDS * 1000), ...faults.map((fault) => play(run, fault))]);
    await load.stop();
    const down = system.processes.filter(({ isRunning }) => !isRunning);
    if (down.length > 0)
      throw new Error(
        `ended by themselves: ${down.map(({ name, exitCode }) => `${name} with ${String(exitCode)}`).join(', ')}`,
      );
  },
};
