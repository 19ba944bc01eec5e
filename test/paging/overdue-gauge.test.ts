import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

let rouse: RunningRouse;
beforeAll(async () => {
  // An api alone: nothing wakes or sweeps, as when every sender has stopped while HTTP is green.
  rouse = await startRouse({ settings: { ROUSE_ROLE: 'api' } });
});
afterAll(() => rouse.stop());

async function overdueSeconds(): Promise<number> {
  const metrics = String(await rouse.get('/metrics', { token: null }));
  return Number(/^rouse_oldest_overdue_seconds\{kind="escalation"\} (.+)$/m.exec(metrics)?.[1]);
}

it('tells how late the engine is, from the deadlines themselves', async () => {
  expect(await overdueSeconds()).toBe(0);
  const ana = await rouse.person({ name: 'Ana' });
  const service = await rouse.service(await rouse.policy([{ page: [ana] }]));
  await rouse.trigger(await rouse.integration(service));
  await advanceDatabaseClock(rouse.dataSource, { minutes: 3 });
  expect(await overdueSeconds()).toBeGreaterThanOrEqual(180);
  await rouse.advance({ seconds: 0 });
  expect(await overdueSeconds()).toBe(0);
});
