import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource, type EntityManager } from 'typeorm';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { firstNotHeldBy } from './exchange.js';
import { OfferedShifts } from './offered-shifts.js';
import { SwapClosing } from './swap-closing.js';
import { nextDueAt, passedDeadline, type ReminderHours } from './swap-deadlines.js';
import { SwapNotices } from './swap-notices.js';
import { claimDueSwap, putOff, type StoredSwap } from './swap-store.js';

const EVERY_MS = 10_000;

/**
 * Reminds of requests that nobody has answered, and ends those whose shift begins. Runs on every worker: what one has
 * locked the others pass by, and what is done is not due any more, so each deadline is acted on once.
 */
@Injectable()
export class SwapScan implements BeforeApplicationShutdown {
  private running: Promise<unknown> = Promise.resolve();
  private busy = false;
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly closing: SwapClosing,
    private readonly notices: SwapNotices,
    private readonly offered: OfferedShifts,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval(EVERY_MS)
  async tick(): Promise<void> {
    if (this.settings.role === 'api' || this.busy || this.stopping) return;
    this.busy = true;
    this.running = this.scan();
    try {
      await this.running;
    } catch (error) {
      this.logger.error(
        { err: error },
        'Requests to trade shifts could not be looked through; the next scan tries again',
      );
    } finally {
      this.busy = false;
    }
  }

  /** What is in hand is finished before the database goes away. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.running.catch(() => undefined);
  }

  /** Acts on every deadline that has passed, one transaction each. @returns on how many */
  async scan(): Promise<number> {
    for (let done = 0; ; done += 1) {
      const found = await this.dataSource.transaction((manager) => this.actOnNext(manager));
      if (!found || this.stopping) return done;
    }
  }

  private async actOnNext(manager: EntityManager): Promise<boolean> {
    const swap = await claimDueSwap(manager);
    if (swap?.dueAt == null) return false;
    const now = await this.clock.now(manager);
    const deadline = passedDeadline(swap.expiresAt, swap.dueAt, now);
    if (deadline?.kind === 'expire') await this.closing.expire(manager, swap);
    else {
      if (deadline?.kind === 'remind') await this.remind(manager, swap, deadline.hours);
      await putOff(manager, swap.id, nextDueAt(swap.expiresAt, now));
    }
    return true;
  }

  /** Nobody is asked again for a shift that the giver does not have any more. */
  private async remind(manager: EntityManager, swap: StoredSwap, hours: ReminderHours): Promise<void> {
    const shifts = await this.offered.within(manager, swap.scheduleId, [swap.give]);
    if (shifts !== null && firstNotHeldBy(shifts, swap.give, swap.giverId) === null)
      await this.notices.remind(manager, swap, hours);
  }
}
