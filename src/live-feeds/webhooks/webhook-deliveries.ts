import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import type { Principal } from '../../access/principal.js';
import { newId } from '../../platform/database/identifier.js';
import { toPage, type Page } from '../../platform/http/pagination.js';
import { conflict, notFound } from '../../platform/http/problem.js';
import type { DeliveryQuery, DeliveryView } from './webhook-schema.js';
import { Webhooks } from './webhooks.js';

type DeliveryRow = Omit<DeliveryView, 'occurredAt' | 'lastAttemptAt' | 'nextTryAt'> & {
  readonly occurredAt: Date;
  readonly lastAttemptAt: Date | null;
  readonly nextTryAt: Date | null;
};

const COLUMNS = `id, webhook_id AS "webhookId", event, occurred_at AS "occurredAt", incident_id AS "incidentId",
  status, attempts, last_attempt_at AS "lastAttemptAt", last_status AS "lastStatus", last_reason AS "lastReason",
  due_at AS "nextTryAt"`;

/** What a webhook was told and how that went; telling it again; and trying whether it can be told anything. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly webhooks: Webhooks,
  ) {}

  /** Newest first. @throws Problem 404 */
  async page(webhookId: string, { limit, cursor, status }: DeliveryQuery): Promise<Page<DeliveryView>> {
    await this.webhooks.one(webhookId);
    const rows = await this.dataSource.query<DeliveryRow[]>(
      `SELECT ${COLUMNS} FROM webhook_deliveries
        WHERE webhook_id = $1 AND ($2::text IS NULL OR status = $2) AND ($3::uuid IS NULL OR id < $3)
        ORDER BY id DESC LIMIT $4`,
      [webhookId, status ?? null, cursor ?? null, limit + 1],
    );
    return toPage(rows.map(toView), limit);
  }

  /** Sends a delivery again, under its id; one that waits is tried now. @throws Problem 404; 409 while it is paused */
  replay(principal: Principal, id: string): Promise<DeliveryView> {
    return this.dataSource.transaction(async (manager) => {
      const [found] = await manager.query<{ webhookId: string }[]>(
        'SELECT webhook_id AS "webhookId" FROM webhook_deliveries WHERE id = $1',
        [id],
      );
      if (!found) throw notFound('delivery');
      await requireGoing(manager, found.webhookId);
      const [rows] = await manager.query<[DeliveryRow[], number]>(
        `UPDATE webhook_deliveries
            SET status = 'waiting', due_at = rouse_now(), first_due_at = rouse_now(), failures = 0, fence = fence + 1
          WHERE id = $1 RETURNING ${COLUMNS}`,
        [id],
      );
      await this.record(manager, principal, 'webhook.replay', found.webhookId, { deliveryId: id });
      return onlyOne(rows);
    });
  }

  /** Sends a ping, as everything else is sent. @throws Problem 404; 409 while it is paused */
  ping(principal: Principal, webhookId: string): Promise<DeliveryView> {
    return this.dataSource.transaction(async (manager) => {
      await requireGoing(manager, webhookId);
      const rows = await manager.query<DeliveryRow[]>(
        `INSERT INTO webhook_deliveries (id, webhook_id, event, occurred_at) VALUES ($1, $2, 'ping', rouse_now())
         RETURNING ${COLUMNS}`,
        [newId(), webhookId],
      );
      await this.record(manager, principal, 'webhook.ping', webhookId, {});
      return onlyOne(rows);
    });
  }

  private record(
    manager: EntityManager,
    principal: Principal,
    action: string,
    objectId: string,
    after: object,
  ): Promise<void> {
    return this.auditLog.record(manager, principal, { action, objectType: 'webhook', objectId, after });
  }
}

/** The webhook first, then its deliveries: everybody locks them in this order. */
async function requireGoing(manager: EntityManager, webhookId: string): Promise<void> {
  const [row] = await manager.query<{ isPaused: boolean }[]>(
    'SELECT paused_at IS NOT NULL AS "isPaused" FROM webhooks WHERE id = $1 FOR NO KEY UPDATE',
    [webhookId],
  );
  if (!row) throw notFound('webhook');
  if (row.isPaused)
    throw conflict('This webhook is paused. Let it go on first: PATCH it with {"paused":false}.');
}

function onlyOne([row]: readonly DeliveryRow[]): DeliveryView {
  if (!row) throw notFound('delivery');
  return toView(row);
}

function toView(row: DeliveryRow): DeliveryView {
  return {
    ...row,
    occurredAt: row.occurredAt.toISOString(),
    lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
    nextTryAt: row.nextTryAt?.toISOString() ?? null,
  };
}
