import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { RunningEscalations } from '../../escalations/running-escalations.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { OverdueWork } from '../../platform/queue/overdue-work.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { AdvanceEscalationHandler } from './advance-escalation.handler.js';
import { DeliverPageHandler } from './deliver-page.handler.js';
import { PageStore } from './page-store.js';
import { ProviderCalls } from './provider-calls.js';

const EVERY_MS = 1_000;
/** A wake-up that is on its way is given this long before the sweeper does its work; none comes while the queue is away. */
const GRACE_MS = 750;
/** What a worker claimed and did not finish comes back after this time. */
const LEASE_MS = 15_000;
/** How much is claimed at a time, and worked on at the same time. */
const BATCH = 50;
const AT_ONCE = 10;

/**
 * Finds deadlines that no wake-up came for: the queue is gone, was flushed, or a worker died. Runs on every worker;
 * with the queue gone for good, pages go out by it alone (promise 2).
 */
@Injectable()
export class Sweeper implements BeforeApplicationShutdown {
  private running: Promise<number> = Promise.resolve(0);
  private busy = false;
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly escalations: RunningEscalations,
    private readonly pages: PageStore,
    private readonly advance: AdvanceEscalationHandler,
    private readonly deliver: DeliverPageHandler,
    private readonly calls: ProviderCalls,
    private readonly wakeUps: WakeUpQueue,
    private readonly others: OverdueWork,
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval(EVERY_MS)
  async tick(): Promise<void> {
    if (this.settings.role === 'api' || this.busy || this.stopping) return;
    try {
      await this.inTurn(() => this.takeUp(this.wakeUps.isAway ? 0 : GRACE_MS));
    } catch (error) {
      this.logger.error({ err: error }, 'The sweeper could not look for overdue deadlines');
    }
  }

  /** What is in hand is finished before the database goes away. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.running.catch(() => 0);
  }

  /**
   * Does everything that is overdue, until nothing is and every call to a provider has ended.
   * @returns how many deadlines it took up
   */
  sweep(): Promise<number> {
    return this.inTurn(async () => {
      let total = 0;
      for (;;) {
        const found = await this.takeUp(0);
        await this.calls.settled();
        total += found;
        if (found === 0 || this.stopping) return total;
      }
    });
  }

  /** One after the other, so that whoever asks for a sweep gets one that began after asking. */
  private inTurn(work: () => Promise<number>): Promise<number> {
    this.running = this.running
      .catch(() => 0)
      .then(async () => {
        this.busy = true;
        try {
          return await work();
        } finally {
          this.busy = false;
        }
      });
    return this.running;
  }

  /**
   * Takes up what is overdue by more than `graceMs`, pages as far as there is room for calls, and does not wait for
   * providers.
   */
  private async takeUp(graceMs: number): Promise<number> {
    let total = 0;
    for (;;) {
      const { manager } = this.dataSource;
      const escalations = await this.escalations.claimOverdue(manager, BATCH, graceMs, LEASE_MS);
      await this.workThrough('escalation', escalations, ({ id, fence }) =>
        this.advance.advance(id, fence, true),
      );
      const room = Math.min(BATCH, this.calls.room);
      const pages = room === 0 ? [] : await this.pages.claimOverdue(manager, room, graceMs, LEASE_MS);
      await this.workThrough('page', pages, ({ id, fence }) => this.deliver.deliver(id, fence, true));
      const others = await this.takeUpOthers(graceMs);
      const found = escalations.length + pages.length + others;
      total += found;
      if (found === 0 || this.stopping) return total;
    }
  }

  private async takeUpOthers(graceMs: number): Promise<number> {
    let found = 0;
    for (const deadlines of this.others.all) {
      const claimed = await deadlines.claimOverdue(BATCH, graceMs, LEASE_MS);
      await this.workThrough(deadlines.kind, claimed, ({ id, fence }) => deadlines.takeUp(id, fence));
      found += claimed.length;
    }
    return found;
  }

  /** One that fails is logged, and comes back when its lease is over; the others do not wait for it. */
  private async workThrough(
    kind: string,
    claimed: readonly { id: string; fence: number }[],
    work: (each: { id: string; fence: number }) => Promise<void>,
  ): Promise<void> {
    if (claimed.length > 0) this.metrics.swept.inc({ kind }, claimed.length);
    const queue = [...claimed];
    const lane = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        try {
          await work(next);
        } catch (error) {
          this.logger.error(
            { err: error, kind, id: next.id },
            'A swept deadline could not be worked on; it comes back',
          );
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }
}
