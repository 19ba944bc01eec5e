import { Redis } from 'ioredis';
import type { CallbackOrder } from '../../support/twilio-double.js';
import type { Fault as ProviderFault, Made } from '../../support/twilio/faults.js';
import type { Random } from '../harness/random.js';
import type { RouseProcess } from '../harness/rouse-process.js';
import type { Engine, SystemUnderTest } from '../harness/system.js';

/** Puts it right again. Called once. */
export type Mend = () => Promise<void>;

/** One thing that breaks, and is mended after a while. */
export interface MixedFault {
  /** Lower case, words with hyphens. */
  readonly name: string;
  /** What it breaks: two faults of one part would be in each other's way. */
  readonly part: 'api' | 'worker' | 'postgres' | 'redis' | 'provider' | 'callbacks';
  readonly engines: readonly Engine[];
  /** How long it lasts at least and at most, in whole seconds. */
  readonly seconds: readonly [number, number];
  /** Breaks it. What is left to chance is drawn before anything is waited for. */
  begin(system: SystemUnderTest, random: Random): Promise<Mend>;
}

const BOTH: readonly Engine[] = ['postgres', 'redis'];
const TWILIO_500: ProviderFault = { kind: 'answer', status: 500, code: null, recorded: false };
const TWILIO_BUSY: ProviderFault = { kind: 'answer', status: 429, code: 20429, recorded: false };
/** Rouse waits 5 s for an answer. */
const TOO_LATE_MS = 9_000;

const nothing: Mend = () => Promise.resolve();

/** -9, and it is started again. */
async function killed(system: SystemUnderTest, process: RouseProcess): Promise<Mend> {
  await system.kill(process);
  return () => system.restart(process);
}

/** SIGTERM, as a deployment does, and it is started again. */
async function stopped(system: SystemUnderTest, process: RouseProcess): Promise<Mend> {
  await process.stop();
  return () => system.restart(process);
}

function frozen(system: SystemUnderTest, process: RouseProcess): Promise<Mend> {
  system.freeze(process);
  return Promise.resolve(() => {
    system.thaw(process);
    return Promise.resolve();
  });
}

/** Every message, every call, or both go wrong so. */
export function providerOutage(
  { twilio }: Pick<SystemUnderTest, 'twilio'>,
  fault: ProviderFault,
  what: readonly Made[] = ['Messages', 'Calls'],
): Promise<Mend> {
  for (const each of what) twilio.faults.outage(each, fault);
  return Promise.resolve(() => {
    twilio.faults.mend();
    return Promise.resolve();
  });
}

/** Receipts come in another way than they should. */
export function callbackWeather(
  { twilio }: Pick<SystemUnderTest, 'twilio'>,
  order: CallbackOrder,
): Promise<Mend> {
  twilio.callbacks = order;
  return Promise.resolve(() => {
    twilio.callbacks = 'in-order';
    return Promise.resolve();
  });
}

async function flushed({ redis }: SystemUnderTest): Promise<Mend> {
  if (redis === null) return nothing;
  const client = new Redis(redis.url, { maxRetriesPerRequest: 2 });
  client.on('error', () => undefined);
  await client.flushall();
  client.disconnect();
  return nothing;
}

/** Which messages and calls a weather at the provider is about. */
const someOf = (random: Random): readonly Made[] =>
  random.pick([['Messages'], ['Calls'], ['Messages', 'Calls']] as const);

const PROCESSES: readonly MixedFault[] = [
  {
    name: 'api-killed',
    part: 'api',
    engines: BOTH,
    seconds: [0, 3],
    begin: (system) => killed(system, system.api),
  },
  {
    name: 'api-deployed',
    part: 'api',
    engines: BOTH,
    seconds: [0, 1],
    begin: (system) => stopped(system, system.api),
  },
  {
    name: 'api-frozen',
    part: 'api',
    engines: BOTH,
    seconds: [2, 9],
    begin: (system) => frozen(system, system.api),
  },
  {
    name: 'worker-killed',
    part: 'worker',
    engines: BOTH,
    seconds: [0, 6],
    begin: (system, random) => killed(system, random.pick(system.workers)),
  },
  {
    name: 'both-workers-killed',
    part: 'worker',
    engines: BOTH,
    seconds: [0, 3],
    begin: async (system) => {
      const mends = await Promise.all(system.workers.map((worker) => killed(system, worker)));
      return async () => {
        await Promise.all(mends.map((mend) => mend()));
      };
    },
  },
  {
    name: 'worker-deployed',
    part: 'worker',
    engines: BOTH,
    seconds: [0, 1],
    begin: (system, random) => stopped(system, random.pick(system.workers)),
  },
  {
    name: 'worker-frozen-past-its-lease',
    part: 'worker',
    engines: BOTH,
    seconds: [8, 12],
    begin: (system, random) => frozen(system, random.pick(system.workers)),
  },
];

