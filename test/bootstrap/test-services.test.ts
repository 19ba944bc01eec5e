import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import {
  startAlertmanager,
  describeWithAlertmanager,
  type TestAlertmanager,
} from '../support/alertmanager-server.js';
import { createTestDatabase } from '../support/database.js';
import { describeWithRedis } from '../support/describe-with.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';

async function tables(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    return found.rows.map((row) => row.name);
  } finally {
    await client.end();
  }
}

describe('a database for a test file', () => {
  it('is migrated, and separate from the next one', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    expect(one.url).not.toBe(other.url);
    expect((await tables(one.url)).length).toBeGreaterThan(1);
    await Promise.all([one.drop(), other.drop()]);
    await expect(tables(one.url)).rejects.toThrow('does not exist');
  });
});

describeWithRedis('a Redis for a test', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it('keeps what it was given over a stop and a start', async () => {
    const client = new Redis(redis.url);
    await client.set('who', 'ana');
    await client.quit();
    await redis.stop();
    await redis.start();
    const again = new Redis(redis.url);
    expect(await again.get('who')).toBe('ana');
    await again.quit();
  });
});

describeWithAlertmanager('an Alertmanager for a test', () => {
  let alertmanager: TestAlertmanager;
  beforeAll(async () => {
    alertmanager = await startAlertmanager({
      configYaml: 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n',
    });
  });
  afterAll(() => alertmanager.stop());

  it('takes alerts', async () => {
    const response = await fetch(`${alertmanager.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ labels: { alertname: 'DiskFull' } }]),
    });
    expect(response.status).toBe(200);
  });
});
