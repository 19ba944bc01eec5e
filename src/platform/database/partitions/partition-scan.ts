import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { DatabaseClock } from '../../clock/database-clock.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { LOGGER, type Logger } from '../../logging/logger.js';
import { Metrics } from '../../metrics/metrics.js';
import { withinScrape } from '../../metrics/scrape-limit.js';
import { PartitionConnection } from './partition-connection.js';
import { monthsToMake, outlived } from './partition-plan.js';
import { dropPartitions, makeMonth, partitionsOf, putOff, strayRows, takeOn } from './partition-store.js';
import { PartitionedTables, type PartitionedTable } from './partitioned-tables.js';

const LOOK_EVERY_MS = 60_000;
const AGAIN_AFTER_MINUTES = 60;

/**
 * Makes the partitions of the coming months, drops those that have had their time, and keeps the statistics of the whole
 * tables, which PostgreSQL does not. Looks on every worker; one of them does it.
 */
@Injectable()
export class PartitionScan implements OnModuleInit, BeforeApplicationShutdown {
  private running: Promise<void> | null = null;
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly connection: PartitionConnection,
    private readonly tables: PartitionedTables,
    private readonly clock: DatabaseClock,
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    const { manager } = this.dataSource;
    const { tables } = this;
    new Gauge({
      name: 'rouse_stray_rows',
      help: 'Rows of a log that belong to no month: a clock is far off, or months were not made; at most 10,000 are counted',
      labelNames: ['table'],
      registers: [this.metrics.registry],
      async collect() {
        for (const { name } of tables.all) {
          this.set({ table: name }, await withinScrape(strayRows(manager, name)).catch(() => Number.NaN));
        }
      },
    });
  }

  @Interval('look-after-partitions', LOOK_EVERY_MS)
  async tick(): Promise<void> {
    if (this.settings.role === 'api' || this.running || this.stopping) return;
    this.running = this.scan();
    try {
      await this.running;
    } catch (error) {
      this.logger.warn({ err: error }, 'Partitions could not be looked after; tried again in a minute');
    } finally {
      this.running = null;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.running?.catch(() => undefined);
  }

  /** Does what is due. A table that cannot be worked on does not keep the others waiting. */
  async scan(): Promise<void> {
    const due = await this.dataSource.query<{ name: string }[]>(
      'SELECT name FROM partitioned_tables WHERE due_at <= rouse_now()',
    );
    const tables = this.tables.all.filter(({ name }) => due.some((row) => row.name === name));
    if (tables.length === 0) return;
    await this.connection.use(async (dataSource) => {
      for (const table of tables) {
        if (this.stopping) return;
        try {
          await this.lookAfter(dataSource, table);
        } catch (error) {
          this.logger.warn(
            { err: error, table: table.name },
            'The partitions of a table could not be looked after; tried again in a minute',
          );
        }
      }
    });
  }

  /** Each step by itself: what waits for old partitions in vain has made the new ones. */
  private async lookAfter(dataSource: DataSource, table: PartitionedTable): Promise<void> {
    await dataSource.transaction(async (manager) => {
      if (!(await takeOn(manager, table.name))) return;
      const months = monthsToMake(await partitionsOf(manager, table.name), await this.clock.now(manager));
      for (const month of months) await makeMonth(manager, table, month);
      if (months.length > 0) this.logger.info({ table: table.name, months }, 'Partitions are made ahead');
    });
    const isDone = await dataSource.transaction(async (manager) => {
      if (!(await takeOn(manager, table.name))) return false;
      if (table.keptDays !== null) {
        const now = await this.clock.now(manager);
        const old = outlived(await partitionsOf(manager, table.name), now, table.keptDays);
        if (old !== null) {
          const kept = await dropPartitions(manager, table, old.names, old.endsBefore);
          this.logger.info({ table: table.name, dropped: old.names, kept }, 'Old partitions are dropped');
        }
      }
      await putOff(manager, table.name, AGAIN_AFTER_MINUTES);
      return true;
    });
    if (!isDone) return;
    await this.tellStrays(table.name);
    await gatherStatistics(dataSource, table.name);
  }

  private async tellStrays(table: string): Promise<void> {
    const rows = await strayRows(this.dataSource.manager, table);
    if (rows === 0) return;
    this.logger.warn(
      { table, rows },
      'Rows belong to no month: look at the clocks of the nodes; they are kept, and found as others are',
    );
  }
}

/** Once a day. Without them PostgreSQL takes an incident for a two-hundredth of all history, and plans accordingly. */
async function gatherStatistics(dataSource: DataSource, table: string): Promise<void> {
  const [, claimed] = await dataSource.query<[unknown[], number]>(
    `UPDATE partitioned_tables SET analyzed_at = rouse_now()
     WHERE name = $1 AND (analyzed_at IS NULL OR analyzed_at < rouse_now() - interval '1 day')`,
    [table],
  );
  if (claimed > 0) await dataSource.query(`ANALYZE ${table}`);
}
