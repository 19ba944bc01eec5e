import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, expect, it } from '@jest/globals';
import { createTestDatabase } from '../support/database.js';
import { startRouseProcess } from '../support/rouse-process.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

/**
 * The address of a database of its own, behind a door.
 * @param pass whether what a client says goes through; where it does not, the connection is reset. Of a new connection,
 *   nothing has been said
 */
async function databaseBehind(pass: (said: string) => boolean): Promise<string> {
  const database = await createTestDatabase();
  cleanUp.push(() => database.drop());
  const url = new URL(database.url);
  const there = Number(url.port);
  const letIn = (client: Socket): void => {
    client.on('error', () => client.destroy());
    if (!pass('')) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(there, '127.0.0.1');
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
    client.on('data', (said) => {
      if (pass(said.toString('latin1'))) server.write(said);
      else client.resetAndDestroy();
    });
    server.pipe(client);
  };
  const door = createServer(letIn).listen(0, '127.0.0.1');
  await once(door, 'listening');
  cleanUp.push(() => Promise.resolve(door.close()));
  const address = door.address() satisfies string | AddressInfo | null;
  url.port = String(typeof address === 'object' ? address?.port : address);
  return url.href;
}

it('a process that is started while its database is away is ready when that is back', async () => {
  let refused = 0;
  const url = await databaseBehind((said) => said !== '' || refused >= 2 || (refused += 1) === 0);
  const rouse = await startRouseProcess({ DATABASE_URL: url });
  cleanUp.push(() => rouse.stop());
  expect(refused).toBe(2);
  expect(rouse.output()).toContain('The database does not answer; trying again');
});

it.each([
  ['while it brings the schema up to date', 'pg_advisory_xact_lock($1, hashtext($2))'],
  ['while its queue looks at its tables', 'COALESCE(MAX(version), 0)::int AS version,'],
  ['when everything but the greeting is done', 'INSERT INTO set_up_codes'],
])('and so is one whose database goes away %s', async (_when, statement) => {
  let refused = 0;
  const url = await databaseBehind(
    (said) => !said.includes(statement) || refused >= 1 || (refused += 1) === 0,
  );
  const rouse = await startRouseProcess({ DATABASE_URL: url });
  cleanUp.push(() => rouse.stop());
  expect(refused).toBe(1);
  expect(rouse.output()).toContain('The database does not answer; trying again');
  expect(rouse.output().match(/Code: /g)).toHaveLength(1);
});
