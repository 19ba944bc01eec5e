import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterAll, expect, it } from '@jest/globals';
import { createTestDatabase } from '../support/database.js';
import { startRouseProcess } from '../support/rouse-process.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

it('a process that is started while its database is away is ready when that is back', async () => {
  const database = await createTestDatabase();
  cleanUp.push(() => database.drop());
  const url = new URL(database.url);
  const there = Number(url.port);
  let refused = 0;
  const door = createServer((client) => {
    client.on('error', () => client.destroy());
    if (refused < 2) {
      refused += 1;
      client.resetAndDestroy();
      return;
    }
    const server = connect(there, '127.0.0.1');
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
    client.pipe(server).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  cleanUp.push(() => Promise.resolve(door.close()));
  const address = door.address() satisfies string | AddressInfo | null;
  url.port = String(typeof address === 'object' ? address?.port : address);
  const rouse = await startRouseProcess({ DATABASE_URL: url.href });
  cleanUp.push(() => rouse.stop());
  expect(refused).toBe(2);
  expect(rouse.output()).toContain('The database does not answer; trying again');
});