const STORES: readonly MixedFault[] = [
  {
    name: 'postgres-connections-cut',
    part: 'postgres',
    engines: BOTH,
    seconds: [0, 0],
    begin: ({ postgres }) => {
      postgres.proxy.cutAll();
      return Promise.resolve(nothing);
    },
  },
  {
    name: 'postgres-unreachable',
    part: 'postgres',
    engines: BOTH,
    seconds: [1, 5],
    begin: ({ postgres }) => {
      postgres.proxy.refuse(true);
      postgres.proxy.cutAll();
      return Promise.resolve(() => {
        postgres.proxy.refuse(false);
        return Promise.resolve();
      });
    },
  },
  {
    name: 'postgres-silent',
    part: 'postgres',
    engines: BOTH,
    seconds: [1, 6],
    begin: ({ postgres }) => {
      postgres.proxy.blackhole(true);
      return Promise.resolve(() => {
        postgres.proxy.blackhole(false);
        return Promise.resolve();
      });
    },
  },
  {
    name: 'postgres-slow',
    part: 'postgres',
    engines: BOTH,
    seconds: [2, 6],
    begin: ({ postgres }, random) => {
      postgres.proxy.delay(random.integer(5, 40));
      return Promise.resolve(() => {
        postgres.proxy.delay(0);
        return Promise.resolve();
      });
    },
  },
  {
    name: 'postgres-restarted',
    part: 'postgres',
    engines: BOTH,
    seconds: [0, 3],
    begin: async ({ postgres }) => {
      await postgres.stop();
      return () => postgres.start();
    },
  },
  {
    name: 'postgres-crashed',
    part: 'postgres',
    engines: BOTH,
    seconds: [0, 2],
    begin: async ({ postgres }) => {
      await postgres.crash();
      return () => postgres.start();
    },
  },
  { name: 'redis-flushed', part: 'redis', engines: ['redis'], seconds: [0, 0], begin: flushed },
  {
    name: 'redis-connections-cut',
    part: 'redis',
    engines: ['redis'],
    seconds: [0, 0],
    begin: ({ redis }) => {
      redis?.proxy.cutAll();
      return Promise.resolve(nothing);
    },
  },
  {
    name: 'redis-silent',
    part: 'redis',
    engines: ['redis'],
    seconds: [2, 8],
    begin: ({ redis }) => {
      redis?.proxy.blackhole(true);
      return Promise.resolve(() => {
        redis?.proxy.blackhole(false);
        return Promise.resolve();
      });
    },
  },
  {
    name: 'redis-stopped',
    part: 'redis',
    engines: ['redis'],
    seconds: [1, 8],
    begin: async ({ redis }) => {
      await redis?.crash();
      return async () => {
        await redis?.start();
      };
    },
  },
];

const PROVIDER: readonly MixedFault[] = [
  {
    name: 'provider-500',
    part: 'provider',
    engines: BOTH,
    seconds: [2, 10],
    begin: (system, random) => providerOutage(system, TWILIO_500, someOf(random)),
  },
  {
    name: 'provider-500-and-sent',
    part: 'provider',
    engines: BOTH,
    seconds: [2, 6],
    begin: (system, random) => providerOutage(system, { ...TWILIO_500, recorded: true }, someOf(random)),
  },
  {
    name: 'provider-busy',
    part: 'provider',
    engines: BOTH,
    seconds: [2, 8],
    begin: (system, random) => providerOutage(system, TWILIO_BUSY, someOf(random)),
  },
  {
    name: 'provider-hangs-up',
    part: 'provider',
    engines: BOTH,
    seconds: [2, 6],
    begin: (system, random) =>
      providerOutage(system, { kind: 'drop', recorded: random.chance(0.5) }, someOf(random)),
  },
  {
    name: 'provider-answers-late',
    part: 'provider',
    engines: BOTH,
    seconds: [2, 6],
    begin: (system, random) => providerOutage(system, { kind: 'late', ms: TOO_LATE_MS }, someOf(random)),
  },
  {
    name: 'provider-slow',
    part: 'provider',
    engines: BOTH,
    seconds: [3, 8],
    begin: (system, random) =>
      providerOutage(system, { kind: 'late', ms: random.integer(500, 3_000) }, someOf(random)),
  },
  {
    name: 'provider-works-late',
    part: 'provider',
    engines: BOTH,
    seconds: [2, 6],
    begin: (system, random) => providerOutage(system, { kind: 'stalled', ms: TOO_LATE_MS }, someOf(random)),
  },
  {
    name: 'provider-forgets-nothing-and-tells-nothing',
    part: 'provider',
    engines: BOTH,
    seconds: [2, 6],
    begin: (system) => {
      system.twilio.faults.failLookUps(5);
      return providerOutage(system, { kind: 'drop', recorded: true }, ['Messages']);
    },
  },
];

const CALLBACKS: readonly MixedFault[] = (['twice', 'reversed', 'none'] as const).map((order) => ({
  name: `callbacks-${order}`,
  part: 'callbacks',
  engines: BOTH,
  seconds: [4, 12],
  begin: (system) => callbackWeather(system, order),
}));

/** Everything that can break at random. */
export const MIXED_FAULTS: readonly MixedFault[] = [...PROCESSES, ...STORES, ...PROVIDER, ...CALLBACKS];
