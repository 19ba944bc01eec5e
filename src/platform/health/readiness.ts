import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER, type Logger } from '../logging/logger.js';

const ANSWER_WITHIN_MS = 2_000;

/**
 * Whether alerts can be taken. The database is all that this needs: without the queue pages still go out, by the
 * sweeper, so a queue that is gone does not take a node out of service.
 */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  /** What is missing, in sentences; empty when ready. */
  async missing(): Promise<string[]> {
    if (this.stopping) return ['This process is stopping.'];
    try {
      await this.databaseAnswers();
      return [];
    } catch (error) {
      this.logger.warn({ err: error }, 'Not ready: the database does not answer');
      return ['The database does not answer.'];
    }
  }

  private async databaseAnswers(): Promise<void> {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    await Promise.race([
      this.dataSource.query('SELECT 1'),
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`));
        });
      }),
    ]);
  }
}
