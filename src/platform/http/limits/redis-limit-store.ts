import { Cluster, Redis } from 'ioredis';
import { z } from 'zod';
import { readCluster } from '../../queue/redis-cluster.js';
import type { Count, LimitStore } from './limit-store.js';

const PREFIX = 'rouse:limit:';
/** A trip that takes longer is given up. */
const COMMAND_MS = 400;
const LONGEST_PAUSE_MS = 1_000;

/** One step of one key, so that it works in a Redis Cluster as well. */
const TAKE = `
local points = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  left = tonumber(ARGV[2])
end
return {points, left}`;
const taken = z.tuple([z.number(), z.number()]);

/** Counts in Redis or a Redis Cluster, over a connection of their own: the queue's waits patiently, this one never. */
export class RedisLimitStore implements LimitStore {
  private readonly client: Redis | Cluster;

  /** @param urls `redis://` or `rediss://`; several are nodes of a Cluster */
  constructor(urls: readonly string[], onError: (error: Error) => void) {
    this.client = connect(urls);
    this.client.on('error', onError);
  }

  /** Resolves when there is a connection. It goes on trying where that fails. */
  async connect(): Promise<void> {
    await this.client.connect();
  }

  async take(key: string, points: number, seconds: number): Promise<Count> {
    const answer = await this.client.eval(TAKE, 1, PREFIX + key, points, seconds * 1000);
    const [sum, msLeft] = taken.parse(answer);
    return { points: sum, msLeft };
  }

  async points(key: string): Promise<number> {
    return Number((await this.client.get(PREFIX + key)) ?? 0);
  }

  async forget(keys: readonly string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.client.del(PREFIX + key)));
  }

  disconnect(): void {
    this.client.disconnect();
  }
}

function connect(urls: readonly string[]): Redis | Cluster {
  const pause = (times: number): number => Math.min(LONGEST_PAUSE_MS, 100 * times);
  // Nothing waits for a connection that is not there: whoever asks hears so at once.
  const impatient = { lazyConnect: true, enableOfflineQueue: false } as const;
  const times = { commandTimeout: COMMAND_MS, connectTimeout: 5_000, maxRetriesPerRequest: 0 } as const;
  const [url] = urls;
  if (url !== undefined && urls.length === 1)
    return new Redis(url, { ...impatient, ...times, retryStrategy: pause });
  const { nodes, options, redisOptions } = readCluster(urls);
  return new Cluster(nodes, {
    ...options,
    ...impatient,
    clusterRetryStrategy: pause,
    redisOptions: { ...times, ...redisOptions },
  });
}
