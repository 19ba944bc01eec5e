import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { describeWithRedis } from '../support/describe-with.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';
import { startRouseProcess, type RouseProcess } from '../support/rouse-process.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

describeWithRedis('while Redis is away', () => {
  let redis: TestRedis;
  let double: TwilioDouble;
  let databaseUrl: string;
  let cleanUp: (() => Promise<unknown>)[];
  beforeEach(async () => {
    cleanUp = [];
    redis = await startRedis();
    cleanUp.push(() => redis.stop());
    double = await startTwilioDouble();
    cleanUp.push(() => double.stop());
    const database = await createTestDatabase();
    cleanUp.push(() => database.drop());
    databaseUrl = database.url;
  });
  afterEach(async () => {
    for (const undo of cleanUp.reverse()) await undo();
  });

  async function start(): Promise<RouseProcess> {
    const rouse = await startRouseProcess({
      ...double.settings,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redis.url,
    });
    cleanUp.push(() => rouse.kill());
    double.connect(rouse);
    return rouse;
  }

  /** Ana is paged, and two seconds later bo: gives how many seconds after its time the later of the two pages came. */
  async function pagesTwoPeople(rouse: RouseProcess): Promise<number> {
    const ana = await rouse.person({ name: 'Ana' });
    const bo = await rouse.person({ name: 'Bo' });
    const policy = await rouse.policy([{ page: [ana], waitSeconds: 2 }, { page: [bo] }]);
    const integration = await rouse.integration(await rouse.service(policy));
    const start = performance.now();
    await rouse.trigger(integration);
    await double.phone(ana.phone ?? '').expectSms(/./, { within: 15_000 });
    const afterFirst = performance.now() - start;
    await double.phone(bo.phone ?? '').expectSms(/./, { within: 15_000 });
    return Math.max(afterFirst, performance.now() - start - 2_000) / 1000;
  }

  it('at the start, crashed, or silent: pages go out by the sweeper, and by the queue once it is back', async () => {
    await redis.crash();
    const rouse = await start();
    expect(await pagesTwoPeople(rouse)).toBeLessThan(6);
    await redis.start();
    const soon = { within: 15_000 };
    await eventually(async () => expect(await pagesTwoPeople(rouse)).toBeLessThan(0.7), soon);

    redis.pause();
    expect(await pagesTwoPeople(rouse)).toBeLessThan(6);
    expect(await pagesTwoPeople(rouse)).toBeLessThan(4);
    redis.resume();
    await eventually(async () => expect(await pagesTwoPeople(rouse)).toBeLessThan(0.7), soon);

    await redis.crash();
    expect(await pagesTwoPeople(rouse)).toBeLessThan(6);
    await redis.start();
    await eventually(async () => expect(await pagesTwoPeople(rouse)).toBeLessThan(0.7), soon);
    expect(await rouse.stop()).toBe(0);
  }, 120_000);

  it.each(['crashed', 'silent'])(
    '%s at the end: Rouse stops in time and in order',
    async (how) => {
      const rouse = await start();
      await pagesTwoPeople(rouse);
      if (how === 'crashed') await redis.crash();
      else redis.pause();
      try {
        const asked = performance.now();
        expect(await rouse.stop()).toBe(0);
        expect(performance.now() - asked).toBeLessThan(15_000);
      } finally {
        if (how === 'silent') redis.resume();
      }
    },
    180_000,
  );
});
