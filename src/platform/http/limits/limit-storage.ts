import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ThrottlerStorageService, type ThrottlerStorage } from '@nestjs/throttler';
import { LeasedPoints, type RateDecision } from './leased-points.js';
import { withoutStoreOf, type WithoutStore } from './limit-table.js';
import { SharedCounts } from './shared-counts.js';

const EVERY_MINUTE_MS = 60_000;
/** Without the shared counts each process allows this part of a strict limit. */
const STRICT_PART = 2;

const THROUGH: RateDecision = { allowed: true };

/** Where limits are counted: for the throttler's guard, and for whoever counts by something else than a route. */
@Injectable()
export class LimitStorage implements ThrottlerStorage, OnApplicationShutdown {
  private readonly shared: LeasedPoints;
  /** Of this process alone. */
  private readonly strict = new ThrottlerStorageService();

  constructor(private readonly counts: SharedCounts) {
    this.shared = new LeasedPoints(counts.take);
  }

  /** Counts one of `most` within so many seconds. */
  async take(
    key: string,
    most: number,
    seconds: number,
    withoutStore: WithoutStore = 'open',
  ): Promise<RateDecision> {
    const decision = await this.shared.take(key, most, seconds);
    if (decision !== null) return decision;
    if (withoutStore === 'open') return THROUGH;
    const { isBlocked, timeToBlockExpire } = await this.strict.increment(
      key,
      seconds * 1000,
      Math.ceil(most / STRICT_PART),
      0,
      key,
    );
    return isBlocked ? { allowed: false, retryAfterSeconds: Math.max(1, timeToBlockExpire) } : THROUGH;
  }

  /** The same in the throttler's words. @param ttl milliseconds @param key as `keyOf` makes it */
  async increment(
    key: string,
    ttl: number,
    limit: number,
    _blockDuration: number,
    throttlerName: string,
  ): ReturnType<ThrottlerStorage['increment']> {
    const decision = await this.take(key, limit, ttl / 1000, withoutStoreOf(throttlerName));
    return {
      totalHits: 0,
      timeToExpire: Math.ceil(ttl / 1000),
      isBlocked: !decision.allowed,
      timeToBlockExpire: decision.allowed ? 0 : decision.retryAfterSeconds,
    };
  }

  /** Begins these counts anew. */
  async forget(keys: readonly string[]): Promise<void> {
    this.shared.forget(keys);
    await this.counts.forget(keys);
  }

  onApplicationShutdown(): void {
    this.strict.onApplicationShutdown();
  }

  @Interval(EVERY_MINUTE_MS)
  sweep(): void {
    this.shared.sweep();
  }
}
