import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

let rouse: RunningRouse;
let double: TwilioDouble;
beforeAll(async () => {
  double = await startTwilioDouble();
  rouse = await startRouse({ settings: double.settings });
  double.connect(rouse);
});
afterAll(async () => {
  await rouse.stop();
  await double.stop();
});

it('a page of low urgency waits until the person is awake, one of high urgency does not', async () => {
  const ana = await rouse.person({ name: 'Ana' });
  const inHours = async (hours: number): Promise<string> => {
    const [{ at }]: [{ at: string }] = await rouse.dataSource.query(
      `SELECT to_char((rouse_now() + make_interval(hours => $1)) AT TIME ZONE 'UTC', 'HH24:MI') AS at`,
      [hours],
    );
    return at;
  };
  const wakingHours = { from: await inHours(6), to: await inHours(10) };
  await rouse.put(`/api/v1/users/${ana.id}/waking-hours`, { wakingHours }, { token: ana.token });
  const policy = await rouse.policy([{ page: [ana], waitSeconds: 80_000 }]);
  const trigger = async (urgency: string, summary: string) => {
    const service = await rouse.service(policy, { urgency });
    await rouse.trigger(await rouse.integration(service), { summary });
    return rouse.incidentOf(service);
  };
  const low = await trigger('low', 'can wait');
  await rouse.eventually(async () => expect(await rouse.timelineKinds(low.id)).toContain('page.created'));
  await trigger('high', 'cannot wait');
  const phone = double.phone(ana.phone ?? '');
  expect((await phone.expectSms()).body).toContain('cannot wait');
  await rouse.advance({ hours: 5, minutes: 58 });
  await phone.expectNothing(0);
  await rouse.advance({ minutes: 3 });
  expect((await phone.expectSms()).body).toContain('can wait');
});
