import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { IntegrationKeys } from '../catalog/integration-keys.js';
import { AlertIntake, type IntakeIntegration } from '../incidents/intake/alert-intake.js';
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
    private readonly intake: AlertIntake,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * The integration whose key this is.
   * @throws Problem 404 where the key is unknown, revoked or of another type, all told alike; 429 over its rate
   */
  async admit(key: string, type: string): Promise<IntakeIntegration> {
    const integration = await this.keys.find(key);
    if (integration?.type !== type) throw notFound('integration');
    const rate = await this.rateLimit.check(integration.integrationId);
    if (!rate.allowed) {
      const { retryAfterSeconds } = rate;
      throw new Problem(429, 'This integration sends more events a minute than it may.', [], {
        retryAfterSeconds,
      });
    }
    return integration;
  }

  /**
   * Stores the events; resolves after the commit that holds them all (promise 1).
   * @throws Problem 503 when nothing was stored. Whatever the cause, it is never a 4xx: a sender gives up an event
   * on a 4xx, and sends it again on a 5xx.
   */
  async accept(integration: IntakeIntegration, events: readonly IncomingEvent[]): Promise<void> {
    try {
      await this.intake.accept(integration, events);
    } catch (error) {
      const { integrationId } = integration;
      this.logger.error({ err: error, integrationId, count: events.length }, 'Events could not be stored');
      throw new Problem(503, 'The event was not stored. Send it again.', [], { retryAfterSeconds: 1 });
    }
  }
}

/** A dedup key for an event that came without one, so that it is an alert of its own. */
export const madeUpDedupKey = (): string => randomUUID().replaceAll('-', '');
