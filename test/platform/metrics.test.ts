import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';

let rouse: RunningRouse;
beforeAll(async () => {
  rouse = await startRouse();
});
afterAll(() => rouse.stop());

async function metric(series: string): Promise<number> {
  const text = String(await rouse.get('/metrics', { token: null }));
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  if (line === undefined) throw new Error(`${series} is not there`);
  return Number(line.slice(series.length + 1));
}

describe('the metrics', () => {
  it('tell which Rouse this is, and how many jobs its queue holds', async () => {
    expect(await metric('rouse_build_info{version="0.1.0",role="all",queue="postgres"}')).toBe(1);
    // The canary's next wake-up, once there is one.
    await rouse.eventually(async () => {
      expect(await metric('rouse_queue_jobs{state="delayed"}')).toBeGreaterThanOrEqual(1);
    });
    expect(await metric('rouse_queue_jobs{state="waiting"}')).toBe(0);
  });

  it('tell how full the pools are, and answer while the one to the database is used up', async () => {
    const limit = await metric('rouse_pool_limit{pool="database"}');
    expect(limit).toBeGreaterThan(0);
    expect(await metric('rouse_pool_limit{pool="queue"}')).toBeGreaterThan(0);
    expect(await metric('rouse_pool_limit{pool="queue-worker"}')).toBeGreaterThan(0);
    const users = Array.from({ length: limit }, () => rouse.dataSource.createQueryRunner());
    await Promise.all(users.map((user) => user.connect()));
    const late = rouse.dataSource.createQueryRunner();
    const connected = late.connect();
    expect(await metric('rouse_pool_connections{pool="database",state="in-use"}')).toBe(limit);
    expect(await metric('rouse_pool_waiting{pool="database"}')).toBeGreaterThanOrEqual(1);
    for (const user of users) await user.release();
    await connected;
    await late.release();
    // Those who had to wait meanwhile have them for a moment.
    await rouse.eventually(async () => {
      expect(await metric('rouse_pool_connections{pool="database",state="in-use"}')).toBeLessThan(limit);
    });
  });

  it('have no label that grows with people, services or incidents', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const service = await rouse.service(await rouse.policy([{ page: [ana] }]));
    await rouse.trigger(await rouse.integration(service));
    await rouse.eventually(async () => {
      const text = String(await rouse.get('/metrics', { token: null }));
      const labels = [...text.matchAll(/^rouse_\w+\{([^}]*)\}/gm)].map(([, inBraces]) => inBraces).join();
      expect(labels).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|\+1555|Ana/);
      expect(new Set(labels.match(/\b[a-z]+(?==")/g))).toEqual(
        new Set([
          'type',
          'action',
          'provider',
          'outcome',
          'kind',
          'method',
          'route',
          'status',
          'le',
          'state',
          'pool',
          'version',
          'role',
          'queue',
          'table',
        ]),
      );
    });
  });
});
