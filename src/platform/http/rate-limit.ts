import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { SETTINGS, type Settings } from '../config/settings.js';

export type RateDecision =
  { readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number };

const MINUTE_SECONDS = 60;

/**
 * So many requests a minute for each key. Counted in this process: N processes let N times as much through, which
 * protects each of them, and that is what the limit is for. A count is forgotten a minute after its first request,
 * and keys are ids that were looked up, so memory is bounded by the tokens and integrations in use.
 */
class RateLimit {
  private readonly limiter: RateLimiterMemory;

  constructor(requestsPerMinute: number) {
    this.limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: MINUTE_SECONDS });
  }

  /** Counts one request of `key`; above the limit says after how many whole seconds the next is taken. */
  async check(key: string): Promise<RateDecision> {
    try {
      await this.limiter.consume(key);
      return { allowed: true };
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
    }
  }
}

/** RATE_LIMIT_API: requests a minute a token. */
@Injectable()
export class ApiRateLimit extends RateLimit {
  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'rateLimits'>) {
    super(settings.rateLimits.api);
  }
}

/** RATE_LIMIT_INGEST: requests a minute an integration; ask with its id, once the key is known to be one. */
@Injectable()
export class IngestRateLimit extends RateLimit {
  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'rateLimits'>) {
    super(settings.rateLimits.ingest);
  }
}
