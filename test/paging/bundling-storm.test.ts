import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

describe('a storm of incidents', () => {
  let double: TwilioDouble;
  let rouse: RunningRouse;
  beforeAll(async () => {
    double = await startTwilioDouble();
    rouse = await startRouse({ settings: double.settings });
    double.connect(rouse);
  });
  afterAll(async () => {
    await rouse.stop();
    await double.stop();
  });

  const INCIDENTS = 500;

  it('500 at one person: five messages in the first minute, and one answer ends it', async () => {
    const ana = await rouse.person({ name: 'Ana', voice: true });
    const phone = double.phone(ana.phone ?? '');
    const service = await rouse.service(await rouse.policy([{ page: [ana], waitSeconds: 7_200 }]));
    const integration = await rouse.integration(service);
    const lanes = Array.from({ length: 10 }, async (_each, lane) => {
      for (let number = lane; number < INCIDENTS; number += 10)
        await rouse.trigger(integration, { summary: `storm ${String(number)}` });
    });
    await Promise.all(lanes);
    const counted = async (what: string) => {
      const [row] = await rouse.dataSource.query<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM ${what}`,
      );
      return row?.count;
    };
    await rouse.eventually(async () => expect(await counted(`pages WHERE type = 'sms'`)).toBe(INCIDENTS), {
      within: 60_000,
    });
    const told = `(SELECT DISTINCT page_id FROM attempts JOIN pages ON pages.id = page_id WHERE type = 'sms') told`;
    // Whatever time it took, in every slot one message tells of all that came since.
    for (let slots = 0; slots < 6 && (await counted(told)) !== INCIDENTS; slots += 1)
      await rouse.advance({ seconds: 20 });
    expect(await counted(told)).toBe(INCIDENTS);
    const mostInAMinute = await rouse.dataSource.query<{ count: number }[]>(
      `SELECT max(count) AS count FROM (
         SELECT (SELECT count(*)::int FROM attempts other WHERE other.lead_attempt_id IS NULL
           AND other.created_at >= one.created_at AND other.created_at < one.created_at + interval '1 minute')
         FROM attempts one WHERE one.lead_attempt_id IS NULL) minutes (count)`,
    );
    expect(mostInAMinute[0]?.count).toBeLessThanOrEqual(5);
    expect(double.messages.filter(({ to }) => to === ana.phone).length + double.calls.length).toBe(
      await counted('attempts WHERE lead_attempt_id IS NULL'),
    );
    const soFar = () => double.messages.length + double.calls.length;
    const before = soFar();
    await phone.reply('ack all');
    await rouse.eventually(
      async () => expect(await counted(`incidents WHERE status = 'triggered'`)).toBe(0),
      { within: 60_000 },
    );
    await rouse.advance({ hours: 1 });
    expect(soFar()).toBe(before);
  }, 180_000);
});

describe('a provider with a limit', () => {
  let double: TwilioDouble;
  let rouse: RunningRouse;
  beforeAll(async () => {
    double = await startTwilioDouble();
    const settings = { ...double.settings, TWILIO_SMS_PER_SECOND: '0.5', ROUSE_ROLE: 'api' };
    rouse = await startRouse({ settings });
    double.connect(rouse);
  });
  afterAll(async () => {
    await rouse.stop();
    await double.stop();
  });

  it('urgent before non-urgent, one after the other', async () => {
    const paged = async (name: string, urgency: 'high' | 'low') => {
      const person: Person = await rouse.person({ name });
      const service = await rouse.service(await rouse.policy([{ page: [person] }]), { urgency });
      await rouse.trigger(await rouse.integration(service));
      return person.phone;
    };
    const low = [await paged('Ana', 'low'), await paged('Bo', 'low')];
    const high = [await paged('Cy', 'high'), await paged('Di', 'high')];
    await rouse.advance({ seconds: 0 });
    expect(double.messages).toHaveLength(1);
    for (let each = 0; each < 6; each += 1) await rouse.advance({ seconds: 2 });
    const order = double.messages.map(({ to }) => to);
    expect(order.slice(0, 2).sort()).toEqual([...high].sort());
    expect(order.slice(2).sort()).toEqual([...low].sort());
  });

  it("what waits for its person's slot takes nobody's place at the provider", async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const service = await rouse.service(await rouse.policy([{ page: [ana] }]));
    const integration = await rouse.integration(service);
    for (let each = 0; each < 3; each += 1) await rouse.trigger(integration);
    for (let each = 0; each < 4; each += 1) await rouse.advance({ seconds: 2 });
    for (let each = 0; each < 9; each += 1) await rouse.trigger(integration);
    await rouse.advance({ seconds: 0 });
    const held = await rouse.dataSource.query<unknown[]>(
      `SELECT FROM pages WHERE user_id = $1 AND status = 'waiting'`,
      [ana.id],
    );
    expect(held).toHaveLength(9);
    const before = double.messages.length;
    const bo = await rouse.person({ name: 'Bo' });
    const small = await rouse.service(await rouse.policy([{ page: [bo] }]), { urgency: 'low' });
    await rouse.trigger(await rouse.integration(small));
    await rouse.advance({ seconds: 2 });
    expect(double.messages.slice(before).map(({ to }) => to)).toEqual([bo.phone]);
  });
});
