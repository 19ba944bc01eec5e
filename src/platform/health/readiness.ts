import { statfs } from 'node:fs/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../config/settings.js';
import { LOGGER, type Logger } from '../logging/logger.js';

const ANSWER_WITHIN_MS = 2_000;
/** PostgreSQL writes its log in files of 16 MiB; where there is no room for the next one it ends. */
const LEAST_FREE_BYTES = 20 * 1024 * 1024;

/**
 * Whether alerts can be taken. The database is all that this needs: without the queue pages still go out, by the
 * sweeper, so a queue that is gone does not take a node out of service.
 */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'databaseUrl' | 'dataDir'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  /** What is missing, in sentences; empty when ready. */
  async missing(): Promise<string[]> {
    if (this.stopping) return ['This process is stopping.'];
    return [...(await this.missingDatabase()), ...(await this.missingRoom())];
  }

  private async missingDatabase(): Promise<string[]> {
    try {
      await this.databaseAnswers();
      return [];
    } catch (error) {
      this.logger.warn({ err: error }, 'Not ready: the database does not answer');
      return ['The database does not answer.'];
    }
  }

  /** A server of one's own elsewhere is watched by whoever runs it. */
  private async missingRoom(): Promise<string[]> {
    if (this.settings.databaseUrl !== null) return [];
    const { bavail, bsize } = await statfs(this.settings.dataDir);
    if (bavail * bsize >= LEAST_FREE_BYTES) return [];
    this.logger.warn({ freeBytes: bavail * bsize }, 'Not ready: the disk of the embedded database is full');
    return ['The disk of the embedded database is full. Make room on it; Rouse goes on by itself.'];
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
