import { afterEach, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startRouseProcess, type RouseProcess } from '../support/rouse-process.js';

/** What must be undone after a test, the newest first. */
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

const start = async (url: string): Promise<RouseProcess> => {
  const rouse = await startRouseProcess({ DATABASE_URL: url, ROUSE_DEMO: '0', ROUSE_ROLE: 'api' });
  cleanUp.push(() => rouse.stop());
  return rouse;
};

/** Posts an event while somebody else has the turn at the intake, and lets `meanwhile` happen before the turn is free. */
async function postInto(
  rouse: RouseProcess,
  database: DataSource,
  meanwhile: () => Promise<void>,
): Promise<number | null> {
  const ana = await rouse.person({ name: 'Ana' });
  const service = await rouse.service(await rouse.policy([{ page: [ana] }]));
  const { url } = await rouse.integration(service, 'generic');
  return database.transaction(async (manager) => {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('intake:' || $1, 0))`, [service.id]);
    const answer = rouse.api('POST', url, { summary: 'Waits' }, { token: null }).then(
      ({ status }) => status,
      () => null,
    );
    await eventually(async () => {
      const rows = await database.query<unknown[]>(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
      );
      expect(rows).not.toEqual([]);
    });
    await meanwhile();
    await manager.query('COMMIT');
    return answer;
  });
}

it('an event is not answered before its commit: of a process that is killed before, nothing was promised', async () => {
  const made = await createTestDatabase();
  cleanUp.push(() => made.drop());
  const database = await new DataSource({ type: 'postgres', url: made.url }).initialize();
  cleanUp.push(() => database.destroy());
  const rouse = await start(made.url);
  expect(await postInto(rouse, database, () => rouse.kill())).toBeNull();
  expect(await database.query('SELECT FROM events')).toEqual([]);

  // And one that is told to stop finishes what waits.
  const second = await start(made.url);
  let exit: Promise<number | null> = Promise.resolve(null);
  const stop = (): Promise<void> => {
    exit = second.stop();
    return Promise.resolve();
  };
  expect(await postInto(second, database, stop)).toBe(202);
  expect(await exit).toBe(0);
  expect(await database.query<unknown[]>('SELECT FROM events')).toHaveLength(1);
}, 120_000);
