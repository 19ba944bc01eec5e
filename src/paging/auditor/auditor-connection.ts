import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { KEEP_ALIVE } from '../../platform/database/data-source.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';

const CONNECT_WITHIN_MS = 3_000;
/** By PostgreSQL; and at this end, where nothing comes back at all. */
const STATEMENT_WITHIN_MS = 3_000;
const ANSWER_WITHIN_MS = 4_000;

/**
 * A connection that is the auditor's alone: a pool that is used up, which is one way for pages to stop, does not keep
 * it from seeing that. One that fails is left, and the next read makes another.
 */
@Injectable()
export class AuditorConnection {
  private client: pg.Client | null = null;
  private isOver = false;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Error where the database does not answer in time */
  async read<Row extends object>(statement: string): Promise<Row[]> {
    try {
      this.client ??= await this.open();
      // It was being made when the process began to stop.
      if (this.isOver) throw new Error('the auditor has stopped');
      const { rows } = await this.client.query<Row>(statement);
      return rows;
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  /** For good. */
  close(): void {
    this.isOver = true;
    this.leave();
  }

  /** Without waiting for a server that may not answer. */
  private leave(): void {
    const { client } = this;
    this.client = null;
    client?.end().catch((error: unknown) => {
      this.logger.debug({ err: error }, 'The auditor left a connection that did not close in order');
    });
  }

  private async open(): Promise<pg.Client> {
    const { options } = this.dataSource;
    const client = new pg.Client({
      connectionString: options.type === 'postgres' ? options.url : undefined,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      statement_timeout: STATEMENT_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
      ...KEEP_ALIVE,
      application_name: 'rouse-auditor',
    });
    // Without a listener a connection that is lost between two reads would end the process.
    client.on('error', (error) => {
      this.logger.debug({ err: error }, 'The auditor has lost its connection; the next look makes another');
      if (this.client === client) this.client = null;
    });
    await client.connect();
    return client;
  }
}
