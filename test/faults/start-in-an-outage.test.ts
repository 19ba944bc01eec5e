import { afterAll, expect, it } from '@jest/globals';
import { createTestDatabase } from '../support/database.js';
import { startRouseProcess } from '../support/rouse-process.js';
import { startTcpProxy } from './harness/tcp-proxy.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

it('a process that is started while its database is away is ready when that is back', async () => {
  const database = await createTestDatabase();
  cleanUp.push(() => database.drop());
  const url = new URL(database.url);
  const proxy = await startTcpProxy(Number(url.port));
  cleanUp.push(() => proxy.stop());
  url.port = String(proxy.port);
  proxy.refuse(true);
  const back = setTimeout(() => {
    proxy.refuse(false);
  }, 5_000);
  cleanUp.push(() => {
    clearTimeout(back);
    return Promise.resolve();
  });
  const rouse = await startRouseProcess({ DATABASE_URL: url.href });
  cleanUp.push(() => rouse.stop());
  expect(rouse.output()).toContain('The database does not answer; trying again');
});
