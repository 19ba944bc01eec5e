import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { RateDecision } from './leased-points.js';
import { LimitStorage } from './limit-storage.js';

const MINUTE_SECONDS = 60;

/** RATE_LIMIT_API for what comes without a token: a calendar's address. */
@Injectable()
export class ApiRateLimit {
  constructor(
    private readonly storage: LimitStorage,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'rateLimits'>,
  ) {}

  /** Counts one request of `key`; above the limit says after how many whole seconds the next is taken. */
  check(key: string): Promise<RateDecision> {
    return this.storage.take(`api:${key}`, this.settings.rateLimits.api, MINUTE_SECONDS);
  }
}

/**
 * RATE_LIMIT_INGEST: requests a minute an integration, over all processes; ask with its id, once the key is known to be
 * one. While the shared counts cannot be had everything passes: an alert that is refused is a page that nobody gets, and
 * the intake bounds what a process takes in.
 */
@Injectable()
export class IngestRateLimit {
  constructor(
    private readonly storage: LimitStorage,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'rateLimits'>,
  ) {}

  check(key: string): Promise<RateDecision> {
    return this.storage.take(`ingest:${key}`, this.settings.rateLimits.ingest, MINUTE_SECONDS);
  }
}
