import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { ClientBase } from 'pg';
import { DatabaseClock } from '../clock/database-clock.js';
import { ConnectionCheck } from './connection-check.js';
import { dataSourceOptions } from './data-source.js';
import { outliveLoss } from './lost-connection.js';
import { PartitionConnection } from './partitions/partition-connection.js';
import { PartitionScan } from './partitions/partition-scan.js';
import { PartitionedTables } from './partitions/partitioned-tables.js';
import { prepareWhatRepeats } from './prepared-statements.js';
import { endWhenSilent } from './silent-connection.js';

/** The one data source of the process, and the clock that comes with it. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(url: string, poolSize: number): DynamicModule {
    const options = dataSourceOptions(url, poolSize);
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          ...options,
          // Not while migrating: a migration may lift the limit of its statements.
          extra: { ...options.extra, onConnect: setUpConnection },
          autoLoadEntities: true,
          retryAttempts: 10,
          retryDelay: 1_000,
        }),
      ],
      providers: [
        ConnectionCheck,
        DatabaseClock,
        PartitionScan,
        PartitionedTables,
        { provide: PartitionConnection, useValue: new PartitionConnection(url) },
      ],
      exports: [DatabaseClock, PartitionedTables],
    };
  }
}

function setUpConnection(client: ClientBase): void {
  outliveLoss(client);
  endWhenSilent(client);
  prepareWhatRepeats(client);
}
