import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import type { Principal } from '../../access/principal.js';
import { newId } from '../../platform/database/identifier.js';
import { requireReferences } from '../../platform/database/references.js';
import { toPage, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { conflict, impossible, notFound } from '../../platform/http/problem.js';
import { OutboundHttp } from '../../platform/outbound/outbound-http.js';
import { newWebhookSecret } from '../../platform/outbound/webhook-signature.js';
import type {
  CreatedWebhook,
  CreateWebhook,
  UpdateWebhook,
  WebhookSecret,
  WebhookView,
} from './webhook-schema.js';

type WebhookRow = Omit<WebhookView, 'createdAt' | 'failingSince' | 'pausedAt'> & {
  readonly createdAt: Date;
  readonly failingSince: Date | null;
  readonly pausedAt: Date | null;
};

const COLUMNS = `id, name, url, events, service_ids AS "serviceIds", created_by AS "createdBy",
  created_at AS "createdAt", failing_since AS "failingSince", paused_at AS "pausedAt", paused_because AS "pausedBecause"`;

/** Each may hold a few connections of its own, whatever the others do: so many are affordable. */
const MOST_WEBHOOKS = 100;
/** Any number will do, as long as it is Rouse's own: two that are made at once are counted one after the other. */
const COUNT_LOCK = 7_683_203;
const FORMER_SECRET_HOURS = 24;

/** Other systems that are told of incidents: made, changed, paused and removed by admins. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly outbound: OutboundHttp,
  ) {}

  /**
   * Makes a webhook; the answer is the one place where its secret can be read.
   * @throws Problem 409 when there are too many; 422 for an address that is not allowed, or an unknown service
   */
  async create(principal: Principal, input: CreateWebhook): Promise<CreatedWebhook> {
    await this.requireAllowed(input.url);
    const secret = newWebhookSecret();
    const webhook = await this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [COUNT_LOCK]);
      const [count] = await manager.query<{ there: number }[]>('SELECT count(*)::int AS there FROM webhooks');
      if ((count?.there ?? 0) >= MOST_WEBHOOKS)
        throw conflict(`There are ${String(MOST_WEBHOOKS)} webhooks, which is the most. Remove one first.`);
      await requireServices(manager, input.serviceIds ?? []);
      const [row] = await manager.query<WebhookRow[]>(
        `INSERT INTO webhooks (id, name, url, events, service_ids, secret, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
        [newId(), input.name, input.url, input.events, input.serviceIds ?? null, secret, principal.userId],
      );
      if (!row) throw new Error('the webhook was not stored');
      const after = toView(row);
      await this.record(manager, principal, 'webhook.create', row.id, { after: audited(after) });
      return after;
    });
    return { ...webhook, secret };
  }

  async page({ limit, cursor }: PageQuery): Promise<Page<WebhookView>> {
    const rows = await this.dataSource.query<WebhookRow[]>(
      `SELECT ${COLUMNS} FROM webhooks WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
      [cursor ?? null, limit + 1],
    );
    return toPage(rows.map(toView), limit);
  }

  /** @throws Problem 404 */
  async one(id: string): Promise<WebhookView> {
    const [row] = await this.dataSource.query<WebhookRow[]>(`SELECT ${COLUMNS} FROM webhooks WHERE id = $1`, [
      id,
    ]);
    if (!row) throw notFound('webhook');
    return toView(row);
  }

  /** Pausing ends what waits; going on clears what failed. @throws Problem 404, 422 as for `create` */
  async update(principal: Principal, id: string, changes: UpdateWebhook): Promise<WebhookView> {
    const { name, url, events, serviceIds, paused } = changes;
    await this.one(id);
    if (url !== undefined) await this.requireAllowed(url);
    return this.dataSource.transaction(async (manager) => {
      const before = await lock(manager, id);
      await requireServices(manager, serviceIds ?? []);
      const isPaused = before.pausedAt !== null;
      const [rows] = await manager.query<[WebhookRow[], number]>(
        `UPDATE webhooks SET name = $2, url = $3, events = $4, service_ids = $5,
                failing_since = CASE WHEN $6 THEN failing_since END,
                paused_at = CASE WHEN $7 THEN coalesce(paused_at, rouse_now()) END,
                paused_because = CASE WHEN $7 THEN coalesce(paused_because, 'asked') END,
                -- What happened while it was paused is not told afterwards.
                made_in = CASE WHEN $8 THEN pg_current_xact_id() ELSE made_in END
          WHERE id = $1 RETURNING ${COLUMNS}`,
        [
          id,
          name ?? before.name,
          url ?? before.url,
          events ?? before.events,
          serviceIds === undefined ? before.serviceIds : serviceIds,
          // A new address, or somebody who says that it works now, starts the 24 hours anew.
          url === undefined && paused !== false,
          paused ?? isPaused,
          isPaused && paused === false,
        ],
      );
      const [row] = rows;
      if (!row) throw notFound('webhook');
      if (row.pausedAt !== null || isPaused) await giveUpWaiting(manager, id, 'The webhook was paused.');
      const after = toView(row);
      await this.record(manager, principal, 'webhook.update', id, {
        before: audited(toView(before)),
        after: audited(after),
      });
      return after;
    });
  }

  /** Nothing is sent from the commit on, but what is on its way. @throws Problem 404 */
  remove(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const before = await lock(manager, id);
      await manager.query('DELETE FROM webhooks WHERE id = $1', [id]);
      await this.record(manager, principal, 'webhook.delete', id, { before: audited(toView(before)) });
    });
  }

  /** A new secret; the one before signs along for 24 hours, and the one before that no more. @throws Problem 404 */
  rotateSecret(principal: Principal, id: string): Promise<WebhookSecret> {
    const secret = newWebhookSecret();
    return this.dataSource.transaction(async (manager) => {
      await lock(manager, id);
      const [rows] = await manager.query<[{ until: Date }[], number]>(
        `UPDATE webhooks SET former_secret = secret, secret = $2,
                former_secret_until = rouse_now() + make_interval(hours => $3)
          WHERE id = $1 RETURNING former_secret_until AS until`,
        [id, secret, FORMER_SECRET_HOURS],
      );
      await this.record(manager, principal, 'webhook.rotate-secret', id, {});
      const [row] = rows;
      if (!row) throw notFound('webhook');
      return { secret, formerSecretUntil: row.until.toISOString() };
    });
  }

  private async requireAllowed(url: string): Promise<void> {
    const fault = await this.outbound.checkAddress(url);
    if (fault !== null) throw impossible([{ path: 'url', message: fault }]);
  }

  private record(
    manager: EntityManager,
    principal: Principal,
    action: string,
    objectId: string,
    states: { readonly before?: unknown; readonly after?: unknown },
  ): Promise<void> {
    return this.auditLog.record(manager, principal, { action, objectType: 'webhook', objectId, ...states });
  }
}

