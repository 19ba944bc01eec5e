import type { EntityManager } from 'typeorm';

/** A statement that writes, with its own numbering of parameters. What it would return is not asked for. */
export interface Write {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Carries out several writes in one statement, which saves the way to the database for all but one. They see the same
 * snapshot and come in no order, so no two may touch one row, and none may wait for what another makes free; foreign
 * keys between them are looked at when all are done.
 */
export async function writeTogether(manager: EntityManager, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  const values: unknown[] = [];
  const parts = writes.map((write, place) => {
    const first = values.length;
    values.push(...write.values);
    const text = write.text.replaceAll(
      /\$(\d+)/g,
      (_name, number: string) => `$${String(first + Number(number))}`,
    );
    return `write_${String(place)} AS (${text})`;
  });
  await manager.query(`WITH ${parts.join(',\n')} SELECT`, values);
}
