import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource, type EntityManager } from 'typeorm';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { CoverageTelling } from './coverage-telling.js';
import { DutyTelling } from './duty-telling.js';
import { ScheduleLooks, type LookKind } from './schedule-looks.js';

const DUTY_TICK_MS = 10_000;
const COVERAGE_TICK_MS = 60_000;
/** How often each schedule is looked at; a hand-off brings the look for duties forward. */
const EVERY_SECONDS: Readonly<Record<LookKind, number>> = { duty: 60, coverage: 3_600 };
/** So many schedules at a time, so that other work comes between. */
const BATCH: Readonly<Record<LookKind, number>> = { duty: 50, coverage: 10 };

/** Looks for what people are to be told about their schedules. Runs on every worker; each look is one worker's. */
@Injectable()
export class TellingScan implements BeforeApplicationShutdown {
  private readonly running = new Map<LookKind, Promise<void>>();
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly looks: ScheduleLooks,
    private readonly duty: DutyTelling,
    private readonly coverage: CoverageTelling,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval('tell-duties', DUTY_TICK_MS)
  lookForDuties(): Promise<void> {
    return this.tick('duty');
  }

  @Interval('tell-coverage', COVERAGE_TICK_MS)
  lookForCoverage(): Promise<void> {
    return this.tick('coverage');
  }

  /** What is in hand is finished before the database goes away. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.allSettled(this.running.values());
  }

  /** Looks at every schedule that is due. @returns how many there were */
  async scan(kind: LookKind): Promise<number> {
    const { manager } = this.dataSource;
    await this.looks.takeInNew(manager, kind);
    let total = 0;
    for (;;) {
      const ids = await this.looks.claim(manager, kind, BATCH[kind], EVERY_SECONDS[kind]);
      if (ids.length > 0) await this.lookAtAll(manager, kind, ids);
      total += ids.length;
      if (ids.length < BATCH[kind] || this.stopping) return total;
    }
  }

  /** A schedule that cannot be looked at is said so, and silences none of the others that were claimed with it. */
  private async lookAtAll(manager: EntityManager, kind: LookKind, ids: readonly string[]): Promise<void> {
    try {
      await this.look(manager, kind, ids);
    } catch (error) {
      this.logger.error(
        { err: error, kind },
        'Schedules could not be looked at together; each is looked at alone',
      );
      for (const id of ids) await this.lookAlone(manager, kind, id);
    }
  }

  private async lookAlone(manager: EntityManager, kind: LookKind, id: string): Promise<void> {
    try {
      await this.look(manager, kind, [id]);
    } catch (error) {
      this.logger.error(
        { err: error, kind, scheduleId: id },
        'Nobody could be told about this schedule; it is looked at again',
      );
    }
  }

  private async look(manager: EntityManager, kind: LookKind, ids: readonly string[]): Promise<void> {
    const now = await this.clock.now(manager);
    if (kind === 'coverage') await this.coverage.tell(manager, ids, now);
    else await this.looks.hurry(manager, kind, await this.duty.tell(manager, ids, now));
  }

  private async tick(kind: LookKind): Promise<void> {
    if (this.settings.role === 'api' || this.running.has(kind) || this.stopping) return;
    const started = performance.now();
    const run = this.scan(kind).then(
      (schedules) => {
        if (schedules > 0)
          this.logger.debug(
            { kind, schedules, ms: Math.round(performance.now() - started) },
            'Looked for news',
          );
      },
      (error: unknown) => {
        this.logger.error(
          { err: error, kind },
          'News of schedules could not be looked for; tried again soon',
        );
      },
    );
    this.running.set(kind, run);
    await run;
    this.running.delete(kind);
  }
}
