import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientBase } from 'pg';
import { DataSource } from 'typeorm';
import { isDatabaseAway } from '../../src/platform/database/database-away.js';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { endWhenSilent } from '../../src/platform/database/silent-connection.js';
import { startTcpProxy, type TcpProxy } from '../faults/harness/tcp-proxy.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const SILENT_MS = 1_000;

describe('a connection to the database on which nothing comes back', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase();
    const url = new URL(database.url);
    proxy = await startTcpProxy(Number(url.port));
    url.port = String(proxy.port);
    const options = dataSourceOptions(url.toString());
    const onConnect = (client: ClientBase): void => {
      endWhenSilent(client, SILENT_MS);
    };
    dataSource = await new DataSource({
      ...options,
      extra: { ...options.extra, max: 1, min: 1, onConnect },
    }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await proxy.stop();
    await database.drop();
  });

  const server = async (): Promise<unknown> => dataSource.query('SELECT pg_backend_pid() AS pid');

  it('is ended, and what was asked on it fails as where the database is away: the pool has its place again', async () => {
    const before = await server();
    const [connection] = proxy.connections();
    const transaction = dataSource.transaction(async (manager) => {
      await manager.query('SELECT 1');
      connection?.blackhole(true);
      await manager.query('SELECT 2');
    });
    const error: unknown = await transaction.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(isDatabaseAway(error)).toBe(true);
    await eventually(async () => expect(await server()).not.toEqual(before));
  });

  it('is left alone while nothing is asked, in a transaction too', async () => {
    const before = await server();
    await sleep(2 * SILENT_MS);
    expect(await server()).toEqual(before);
    await dataSource.transaction(async (manager) => {
      await manager.query('SELECT 1');
      await sleep(2 * SILENT_MS);
      await manager.query('SELECT 2');
    });
    expect(await server()).toEqual(before);
  });

  it('keeps nobody waiting for long who wants what it has locked', async () => {
    const other = await new DataSource(dataSourceOptions(database.url)).initialize();
    const lock = 'SELECT pg_advisory_xact_lock(7)';
    try {
      const standstill = dataSource.transaction(async (manager) => {
        await manager.query(lock);
        await other.transaction((others) => others.query(lock));
        await manager.query('SELECT 1');
      });
      const error: unknown = await standstill.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(isDatabaseAway(error)).toBe(true);
    } finally {
      await other.destroy();
    }
  });
});
