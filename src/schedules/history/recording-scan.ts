import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { ShiftRecorder } from './shift-recorder.js';

const EVERY_MS = 15_000;
/** So many schedules are recorded in one transaction, their records locked. */
const BATCH = 100;

/** Records hand-offs soon after they happened, and every schedule once an hour. Runs on every worker. */
@Injectable()
export class RecordingScan implements BeforeApplicationShutdown {
  private running: Promise<number> | null = null;
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly recorder: ShiftRecorder,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval(EVERY_MS)
  async tick(): Promise<void> {
    if (this.settings.role === 'api' || this.running || this.stopping) return;
    this.running = this.scan();
    try {
      await this.running;
    } catch (error) {
      this.logger.error({ err: error }, 'Shifts could not be recorded; tried again soon');
    } finally {
      this.running = null;
    }
  }

  /** What is in hand is finished before the database goes away. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.running?.catch(() => 0);
  }

  /** Records all that is due. @returns how many schedules it took up */
  async scan(): Promise<number> {
    let total = 0;
    for (;;) {
      const taken = await this.dataSource.transaction((manager) => this.recorder.recordDue(manager, BATCH));
      total += taken;
      if (taken === 0 || this.stopping) return total;
    }
  }
}
