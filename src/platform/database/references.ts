import type { EntityManager } from 'typeorm';
import { impossible } from '../http/problem.js';

/** One id in a request that must name a row which exists. */
export interface Reference {
  readonly table: string;
  /** What the id is said to name, such as `user`. */
  readonly what: string;
  readonly id: string;
  /** Where the id stands in the request. */
  readonly path: string;
}

/**
 * Makes sure that every reference names a row, with one query a table, and keeps those rows from being deleted
 * until the transaction of `manager` ends.
 * @throws Problem 422 with the path of each reference that names nothing
 */
export async function requireReferences(
  manager: EntityManager,
  references: readonly Reference[],
): Promise<void> {
  const known = new Map<string, ReadonlySet<string>>();
  for (const table of new Set(references.map((reference) => reference.table)).values()) {
    const ids = new Set(references.filter((reference) => reference.table === table).map(({ id }) => id));
    known.set(table, await existingIds(manager, table, [...ids]));
  }
  const faults = references
    .filter(({ table, id }) => known.get(table)?.has(id) !== true)
    .map(({ path, what }) => ({ path, message: `is not the id of a ${what} that exists` }));
  if (faults.length > 0) throw impossible(faults);
}

/** FOR KEY SHARE lets others change the rows, but not delete them. Sorted: two requests lock in one order. */
async function existingIds(
  manager: EntityManager,
  table: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM ${manager.dataSource.driver.escape(table)} WHERE id = ANY ($1::uuid[]) ORDER BY id FOR KEY SHARE`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}
