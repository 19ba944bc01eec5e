import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AttemptOutcome } from './delivery-decision.js';

/** A delivery that this process has claimed, with all that is needed to send it. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly fence: number;
  readonly webhookId: string;
  readonly event: string;
  readonly occurredAt: Date;
  readonly incidentId: string | null;
  readonly url: string;
  /** The newest first; a former one for a day after it was replaced. */
  readonly secrets: readonly string[];
  /** Now, by the database's clock. */
  readonly atSeconds: number;
}

/** What is known of a delivery when a try of it has failed. */
export interface FailedDelivery {
  readonly failures: number;
  readonly triedForSeconds: number;
}

/** A webhook when a try has failed. */
export interface FailingWebhook {
  readonly id: string;
  readonly name: string;
  readonly createdBy: string;
  readonly failingForSeconds: number;
  readonly isPaused: boolean;
}

/** Deliveries as the sender sees them. Webhooks are locked before their deliveries, everywhere. */
@Injectable()
export class WebhookDeliveryStore {
  /**
   * Claims what is due, for each webhook as much as it has room for, so that none waits for another. Nobody else gets
   * it until the lease is over, and then under another fence. The try counts from here: it may be made.
   * @param inHand how many each webhook has under way in this process
   */
  async claim(
    manager: EntityManager,
    inHand: ReadonlyMap<string, number>,
    mostPerWebhook: number,
    leaseSeconds: number,
  ): Promise<ClaimedDelivery[]> {
    const [rows] = await manager.query<[ClaimedDelivery[], number]>(
      `WITH due AS (
         SELECT delivery.id
           FROM webhooks webhook
           LEFT JOIN unnest($1::uuid[], $2::int[]) AS busy (webhook_id, number) ON busy.webhook_id = webhook.id
          CROSS JOIN LATERAL (
            SELECT id FROM webhook_deliveries
             WHERE webhook_id = webhook.id AND due_at <= rouse_now()
             ORDER BY due_at, id LIMIT greatest(0, $3 - coalesce(busy.number, 0)) FOR UPDATE SKIP LOCKED
          ) delivery
          WHERE webhook.paused_at IS NULL
       )
       UPDATE webhook_deliveries delivery
          SET due_at = rouse_now() + make_interval(secs => $4), fence = fence + 1, attempts = attempts + 1,
              last_attempt_at = rouse_now()
         FROM due, webhooks webhook
        WHERE delivery.id = due.id AND webhook.id = delivery.webhook_id
       RETURNING delivery.id, delivery.fence, delivery.webhook_id AS "webhookId", delivery.event,
                 delivery.occurred_at AS "occurredAt", delivery.incident_id AS "incidentId", webhook.url,
                 CASE WHEN webhook.former_secret_until > rouse_now()
                      THEN ARRAY[webhook.secret, webhook.former_secret] ELSE ARRAY[webhook.secret] END AS secrets,
                 floor(extract(epoch FROM rouse_now()))::float8 AS "atSeconds"`,
      [[...inHand.keys()], [...inHand.values()], mostPerWebhook, leaseSeconds],
    );
    return [...rows].sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  /** A receiver that takes things is not failing. */
  async noteSuccess(manager: EntityManager, webhookId: string): Promise<void> {
    await manager.query(
      'UPDATE webhooks SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL',
      [webhookId],
    );
  }

  /** Locks the webhook, for what follows from it. Null: it was removed meanwhile. */
  async noteFailure(manager: EntityManager, webhookId: string): Promise<FailingWebhook | null> {
    const [rows] = await manager.query<[FailingWebhook[], number]>(
      `UPDATE webhooks SET failing_since = coalesce(failing_since, rouse_now()) WHERE id = $1
       RETURNING id, name, created_by AS "createdBy", paused_at IS NOT NULL AS "isPaused",
                 extract(epoch FROM rouse_now() - failing_since)::float8 AS "failingForSeconds"`,
      [webhookId],
    );
    return rows[0] ?? null;
  }

  /** Locks a claimed delivery; null where somebody else has taken it up since, or it was ended. */
  async lock(manager: EntityManager, { id, fence }: ClaimedDelivery): Promise<FailedDelivery | null> {
    const [row] = await manager.query<FailedDelivery[]>(
      `SELECT failures + 1 AS failures, extract(epoch FROM rouse_now() - first_due_at)::float8 AS "triedForSeconds"
         FROM webhook_deliveries WHERE id = $1 AND fence = $2 AND due_at IS NOT NULL FOR UPDATE`,
      [id, fence],
    );
    return row ?? null;
  }

  /**
   * Writes how a try ended; nothing where somebody else has taken it up since.
   * @param againInSeconds null: nothing more is to be done
   */
  async finish(
    manager: EntityManager,
    { id, fence }: ClaimedDelivery,
    { delivered, status, reason }: AttemptOutcome,
    againInSeconds: number | null,
  ): Promise<void> {
    await manager.query(
      `UPDATE webhook_deliveries
          SET status = CASE WHEN $3 THEN 'delivered' WHEN $6::float8 IS NULL THEN 'given-up' ELSE 'waiting' END,
              due_at = rouse_now() + make_interval(secs => $6::float8),
              failures = failures + CASE WHEN $3 THEN 0 ELSE 1 END, last_status = $4, last_reason = $5
        WHERE id = $1 AND fence = $2 AND due_at IS NOT NULL`,
      [id, fence, delivered, status, reason, againInSeconds],
    );
  }

  /** @returns when, as text */
  async pause(manager: EntityManager, webhookId: string): Promise<string> {
    const [rows] = await manager.query<[{ at: Date }[], number]>(
      `UPDATE webhooks SET paused_at = rouse_now(), paused_because = 'failing' WHERE id = $1
       RETURNING paused_at AS at`,
      [webhookId],
    );
    return rows[0]?.at.toISOString() ?? '';
  }
}