/** Ends what waits to be sent, inside the caller's transaction. */
export async function giveUpWaiting(
  manager: EntityManager,
  webhookId: string,
  reason: string,
): Promise<void> {
  await manager.query(
    `UPDATE webhook_deliveries SET status = 'given-up', due_at = NULL, fence = fence + 1, last_reason = $2
      WHERE webhook_id = $1 AND due_at IS NOT NULL`,
    [webhookId, reason],
  );
}

async function lock(manager: EntityManager, id: string): Promise<WebhookRow> {
  const [row] = await manager.query<WebhookRow[]>(
    `SELECT ${COLUMNS} FROM webhooks WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (!row) throw notFound('webhook');
  return row;
}

function requireServices(manager: EntityManager, ids: readonly string[]): Promise<void> {
  const reference = (id: string, place: number) => ({
    table: 'services',
    what: 'service',
    id,
    path: `serviceIds.${String(place)}`,
  });
  return requireReferences(manager, ids.map(reference));
}

/** An address may hold what opens a door: the log keeps no more than where it leads. */
const audited = (webhook: WebhookView) => ({ ...webhook, url: new URL(webhook.url).origin });

function toView(row: WebhookRow): WebhookView {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    failingSince: row.failingSince?.toISOString() ?? null,
    pausedAt: row.pausedAt?.toISOString() ?? null,
  };
}
