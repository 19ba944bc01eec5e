import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Sweeper } from '../../src/paging/engine/sweeper.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

let double: TwilioDouble;
let rouse: RunningRouse;
beforeAll(async () => {
  double = await startTwilioDouble();
  rouse = await startRouse({ settings: double.settings });
  double.connect(rouse);
  // As at the end of a process: from now on nothing is swept.
  await rouse.app.get(Sweeper, { strict: false }).beforeApplicationShutdown();
});
afterAll(async () => {
  await rouse.stop();
  await double.stop();
});

it('wake-ups alone page, move on, escalate and repeat: the sweeper is not what carries them', async () => {
  const ana = await rouse.person({ name: 'Ana', voice: true });
  const bo = await rouse.person({ name: 'Bo' });
  const policy = await rouse.policy([{ page: [ana], waitSeconds: 3 }, { page: [bo] }]);
  const service = await rouse.service(policy);
  double.failDeliveryTo(ana.phone ?? '', 30003);
  await rouse.trigger(await rouse.integration(service));
  await double.phone(ana.phone ?? '').expectCall();
  double.faults.busy();
  await double.phone(bo.phone ?? '').expectSms(/./, { within: 15_000 });
  const { id } = await rouse.incidentOf(service);
  expect(await rouse.timelineKinds(id)).toEqual(expect.arrayContaining(['attempt.failed', 'attempt.sent']));
});
