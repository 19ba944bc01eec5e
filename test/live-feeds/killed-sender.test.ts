import { afterEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { startRouseProcess, type RouseProcess } from '../support/rouse-process.js';
import { idOf } from '../support/rouse-client.js';
import { startWebhookReceiver } from './webhook-receiver.js';

const PATIENCE = { within: 20_000 };

/** What must be undone after the test, the newest first. */
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

describe('a sender that is killed', () => {
  it('between the request and its outcome: another one tells it again, under the same id', async () => {
    const made = await createTestDatabase();
    cleanUp.push(() => made.drop());
    const receiver = await startWebhookReceiver();
    cleanUp.push(() => receiver.stop());
    const start = async (): Promise<RouseProcess> => {
      const rouse = await startRouseProcess({
        DATABASE_URL: made.url,
        OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8',
      });
      cleanUp.push(() => rouse.stop());
      return rouse;
    };
    const before = await start();
    const hook = { name: 'chat', url: receiver.url('/chat'), events: ['incident.triggered'] };
    const id = idOf(await before.post('/api/v1/webhooks', hook));
    receiver.behave('/chat', 'hang');
    const ana = await before.person({ name: 'Ana' });
    const service = await before.service(await before.policy([{ page: [ana], waitSeconds: 600 }]));
    await before.trigger(await before.integration(service));
    await eventually(() => expect(receiver.requests('/chat')).toHaveLength(1), PATIENCE);
    await before.kill();

    receiver.behave('/chat', 204);
    const after = await start();
    const database = await new DataSource({ type: 'postgres', url: made.url }).initialize();
    cleanUp.push(() => database.destroy());
    // The dead process's lease runs out.
    await advanceDatabaseClock(database, { seconds: 30 });
    await eventually(async () => {
      const answer = await after.get(`/api/v1/webhooks/${id}/deliveries`);
      expect(answer).toMatchObject({ items: [{ status: 'delivered', attempts: 2 }] });
    }, PATIENCE);
    const ids = receiver.requests('/chat').map(({ headers }) => headers['rouse-delivery']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  }, 120_000);
});
