import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Counter } from 'prom-client';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { LOGGER, type Logger } from '../../logging/logger.js';
import { Metrics } from '../../metrics/metrics.js';
import type { Count, LimitStore } from './limit-store.js';
import { PostgresLimitStore } from './postgres-limit-store.js';
import { RedisLimitStore } from './redis-limit-store.js';

const MINUTE_MS = 60_000;
/** A store that takes longer is as good as gone: nobody who is paged waits for a limit. */
const ANSWER_WITHIN_MS = 500;
/** After a failure it is left alone for so long. */
const LEFT_ALONE_MS = 1_000;
const CONNECT_WITHIN_MS = 2_000;

/**
 * The counts that all processes share, in Redis where there is one, else in PostgreSQL; as far as they can be had.
 * Whoever gets null goes on without, and what that means is written beside each limit.
 */
@Injectable()
export class SharedCounts implements OnModuleInit, OnApplicationShutdown {
  private readonly redis: RedisLimitStore | null;
  private readonly postgres: PostgresLimitStore;
  private readonly store: LimitStore;
  private readonly unavailable: Counter;
  private leftAloneUntil = 0;
  private silentUntil = 0;

  constructor(
    dataSource: DataSource,
    metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'redisUrls' | 'role'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const { redisUrls } = settings;
    this.postgres = new PostgresLimitStore(dataSource);
    this.redis = redisUrls === null ? null : new RedisLimitStore(redisUrls, this.tell);
    this.store = this.redis ?? this.postgres;
    this.unavailable = new Counter({
      name: 'rouse_limiter_unavailable_total',
      help: 'Requests that were judged without the shared counts of the limits, because these could not be had',
      registers: [metrics.registry],
    });
  }

  async onModuleInit(): Promise<void> {
    if (this.redis === null) return;
    await Promise.race([
      this.redis.connect().catch(this.tell),
      wait(CONNECT_WITHIN_MS, undefined, { ref: false }),
    ]);
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  /** Takes points of a key. @returns null where the counts cannot be had */
  readonly take = (key: string, points: number, seconds: number): Promise<Count | null> =>
    this.ask(() => this.store.take(key, points, seconds));

  /** How many points of a key are taken; null where that cannot be had. */
  points(key: string): Promise<number | null> {
    return this.ask(() => this.store.points(key));
  }

  /** Begins these counts anew, where they can be had. */
  async forget(keys: readonly string[]): Promise<void> {
    await this.ask(() => this.store.forget(keys));
  }

  @Interval(MINUTE_MS)
  async purge(): Promise<void> {
    if (this.settings.role === 'api' || this.redis !== null) return;
    await this.ask(() => this.postgres.purge());
  }

  private async ask<Answer>(question: () => Promise<Answer>): Promise<Answer | null> {
    if (performance.now() < this.leftAloneUntil) {
      this.unavailable.inc();
      return null;
    }
    const patience = new AbortController();
    try {
      const lateness = wait(ANSWER_WITHIN_MS, undefined, { ref: false, signal: patience.signal }).then(() => {
        throw new Error(`no answer within ${String(ANSWER_WITHIN_MS)} ms`);
      });
      return await Promise.race([question(), lateness]);
    } catch (error) {
      this.leftAloneUntil = performance.now() + LEFT_ALONE_MS;
      this.unavailable.inc();
      this.tell(error);
      return null;
    } finally {
      patience.abort();
    }
  }

  /** Once a minute, however much is asked. */
  private readonly tell = (error: unknown): void => {
    const now = performance.now();
    if (now < this.silentUntil) return;
    this.silentUntil = now + MINUTE_MS;
    this.logger.warn(
      { err: error, store: this.settings.redisUrls === null ? 'postgres' : 'redis' },
      'The counts of the limits cannot be had: sign-in is limited in each process by itself, other requests are let through',
    );
  };
}
