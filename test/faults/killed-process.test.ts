import { afterEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { startRouseProcess, type RouseProcess } from '../support/rouse-process.js';
import { temporaryFolder } from '../support/shared-service.js';
import { startTwilioDouble } from '../support/twilio-double.js';

const messages = z.object({
  items: z.array(z.object({ direction: z.string(), to: z.string(), body: z.string() })),
});
const calls = z.object({ items: z.array(z.object({ id: z.string(), status: z.string() })) });

/** What must be undone after a test, the newest first. */
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function start(environment: Record<string, string>): Promise<RouseProcess> {
  const rouse = await startRouseProcess(environment);
  cleanUp.push(() => rouse.stop());
  return rouse;
}

async function serviceThatPages(rouse: RouseProcess, voice: boolean) {
  const ana = await rouse.person({ name: 'Ana', ...(voice ? { voice: true as const } : {}) });
  const service = await rouse.service(await rouse.policy([{ page: [ana], waitSeconds: 600 }]));
  return { ana, phone: ana.phone ?? '', service, integration: await rouse.integration(service) };
}

const inbox = async (rouse: RouseProcess, phone: string) =>
  messages.parse(await rouse.get(`/api/v1/simulator/messages?to=${encodeURIComponent(phone)}`)).items;

describe('a process that is killed', () => {
  it('between page and ack, on the embedded database: nothing is lost', async () => {
    const environment = {
      ROUSE_DATA_DIR: await temporaryFolder('killed'),
      PORT: String(await freePort()),
      ROUSE_DEMO: '0',
    };
    const before = await start(environment);
    const { phone, service, integration } = await serviceThatPages(before, false);
    await before.trigger(integration, { summary: 'card errors' });
    // The message can be on the phone before its outcome is written; this story is about afterwards.
    await eventually(async () =>
      expect(await before.timelineKinds((await before.incidentOf(service)).id)).toContain('attempt.sent'),
    );
    expect(await inbox(before, phone)).toHaveLength(1);
    await before.kill();

    const after = await start(environment);
    expect(await after.incidentOf(service)).toMatchObject({ status: 'triggered', title: 'card errors' });
    await after.post('/api/v1/simulator/sms', { from: phone, body: 'ack' });
    expect(await after.incidentOf(service)).toMatchObject({ status: 'acknowledged' });
    const kinds = await after.timelineKinds((await after.incidentOf(service)).id);
    expect(kinds.filter((kind) => kind === 'attempt.sent')).toHaveLength(1);
    expect(
      (await inbox(after, phone)).filter(
        ({ body }) => /card errors/.test(body) && !/Acknowledged/.test(body),
      ),
    ).toHaveLength(1);
    expect(await after.stop()).toBe(0);
  }, 60_000);

  it('right after the 202: the page goes out after the start, and the telephone rings when its time comes', async () => {
    const made = await createTestDatabase();
    cleanUp.push(() => made.drop());
    const DATABASE_URL = made.url;
    const before = await start({ DATABASE_URL });
    const { phone, integration } = await serviceThatPages(before, true);
    await before.trigger(integration);
    await before.kill();

    const after = await start({ DATABASE_URL });
    const database = await new DataSource({ type: 'postgres', url: DATABASE_URL }).initialize();
    cleanUp.push(() => database.destroy());
    await eventually(async () => expect(await inbox(after, phone)).toHaveLength(1), { within: 10_000 });
    await advanceDatabaseClock(database, { seconds: 125 });
    await eventually(
      async () => {
        const { items } = calls.parse(
          await after.get(`/api/v1/simulator/calls?to=${encodeURIComponent(phone)}`),
        );
        expect(items).toMatchObject([{ status: 'ringing' }]);
      },
      { within: 10_000 },
    );
  }, 60_000);

  it('between the call to the provider and its answer: looked up, and not sent twice', async () => {
    const double = await startTwilioDouble();
    cleanUp.push(() => double.stop());
    const made = await createTestDatabase();
    cleanUp.push(() => made.drop());
    const DATABASE_URL = made.url;
    const environment = { ...double.settings, DATABASE_URL, PORT: String(await freePort()) };
    const before = await start(environment);
    double.connect({ url: before.url });
    const { phone, service, integration } = await serviceThatPages(before, false);
    double.callbacks = 'none';
    double.faults.answerLate(4_000);
    await before.trigger(integration);
    await double.phone(phone).expectSms();
    await before.kill();

    const after = await start(environment);
    const database = await new DataSource({ type: 'postgres', url: DATABASE_URL }).initialize();
    cleanUp.push(() => database.destroy());
    // The dead process's lease runs out.
    await advanceDatabaseClock(database, { seconds: 20 });
    await eventually(
      async () =>
        expect(await after.timelineKinds((await after.incidentOf(service)).id)).toContain('attempt.sent'),
      { within: 10_000 },
    );
    await double.phone(phone).expectNothing(1_500);
    expect(double.messages.filter(({ to }) => to === phone)).toHaveLength(1);
  }, 60_000);

  it('by SIGTERM between the call to the provider and its answer: the answer is waited for and written down', async () => {
    const double = await startTwilioDouble();
    cleanUp.push(() => double.stop());
    const made = await createTestDatabase();
    cleanUp.push(() => made.drop());
    const rouse = await start({ ...double.settings, DATABASE_URL: made.url });
    double.connect({ url: rouse.url });
    double.callbacks = 'none';
    const { phone, integration } = await serviceThatPages(rouse, false);
    double.faults.answerLate(3_000);
    await rouse.trigger(integration);
    await double.phone(phone).expectSms();
    const asked = performance.now();
    expect(await rouse.stop()).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);

    const database = await new DataSource({ type: 'postgres', url: made.url }).initialize();
    cleanUp.push(() => database.destroy());
    const [attempt] = double.messages;
    expect(await database.query('SELECT status, provider_id FROM attempts')).toEqual([
      { status: 'sent', provider_id: attempt?.sid },
    ]);
  }, 60_000);
});
