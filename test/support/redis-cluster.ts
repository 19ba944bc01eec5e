import { Redis } from 'ioredis';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { eventually } from './eventually.js';
import { REDIS, startProgram, type RunningProgram } from './external-program.js';
import { temporaryFolder } from './shared-service.js';

const NODES = 3;
const SLOTS = 16_384;

/** A Redis Cluster of three masters on 127.0.0.1, without replicas. */
export interface TestRedisCluster {
  /** As `REDIS_URL` takes it: three addresses with commas. */
  url: string;
  /** Kills with -9 the master that has this key. @returns brings it back, with the data and the slots it had */
  crashMasterOf(key: string): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

interface Node {
  readonly port: number;
  readonly busPort: number;
  readonly folder: string;
  program: RunningProgram;
}

/** Starts the nodes, makes them meet, shares out the slots, and waits until all agree. Stop it in `afterAll`. */
export async function startRedisCluster(): Promise<TestRedisCluster> {
  const nodes: Node[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map(({ program }) => program.stop()));
  };
  try {
    for (let place = 0; place < NODES; place += 1) nodes.push(await startNode());
    await join(nodes);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: nodes.map(({ port }) => `redis://127.0.0.1:${String(port)}`).join(','),
    crashMasterOf: async (key) => {
      const master = nodes[nodeOfSlot(await ask(nodes[0], (redis) => redis.cluster('KEYSLOT', key)))];
      if (!master) throw new Error('no node has this key');
      master.program.signal('SIGKILL');
      await master.program.stop();
      return async () => {
        master.program = await launch(master);
        await agreed(nodes);
      };
    },
    stop,
  };
}

async function startNode(): Promise<Node> {
  const folder = await temporaryFolder('redis-cluster');
  const place = { port: await freePort(), busPort: await freePort(), folder };
  return { ...place, program: await launch(place) };
}

function launch({ port, busPort, folder }: Omit<Node, 'program'>): Promise<RunningProgram> {
  return startProgram(
    REDIS,
    [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'],
      ...['--cluster-enabled', 'yes', '--cluster-port', String(busPort), '--cluster-node-timeout', '2000'],
    ],
    folder,
    () =>
      ask({ port }, (redis) => redis.ping()).then(
        () => true,
        () => false,
      ),
  );
}

const FIRST_SLOTS = Array.from({ length: NODES + 1 }, (_each, place) => Math.floor((SLOTS * place) / NODES));

const nodeOfSlot = (slot: number): number => FIRST_SLOTS.findIndex((first) => first > slot) - 1;

async function join(nodes: readonly Node[]): Promise<void> {
  const [first] = nodes;
  for (const [place, node] of nodes.entries()) {
    const from = FIRST_SLOTS[place] ?? 0;
    const to = (FIRST_SLOTS[place + 1] ?? SLOTS) - 1;
    await ask(node, (redis) => redis.call('CLUSTER', 'ADDSLOTSRANGE', from, to));
    await ask(node, (redis) => redis.call('CLUSTER', 'SET-CONFIG-EPOCH', place + 1));
    if (first && node !== first) {
      await ask(node, (redis) => redis.call('CLUSTER', 'MEET', '127.0.0.1', first.port, first.busPort));
    }
  }
  await agreed(nodes);
}

function agreed(nodes: readonly Node[]): Promise<void> {
  return eventually(async () => {
    for (const node of nodes) {
      const info = await ask(node, (redis) => redis.cluster('INFO'));
      if (!info.includes('cluster_state:ok') || !info.includes(`cluster_known_nodes:${String(NODES)}`))
        throw new Error(`the cluster is not up: ${info}`);
    }
  });
}

/** One question on a connection of its own. */
async function ask<Answer>(
  node: Pick<Node, 'port'> | undefined,
  question: (redis: Redis) => Promise<Answer>,
): Promise<Answer> {
  const redis = new Redis({
    port: node?.port ?? 0,
    host: '127.0.0.1',
    lazyConnect: true,
    retryStrategy: null,
    connectTimeout: 2_000,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}
