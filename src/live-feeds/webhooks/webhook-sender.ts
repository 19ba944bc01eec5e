import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { WebhookDeliveryStore, type ClaimedDelivery } from './webhook-delivery-store.js';
import { WebhookOutcomes } from './webhook-outcomes.js';
import { WebhookPlanner } from './webhook-planner.js';
import { WebhookRequests } from './webhook-requests.js';

const EVERY_MS = 500;
/** Longer than a try can take. */
const LEASE_SECONDS = 30;
/** A receiver that is slow holds up no more than this. */
const AT_ONCE_PER_WEBHOOK = 4;

/**
 * Tells webhooks what happened, on every worker: plans what is new, claims what is due, and sends it outside of any
 * transaction. A worker that dies leaves deliveries that come back when their lease is over: at least once.
 */
@Injectable()
export class WebhookSender implements BeforeApplicationShutdown {
  private readonly sending = new Map<Promise<void>, string>();
  private round: Promise<void> | null = null;
  private isWanted = false;
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly planner: WebhookPlanner,
    private readonly store: WebhookDeliveryStore,
    private readonly requests: WebhookRequests,
    private readonly outcomes: WebhookOutcomes,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval('tell-webhooks', EVERY_MS)
  tick(): Promise<void> {
    if (this.settings.role === 'api' || this.stopping) return Promise.resolve();
    this.isWanted = true;
    this.round ??= this.goRound().finally(() => {
      this.round = null;
    });
    return this.round;
  }

  /** What is in hand is finished before the database goes away. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.round;
    await Promise.all(this.sending.keys());
  }

  /** Plans and claims, as long as somebody has asked for it meanwhile; does not wait for receivers. */
  private async goRound(): Promise<void> {
    while (this.isWanted && !this.stopping) {
      this.isWanted = false;
      try {
        await this.planner.plan();
        const { manager } = this.dataSource;
        for (const delivery of await this.store.claim(
          manager,
          this.inHand(),
          AT_ONCE_PER_WEBHOOK,
          LEASE_SECONDS,
        ))
          this.start(delivery);
      } catch (error) {
        this.logger.error({ err: error }, 'What webhooks are to be told could not be read; tried again soon');
      }
    }
  }

  private inHand(): Map<string, number> {
    const numbers = new Map<string, number>();
    for (const webhookId of this.sending.values()) numbers.set(webhookId, (numbers.get(webhookId) ?? 0) + 1);
    return numbers;
  }

  private start(delivery: ClaimedDelivery): void {
    const work = this.deliver(delivery).finally(() => {
      this.sending.delete(work);
      // There is room for the next one now.
      void this.tick();
    });
    this.sending.set(work, delivery.webhookId);
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    try {
      await this.outcomes.write(delivery, await this.requests.send(delivery));
    } catch (error) {
      const { id: deliveryId, webhookId } = delivery;
      this.logger.error(
        { err: error, deliveryId, webhookId },
        'A delivery could not be worked on; it comes back',
      );
    }
  }
}
