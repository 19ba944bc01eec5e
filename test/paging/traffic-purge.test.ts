import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TrafficPurge } from '../../src/paging/engine/traffic-purge.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { advanceDatabaseClock, type Duration } from '../support/movable-clock.js';

let rouse: RunningRouse;
beforeAll(async () => {
  rouse = await startRouse();
});
afterAll(() => rouse.stop());

/** Lets time pass and purges, without anything else that would become due. */
const after = async (duration: Duration) => {
  await advanceDatabaseClock(rouse.dataSource, duration);
  await rouse.app.get(TrafficPurge, { strict: false }).purge();
};

it('what a provider said is forgotten once nobody asks for it', async () => {
  const left = () =>
    rouse.dataSource.query<unknown[]>(
      `SELECT provider_id FROM early_receipts WHERE provider = 'tested'
       UNION ALL SELECT provider_id FROM provider_requests WHERE provider = 'tested' ORDER BY provider_id`,
    );
  await rouse.dataSource.query(
    `INSERT INTO provider_requests (provider, provider_id, event, answer)
     VALUES ('tested', 'receipt', 'status:sent', ''), ('tested', 'reply', 'sms', '[]');
     INSERT INTO early_receipts (provider, provider_id, state) VALUES ('tested', 'early', 'delivered')`,
  );
  const named = (...ids: string[]) => ids.map((id) => ({ provider_id: id }));
  await after({ hours: 23 });
  expect(await left()).toEqual(named('early', 'receipt', 'reply'));
  await after({ hours: 2 });
  expect(await left()).toEqual(named('receipt', 'reply'));
  await after({ hours: 30 * 24 });
  expect(await left()).toEqual(named('reply'));
  await after({ hours: 400 * 24 });
  expect(await left()).toEqual([]);
});

it('the links of an incident that is open stay', async () => {
  const bo = await rouse.person({ name: 'Bo' });
  const service = await rouse.service(await rouse.policy([{ page: [bo], waitSeconds: 3_600 }]));
  const integration = await rouse.integration(service);
  const links = () =>
    rouse.dataSource.query<unknown[]>(
      'SELECT FROM page_links JOIN pages ON pages.id = page_id WHERE user_id = $1',
      [bo.id],
    );
  await rouse.trigger(integration, { dedupKey: 'memory' });
  await rouse.eventually(async () => expect(await links()).not.toHaveLength(0));
  await after({ hours: 24 * 40 });
  expect(await links()).not.toHaveLength(0);
  await rouse.sendAction(integration, 'resolve', 'memory');
  await rouse.eventually(async () => expect((await rouse.incidentOf(service)).status).toBe('resolved'));
  await after({ hours: 24 * 31 });
  expect(await links()).toHaveLength(0);
});
