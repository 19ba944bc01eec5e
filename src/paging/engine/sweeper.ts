import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { isDatabaseAway } from '../../platform/database/database-away.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { OverdueWork, type ClaimedDeadline, type SweptDeadlines } from '../../platform/queue/overdue-work.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { ProviderCalls } from './provider-calls.js';

const EVERY_MS = 1_000;
/** A wake-up that is on its way is given this long before the sweeper does its work; none comes while the queue is away. */
const GRACE_MS = 750;
/** What a worker claimed and did not finish, as it died, comes back after this time: paged within 10 s all the same. */
const LEASE_MS = 8_000;
/** How much of a kind is claimed at a time, and worked on at the same time where that is one by one. */
const BATCH = 100;
const AT_ONCE = 5;

interface Left {
  readonly claimed: readonly ClaimedDeadline[];
  /** When the lease is over, by the process's own steady clock. */
  readonly until: number;
}

/**
 * Finds deadlines that no wake-up came for: the queue is gone, was flushed, or a worker died. Runs on every worker;
 * with the queue gone for good, pages go out by it alone (promise 2). No kind of deadline waits for another.
 */
@Injectable()
export class Sweeper implements BeforeApplicationShutdown {
  /** The last round of each kind; rounds of one kind follow one another. */
  private readonly rounds = new Map<string, Promise<number>>();
  private readonly busy = new Set<string>();
  /** What was claimed, by kind, and could not be worked on while the database was away: its lease need not run out for that. */
  private readonly left = new Map<string, Left>();
  private stopping = false;

  constructor(
    private readonly overdue: OverdueWork,
    private readonly calls: ProviderCalls,
    private readonly wakeUps: WakeUpQueue,
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval(EVERY_MS)
  async tick(): Promise<void> {
    if (this.settings.role === 'api' || this.stopping) return;
    const graceMs = this.wakeUps.isAway ? 0 : GRACE_MS;
    const idle = this.overdue.all.filter(({ kind }) => !this.busy.has(kind));
    await Promise.all(idle.map((deadlines) => this.round(deadlines, graceMs)));
  }

  /** What is in hand is finished before the database goes away. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.rounds.values());
  }

  /**
   * Does everything that is overdue, until nothing is and every call to a provider has ended.
   * @returns how many deadlines it took up
   */
  async sweep(): Promise<number> {
    let total = 0;
    for (;;) {
      const found = await Promise.all(this.overdue.all.map((deadlines) => this.round(deadlines, 0)));
      await this.calls.settled();
      const sum = found.reduce((all, count) => all + count, 0);
      total += sum;
      if (sum === 0 || this.stopping) return total;
    }
  }

  /** One after the other, so that whoever asks for a sweep gets one that began after asking. */
  private round(deadlines: SweptDeadlines, graceMs: number): Promise<number> {
    const { kind } = deadlines;
    const before = this.rounds.get(kind) ?? Promise.resolve(0);
    const round = before.then(async () => {
      this.busy.add(kind);
      const found = await this.takeUp(deadlines, graceMs);
      this.busy.delete(kind);
      return found;
    });
    this.rounds.set(kind, round);
    return round;
  }

  /** Takes up what is overdue by more than `graceMs`, and does not wait for providers. Never throws. */
  private async takeUp(deadlines: SweptDeadlines, graceMs: number): Promise<number> {
    const { kind } = deadlines;
    let total = 0;
    try {
      const left = this.left.get(kind);
      this.left.delete(kind);
      if (left && performance.now() < left.until) await this.workOn(deadlines, left);
      for (;;) {
        const until = performance.now() + LEASE_MS;
        const claimed = await deadlines.claimOverdue(BATCH, graceMs, LEASE_MS);
        if (claimed.length === 0) return total;
        total += claimed.length;
        this.metrics.swept.inc({ kind }, claimed.length);
        await this.workOn(deadlines, { claimed, until });
        if (this.stopping) return total;
      }
    } catch (error) {
      this.metrics.sweepFailures.inc({ kind });
      this.logger.error(
        { err: error, kind },
        'The sweeper could not take up what is overdue; it tries again',
      );
      return total;
    }
  }

  private async workOn(deadlines: SweptDeadlines, { claimed, until }: Left): Promise<void> {
    const keep = (those: readonly ClaimedDeadline[]): void => {
      if (those.length > 0) this.left.set(deadlines.kind, { claimed: those, until });
    };
    if (!deadlines.takeUpMany) {
      keep(await this.oneByOne(deadlines, claimed));
      return;
    }
    try {
      await deadlines.takeUpMany(claimed);
    } catch (error) {
      if (isDatabaseAway(error)) keep(claimed);
      throw error;
    }
  }

  /**
   * One that fails is logged, and comes back when its lease is over; the others do not wait for it.
   * @returns those that failed because the database is away
   */
  private async oneByOne(
    deadlines: SweptDeadlines,
    claimed: readonly ClaimedDeadline[],
  ): Promise<ClaimedDeadline[]> {
    const { kind } = deadlines;
    const away: ClaimedDeadline[] = [];
    const queue = [...claimed];
    const lane = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        try {
          await deadlines.takeUp(next.id, next.fence);
        } catch (error) {
          if (isDatabaseAway(error)) away.push(next);
          this.metrics.sweepFailures.inc({ kind });
          this.logger.error(
            { err: error, kind, id: next.id },
            'A swept deadline could not be worked on; it comes back',
          );
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return away;
  }
}
