import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { prepareWhatRepeats } from '../../src/platform/database/prepared-statements.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

describe('statements that a connection is asked again and again', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeEach(async () => {
    database = await createTestDatabase();
    const options = dataSourceOptions(database.url);
    dataSource = await new DataSource({
      ...options,
      extra: { ...options.extra, max: 1, min: 1, onConnect: prepareWhatRepeats },
    }).initialize();
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const prepared = async (like: string): Promise<number> => {
    const rows: unknown[] = await dataSource.query(
      `SELECT 1 FROM pg_prepared_statements WHERE statement LIKE '${like}'`,
    );
    return rows.length;
  };

  it('are prepared from the third time, and answer the same', async () => {
    const answers: unknown[] = [];
    for (const number of [1, 2, 3, 4])
      answers.push(await dataSource.query('SELECT $1::int AS one', [number]));
    expect(answers).toEqual([[{ one: 1 }], [{ one: 2 }], [{ one: 3 }], [{ one: 4 }]]);
    expect(await prepared('SELECT $1::int AS one')).toBe(1);
  });

  it('have their old plans thrown away at the beginning of a transaction, of whichever isolation', async () => {
    const started = performance.now();
    for (let time = 0; time < 10; time += 1) await dataSource.query('SELECT $1::int AS planned', [time]);
    jest.spyOn(performance, 'now').mockReturnValue(started + 60_000);
    try {
      await dataSource.transaction('REPEATABLE READ', async (manager) => {
        expect(await manager.query('SELECT $1::int AS planned', [11])).toEqual([{ planned: 11 }]);
      });
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('are named by what they say, in whichever order they come: behind a pooler names are shared', async () => {
    const texts = ['SELECT $1::int AS one_way', 'SELECT $1::int AS other_way'];
    const namesAfter = async (order: readonly string[]): Promise<unknown> => {
      const another = await new DataSource({
        ...dataSourceOptions(database.url),
        extra: { max: 1, onConnect: prepareWhatRepeats },
      }).initialize();
      try {
        for (const text of order) for (let time = 0; time < 3; time += 1) await another.query(text, [time]);
        return await another.query(
          `SELECT name, statement FROM pg_prepared_statements WHERE statement LIKE '%_way' ORDER BY statement`,
        );
      } finally {
        await another.destroy();
      }
    };
    const names = await namesAfter(texts);
    expect(names).toHaveLength(2);
    expect(await namesAfter(texts.toReversed())).toEqual(names);
  });

  it('are not when they come once or twice', async () => {
    for (const number of [1, 2]) await dataSource.query('SELECT $1::int AS rare', [number]);
    expect(await prepared('SELECT $1::int AS rare')).toBe(0);
  });

  it.each([
    { what: 'what is answered', where: 'name', value: 'seven', code: '0A000' },
    { what: 'what is compared', where: 'number', value: 7, code: '42883' },
  ])('fail once where a migration gave $what another type, and then work', async ({ where, value, code }) => {
    const table = `migrated_${where}`;
    await dataSource.query(`CREATE TABLE ${table} (number int, name text)`);
    await dataSource.query(`INSERT INTO ${table} VALUES ($1, $2)`, [7, 'seven']);
    const ask = (): Promise<unknown> =>
      dataSource.query(`SELECT number FROM ${table} WHERE ${where} = $1`, [value]);
    for (let time = 0; time < 6; time += 1) expect(await ask()).toEqual([{ number: 7 }]);
    await dataSource.query(`ALTER TABLE ${table} ALTER COLUMN number TYPE text`);
    await expect(ask()).rejects.toMatchObject({ code });
    expect(await ask()).toEqual([{ number: '7' }]);
  });
});
