import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { describeWithRedis } from '../support/describe-with.js';
import { eventually } from '../support/eventually.js';
import { startRedisCluster, type TestRedisCluster } from '../support/redis-cluster.js';
import { startRouseProcess, type RouseProcess } from '../support/rouse-process.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

describeWithRedis('one process for requests, two that page, and a Redis Cluster of three', () => {
  let cluster: TestRedisCluster;
  let database: TestDatabase;
  let double: TwilioDouble;
  let api: RouseProcess;
  let workers: RouseProcess[];

  beforeAll(async () => {
    [cluster, database, double] = await Promise.all([
      startRedisCluster(),
      createTestDatabase(),
      startTwilioDouble(),
    ]);
    const settings = { ...double.settings, DATABASE_URL: database.url, REDIS_URL: cluster.url };
    api = await startRouseProcess({ ...settings, ROUSE_ROLE: 'api' });
    double.connect(api);
    const theirs = { ...settings, PUBLIC_URL: api.url, ROUSE_ROLE: 'worker' };
    workers = await Promise.all([startRouseProcess(theirs), startRouseProcess(theirs)]);
  }, 120_000);

  afterAll(async () => {
    const codes = await Promise.all([...workers, api].map((process) => process.stop()));
    await Promise.all([double.stop(), database.drop(), cluster.stop()]);
    expect(codes).toEqual([0, 0, 0]);
  }, 60_000);

  /** How many pages and steps the workers found by themselves, without a wake-up. */
  async function swept(): Promise<number> {
    const texts = await Promise.all(workers.map((worker) => worker.get('/metrics')));
    const counts = [
      ...texts.join('\n').matchAll(/^rouse_swept_total\{kind="(?:page|escalation)"\} (\d+)$/gm),
    ];
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
  }

  async function pagesTwoPeople(): Promise<void> {
    const [ana, bo] = [await api.person({ name: 'Ana' }), await api.person({ name: 'Bo' })];
    const policy = await api.policy([{ page: [ana], waitSeconds: 1 }, { page: [bo] }]);
    await api.trigger(await api.integration(await api.service(policy)));
    for (const { phone } of [ana, bo]) {
      await double.phone(phone ?? '').expectSms(/./, { within: 30_000 });
    }
  }

  /** A busy machine may be so late with one wake-up that the sweeper comes first; not with all of them. */
  const byTheQueueAlone = (): Promise<void> =>
    eventually(
      async () => {
        const before = await swept();
        await pagesTwoPeople();
        expect(await swept()).toBe(before);
      },
      { within: 60_000 },
    );

  it('pages go out by the queue; while its master is away by the sweeper; after it is back by the queue again', async () => {
    await byTheQueueAlone();
    const bringBack = await cluster.crashMasterOf('{rouse}');
    const before = await swept();
    await pagesTwoPeople();
    await pagesTwoPeople();
    expect(await swept()).toBeGreaterThan(before);
    await bringBack();
    await byTheQueueAlone();
  }, 180_000);
});
