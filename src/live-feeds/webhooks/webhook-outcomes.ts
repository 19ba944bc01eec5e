import { Inject, Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import { Notices } from '../../people/notices.js';
import { Users } from '../../people/users.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { PAUSE_AFTER_SECONDS, retryInSeconds, type AttemptOutcome } from './delivery-decision.js';
import { WebhookDeliveryStore, type ClaimedDelivery, type FailingWebhook } from './webhook-delivery-store.js';
import { giveUpWaiting } from './webhooks.js';

/** What follows from a request: it is done, it is tried again, or the webhook is paused and people told. */
@Injectable()
export class WebhookOutcomes {
  private readonly outcomes: Counter<'outcome'>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly store: WebhookDeliveryStore,
    private readonly notices: Notices,
    private readonly users: Users,
    private readonly auditLog: AuditLog,
    metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.outcomes = new Counter({
      name: 'rouse_webhook_attempts_total',
      help: 'Requests to webhooks by outcome',
      labelNames: ['outcome'],
      registers: [metrics.registry],
    });
  }

  async write(claimed: ClaimedDelivery, outcome: AttemptOutcome): Promise<void> {
    this.outcomes.inc({ outcome: outcome.delivered ? 'delivered' : 'failed' });
    await this.dataSource.transaction((manager) =>
      outcome.delivered
        ? this.writeSuccess(manager, claimed, outcome)
        : this.writeFailure(manager, claimed, outcome),
    );
  }

  private async writeSuccess(
    manager: EntityManager,
    claimed: ClaimedDelivery,
    outcome: AttemptOutcome,
  ): Promise<void> {
    await this.store.noteSuccess(manager, claimed.webhookId);
    await this.store.finish(manager, claimed, outcome, null);
  }

  private async writeFailure(
    manager: EntityManager,
    claimed: ClaimedDelivery,
    outcome: AttemptOutcome,
  ): Promise<void> {
    const webhook = await this.store.noteFailure(manager, claimed.webhookId);
    const failed = await this.store.lock(manager, claimed);
    if (webhook === null || failed === null) return;
    const again = retryInSeconds(failed.failures, failed.triedForSeconds, Math.random());
    await this.store.finish(manager, claimed, outcome, again);
    if (again !== null) return;
    const { id: deliveryId, webhookId } = claimed;
    this.logger.warn(
      { deliveryId, webhookId, status: outcome.status },
      'A delivery to a webhook is given up',
    );
    if (webhook.failingForSeconds >= PAUSE_AFTER_SECONDS && !webhook.isPaused)
      await this.pause(manager, webhook);
  }

  private async pause(manager: EntityManager, { id, name, createdBy }: FailingWebhook): Promise<void> {
    const pausedAt = await this.store.pause(manager, id);
    await giveUpWaiting(manager, id, 'The webhook was paused, since nothing had arrived for 24 hours.');
    const entry = { action: 'webhook.pause', objectType: 'webhook', objectId: id } as const;
    await this.auditLog.record(manager, 'system', { ...entry, after: { reason: 'failing for 24 hours' } });
    const readers = await this.readersOf(manager, createdBy);
    await this.notices.add(
      manager,
      readers.map((userId) => ({
        userId,
        kind: 'webhook.paused',
        text: `Rouse: the webhook "${name}" has taken nothing for 24 hours and is paused. Let it go on once it works again.`,
        // It can be paused again another time, and is told of again then.
        onceKey: `webhook.paused ${id} ${pausedAt} ${userId}`,
        expiresAt: null,
      })),
    );
    this.logger.warn({ webhookId: id }, 'A webhook that failed for 24 hours is paused');
  }

  /** Its maker; the admins where that one has left. */
  private async readersOf(manager: EntityManager, createdBy: string): Promise<string[]> {
    const [maker] = await manager.query<unknown[]>('SELECT id FROM current_users WHERE id = $1', [createdBy]);
    return maker === undefined ? this.users.adminIds(manager) : [createdBy];
  }
}
