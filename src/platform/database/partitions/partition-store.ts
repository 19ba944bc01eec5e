import type { EntityManager } from 'typeorm';
import { after, readPartitions, type Month, type Partition } from './partition-plan.js';
import type { PartitionedTable } from './partitioned-tables.js';

/**
 * Whoever waits for a table keeps everybody behind it waiting too: so not for long, and rather again a minute later.
 */
const TAKE_LOCKS_WITHIN = `SET LOCAL lock_timeout = '1s'`;

/**
 * Takes a table on for this transaction.
 * @returns false where it is not due any more, or somebody else has it
 */
export async function takeOn(manager: EntityManager, table: string): Promise<boolean> {
  await manager.query(TAKE_LOCKS_WITHIN);
  const rows = await manager.query<unknown[]>(
    'SELECT FROM partitioned_tables WHERE name = $1 AND due_at <= rouse_now() FOR UPDATE SKIP LOCKED',
    [table],
  );
  return rows.length > 0;
}

/** It is looked at again after some minutes. */
export async function putOff(manager: EntityManager, table: string, minutes: number): Promise<void> {
  await manager.query(
    'UPDATE partitioned_tables SET due_at = rouse_now() + make_interval(mins => $2) WHERE name = $1',
    [table, minutes],
  );
}

export async function partitionsOf(manager: EntityManager, table: string): Promise<Partition[]> {
  const rows = await manager.query<{ name: string }[]>(
    `SELECT partition.relname AS name FROM pg_inherits JOIN pg_class partition ON partition.oid = inhrelid
     WHERE inhparent = $1::regclass ORDER BY partition.relname`,
    [table],
  );
  return readPartitions(rows.map(({ name }) => name));
}

/**
 * Makes a month's partition as the default one is, and moves into it what went to the default meanwhile. Writers do not
 * wait, unless there is something to move.
 */
export async function makeMonth(
  manager: EntityManager,
  { name, by }: PartitionedTable,
  month: Month,
): Promise<void> {
  const partition = `${name}_${inName(month)}`;
  const [from, to] = [bound(by, month), bound(by, after(month))];
  await manager.query(`CREATE TABLE ${partition} (LIKE ${name}_default INCLUDING ALL)`);
  const [strays] = await manager.query<{ there: boolean }[]>(
    `SELECT EXISTS (SELECT FROM ${name}_default WHERE ${by} >= ${from} AND ${by} < ${to}) AS there`,
  );
  if (strays?.there === true) {
    await manager.query(`LOCK TABLE ${name}_default IN SHARE ROW EXCLUSIVE MODE`);
    await manager.query(
      `WITH strays AS (DELETE FROM ${name}_default WHERE ${by} >= ${from} AND ${by} < ${to} RETURNING *)
       INSERT INTO ${partition} SELECT * FROM strays`,
    );
  }
  await manager.query(
    `ALTER TABLE ${name} ATTACH PARTITION ${partition} FOR VALUES FROM (${from}) TO (${to})`,
  );
}

/**
 * Drops partitions as whole tables, all that end before a month. What is wanted all the same is copied before, and
 * becomes the first partition, together with what the last time was kept so and still is wanted.
 * @returns how many rows are kept
 */
export async function dropPartitions(
  manager: EntityManager,
  { name, by, wanted }: PartitionedTable,
  names: readonly string[],
  endsBefore: Month,
): Promise<number> {
  const kept = `${name}_kept`;
  const next = `${name}_kept_next`;
  const end = bound(by, endsBefore);
  const [former] = await manager.query<{ there: boolean }[]>('SELECT to_regclass($1) IS NOT NULL AS there', [
    kept,
  ]);
  const gone = [...(former?.there === true ? [kept] : []), ...names];
  await manager.query(`CREATE TABLE ${next} (LIKE ${name}_default INCLUDING ALL)`);
  // So that attaching it later, while everybody waits, has nothing to prove.
  await manager.query(`ALTER TABLE ${next} ADD CONSTRAINT ${next}_bound CHECK (${by} < ${end})`);
  // Rows are locked, and not the tables: a receipt that comes so late waits, and who writes how this minute's attempts ended
  // does not, though its statement names all partitions. What a clock months behind adds meanwhile goes with the partition.
  for (const partition of gone)
    await manager.query(`INSERT INTO ${next} ${wanted(partition)} FOR NO KEY UPDATE`);
  const [count] = await manager.query<{ rows: number }[]>(`SELECT count(*)::int AS rows FROM ${next}`);
  // From here on everybody waits, and nothing is read any more.
  for (const partition of gone) {
    await manager.query(`ALTER TABLE ${name} DETACH PARTITION ${partition}; DROP TABLE ${partition}`);
  }
  await manager.query(`ALTER TABLE ${next} RENAME TO ${kept}`);
  await manager.query(`ALTER TABLE ${name} ATTACH PARTITION ${kept} FOR VALUES FROM (MINVALUE) TO (${end})`);
  await manager.query(`ALTER TABLE ${kept} DROP CONSTRAINT ${next}_bound`);
  return count?.rows ?? 0;
}

/** Rows that are in no month's partition; not counted further than some. */
export async function strayRows(manager: EntityManager, table: string): Promise<number> {
  const [row] = await manager.query<{ rows: number }[]>(
    `SELECT count(*)::int AS rows FROM (SELECT FROM ${table}_default LIMIT 10000) strays`,
  );
  return row?.rows ?? 0;
}

const bound = (by: PartitionedTable['by'], month: Month): string => {
  const start = `timestamptz '${month}-01T00:00:00Z'`;
  return by === 'id' ? `rouse_first_id_at(${start})` : start;
};

const inName = (month: Month): string => month.replace('-', '_');
