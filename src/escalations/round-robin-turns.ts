import type { EntityManager } from 'typeorm';

/**
 * Takes turns: for each asker the numbers of the turns of the teams and schedules that it names. One statement that
 * counts on atomically, in one order of rows, so that askers at once get different numbers and none waits for
 * another in a circle. A transaction that is rolled back gives its turns back.
 * @param wanted for each asker the ids of the teams and schedules, each once
 * @returns for each asker, by such an id, the number of its turn; numbers begin at 0
 */
export async function drawTurns(
  manager: EntityManager,
  wanted: readonly (readonly string[])[],
): Promise<Map<string, number>[]> {
  const counts = new Map<string, number>();
  for (const id of wanted.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
  if (counts.size === 0) return wanted.map(() => new Map());
  const rows = await manager.query<{ ofId: string; turns: number }[]>(
    `INSERT INTO round_robin_turns AS taken (of_id, turns)
     SELECT of_id, turns FROM unnest($1::uuid[], $2::bigint[]) AS wanted (of_id, turns) ORDER BY of_id
     ON CONFLICT (of_id) DO UPDATE SET turns = taken.turns + excluded.turns
     RETURNING of_id AS "ofId", turns::float8 AS turns`,
    [[...counts.keys()], [...counts.values()]],
  );
  const next = new Map(rows.map(({ ofId, turns }) => [ofId, turns - (counts.get(ofId) ?? 0)]));
  return wanted.map((ids) => {
    const turns = ids.map((id) => [id, next.get(id) ?? 0] as const);
    for (const [id, turn] of turns) next.set(id, turn + 1);
    return new Map(turns);
  });
}

/** How many turns were taken of each of these so far: the number that the next one will get. None are taken. */
export async function turnsTaken(
  manager: EntityManager,
  ofIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await manager.query<{ ofId: string; turns: number }[]>(
    'SELECT of_id AS "ofId", turns::float8 AS turns FROM round_robin_turns WHERE of_id = ANY ($1::uuid[])',
    [ofIds],
  );
  return new Map(rows.map(({ ofId, turns }) => [ofId, turns]));
}
