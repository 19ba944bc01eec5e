import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../config/settings.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { connectionsOf, missingConnections, type ServerConnections } from './connection-budget.js';

/** Says at the start when the processes together may want more connections than PostgreSQL gives. */
@Injectable()
export class ConnectionCheck implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'databasePoolSize' | 'redisUrls'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.check();
    } catch (error) {
      this.logger.warn({ err: error }, 'The budget of connections could not be checked');
    }
  }

  /** @returns how many are missing; null for none */
  async check(): Promise<number | null> {
    const { databasePoolSize, redisUrls } = this.settings;
    const eachProcess = connectionsOf(databasePoolSize, redisUrls === null ? 'postgres' : 'redis');
    const server = await this.read();
    const missing = missingConnections(server, eachProcess);
    if (missing !== null) {
      this.logger.warn(
        { ...server, eachProcess, missing },
        'PostgreSQL has too few connections for all processes at once: raise max_connections, or lower DATABASE_POOL_SIZE',
      );
    }
    return missing;
  }

  /** Each process names itself in what its pool opens. */
  private async read(): Promise<ServerConnections> {
    const [row] = await this.dataSource.query<ServerConnections[]>(
      `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true), '0')::int AS most,
              (count(DISTINCT application_name) FILTER (WHERE application_name LIKE 'rouse %'))::int AS processes,
              (count(*) FILTER (WHERE application_name !~ '^rouse[ -]'))::int AS others
       FROM pg_stat_activity WHERE backend_type = 'client backend'`,
    );
    if (!row) throw new Error('PostgreSQL did not tell its connections');
    return row;
  }
}
