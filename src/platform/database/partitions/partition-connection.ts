import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../data-source.js';

/** Reading through what is dropped, and gathering statistics, may take minutes; others do not wait for it. */
const LONGEST_STATEMENT_MS = 600_000;

/** A connection for work on whole tables, beside the pool with its short limits, and only while there is such work. */
export class PartitionConnection {
  constructor(private readonly url: string) {}

  /** Opens it, does the work and closes it, whatever happens. */
  async use<Result>(work: (dataSource: DataSource) => Promise<Result>): Promise<Result> {
    const options = dataSourceOptions(this.url);
    const dataSource = await new DataSource({
      ...options,
      migrations: [],
      extra: {
        ...options.extra,
        max: 1,
        min: 0,
        statement_timeout: LONGEST_STATEMENT_MS,
        application_name: 'rouse-partitions',
      },
    }).initialize();
    try {
      return await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  }
}
