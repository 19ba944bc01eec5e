import { Injectable } from '@nestjs/common';

/** A log that is split by month. */
export interface PartitionedTable {
  readonly name: string;
  /** What it is split by: `id` (UUID version 7) or `at` (the database's time). */
  readonly by: 'id' | 'at';
  /** So long after its month has ended a partition is dropped; null for never. Days. */
  readonly keptDays: number | null;
  /**
   * The rows of such a partition that are wanted all the same, as a query of whole rows of `partition`. It has to begin
   * with what is wanted, have its rows from nowhere else (they are locked), and find the rows by an index: the partition may have hundreds of millions.
   */
  readonly wanted: (partition: string) => string;
}

/** Rooms that keep logs say here how long, and what outlives them. */
@Injectable()
export class PartitionedTables {
  private readonly tables: PartitionedTable[] = [];

  /** To be called from a module's `onModuleInit`. */
  register(table: PartitionedTable): void {
    this.tables.push(table);
  }

  get all(): readonly PartitionedTable[] {
    return this.tables;
  }
}
