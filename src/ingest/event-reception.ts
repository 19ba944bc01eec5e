import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { IntegrationKeys } from '../catalog/integration-keys.js';
import { IntakeBatches, IntakeIsFull, IntegrationIsGone } from '../incidents/intake/intake-batches.js';
import type { IntakeIntegration } from '../incidents/intake/intake-request.js';
import type { IncomingEvent } from '../incidents/incoming-event.js';
import { isDatabaseAway } from '../platform/database/database-away.js';
import { notFound, Problem } from '../platform/http/problem.js';
import { IngestRateLimit } from '../platform/http/limits/rate-limits.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';

const TOO_MANY = 'Too many events are waiting. Send it again.';
const NOT_STORED = 'The event was not stored. Send it again.';
/** A commit that was under way may have happened. */
const NOT_KNOWN = 'The database does not answer. Send it again.';

/**
 * More than this is not kept waiting for the database to say whose key it is: of bodies, each with what its request takes
 * besides. What has been let in is bounded by the intake.
 */
const MOST_AT_THE_DOOR_BYTES = 32 * 1024 * 1024;
const OF_A_REQUEST_BYTES = 4 * 1024;

/** The way from any source's route to the incidents: who may send, how much, and what an answer may promise. */
@Injectable()
export class EventReception {
  private atTheDoorBytes = 0;

  constructor(
    private readonly keys: IntegrationKeys,
    private readonly rateLimit: IngestRateLimit,
    private readonly intake: IntakeBatches,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * The integration whose key this is.
   * @param bytes how large the body is that waits meanwhile
   * @throws Problem 404 where the key is unknown, revoked or of another type, all told alike; over its rate 429, or 503
   * for a sender that would take the 429 as final
   */
  async admit(key: string, type: string, bytes: number): Promise<IntakeIntegration> {
    const integration = await this.atTheDoor(type, bytes, () => this.keys.find(key));
    if (integration?.type !== type) throw notFound('integration');
    const rate = await this.rateLimit.check(integration.integrationId);
    if (!rate.allowed) {
      const { retryAfterSeconds } = rate;
      throw tooMany(type, 'This integration sends more events a minute than it may.', retryAfterSeconds);
    }
    return integration;
  }

  private async atTheDoor<Result>(type: string, bytes: number, ask: () => Promise<Result>): Promise<Result> {
    const size = bytes + OF_A_REQUEST_BYTES;
    if (this.atTheDoorBytes + size > MOST_AT_THE_DOOR_BYTES) throw tooMany(type, TOO_MANY, 1);
    this.atTheDoorBytes += size;
    try {
      return await ask();
    } finally {
      this.atTheDoorBytes -= size;
    }
  }

  /**
   * Stores the events; resolves after the commit that holds them all (promise 1).
   * @param bytes how large the body was that they came in
   * @throws Problem as `admit` does, where more waits than can be stored soon, and where the key was revoked meanwhile; 503
   * where they were not stored, or where the connection was lost during the commit and nobody knows. Whatever the fault is,
   * it is never told as a 4xx: a sender gives up an event on a 4xx, and sends it again on a 5xx.
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
      if (error instanceof IntakeIsFull) throw tooMany(type, TOO_MANY, 1);
      this.logger.error({ err: error, integrationId, count: events.length }, 'Events could not be stored');
      throw new Problem(503, isDatabaseAway(error) ? NOT_KNOWN : NOT_STORED, [], { retryAfterSeconds: 1 });
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
