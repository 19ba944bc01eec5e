import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { IntegrationKeys } from '../catalog/integration-keys.js';
import { IntakeBatches, IntakeIsFull, IntegrationIsGone } from '../incidents/intake/intake-batches.js';
import type { IntakeIntegration } from '../incidents/intake/intake-request.js';
import type { IncomingEvent } from '../incidents/incoming-event.js';
import { notFound, Problem } from '../platform/http/problem.js';
import { IngestRateLimit } from '../platform/http/rate-limit.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';

/** The way from any source's route to the incidents: who may send, how much, and what an answer may promise. */
@Injectable()
export class EventReception {
  constructor(
    private readonly keys: IntegrationKeys,
    private readonly rateLimit: IngestRateLimit,
    private readonly intake: IntakeBatches,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * The integration whose key this is.
   * @throws Problem 404 where the key is unknown, revoked or of another type, all told alike; over its rate 429, or 503
   * for a sender that would take the 429 as final
   */
  async admit(key: string, type: string): Promise<IntakeIntegration> {
    const integration = await this.keys.find(key);
    if (integration?.type !== type) throw notFound('integration');
    const rate = await this.rateLimit.check(integration.integrationId);
    if (!rate.allowed) {
      const { retryAfterSeconds } = rate;
      throw tooMany(type, 'This integration sends more events a minute than it may.', retryAfterSeconds);
    }
    return integration;
  }

  /**
   * Stores the events; resolves after the commit that holds them all (promise 1).
   * @param bytes how large the body was that they came in
   * @throws Problem as `admit` does, where more waits than can be stored soon, and where the key was revoked meanwhile; 503 when nothing was stored. Whatever the cause, it is never a 4xx: a sender gives up an event
   * on a 4xx, and sends it again on a 5xx.
   */
  async accept(
    integration: IntakeIntegration,
    events: readonly IncomingEvent[],
    bytes: number,
  ): Promise<void> {
    if (events.length === 0) return;
    try {
      await this.intake.store({ integration, events }, bytes);
    } catch (error) {
      const { integrationId, type } = integration;
      if (error instanceof IntegrationIsGone) throw notFound('integration');
      if (error instanceof IntakeIsFull)
        throw tooMany(type, 'Too many events are waiting. Send it again.', 1);
      this.logger.error({ err: error, integrationId, count: events.length }, 'Events could not be stored');
      throw new Problem(503, 'The event was not stored. Send it again.', [], { retryAfterSeconds: 1 });
    }
  }
}

/**
 * Nothing was stored, and it is to be sent again later. Alertmanager's webhook gives an alert up on any 4xx, 429 included,
 * and sends it again on a 5xx (its notify.Retrier has no further codes for webhooks).
 */
function tooMany(type: string, detail: string, retryAfterSeconds: number): Problem {
  return new Problem(type === 'alertmanager' ? 503 : 429, detail, [], { retryAfterSeconds });
}

/** A dedup key for an event that came without one, so that it is an alert of its own. */
export const madeUpDedupKey = (): string => randomUUID().replaceAll('-', '');
