import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

describe('a phone that stops during an escalation', () => {
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

  /** Ana is paged by SMS at once, then by the given contact methods; bo is the next step. */
  const triggered = async (ana: Person, urgency = 'high') => {
    const bo = await rouse.person({ name: 'Bo' });
    const policy = await rouse.policy([{ page: [ana], waitSeconds: 3_000 }, { page: [bo] }]);
    const service = await rouse.service(policy, { urgency });
    await rouse.trigger(await rouse.integration(service));
    return { bo, incident: await rouse.incidentOf(service) };
  };
  const kinds = async (incidentId: string) => rouse.timelineKinds(incidentId);

  it('hands what waits for it on to the next method at once, and its owner is told by that', async () => {
    const other = '+15557770001';
    const ana = await rouse.person({ name: 'Ana', voice: true });
    const added = { type: 'sms', address: other, preVerified: true };
    const second = await rouse.post(`/api/v1/users/${ana.id}/contact-methods`, added);
    const rules = [
      { contactMethodId: ana.methods.sms, delaySeconds: 0 },
      { contactMethodId: ana.methods.voice, delaySeconds: 1_000 },
      { contactMethodId: idOf(second), delaySeconds: 2_000 },
    ];
    await rouse.put(`/api/v1/users/${ana.id}/paging-rules`, { high: rules, low: [] });
    const { incident } = await triggered(ana);
    await double.phone(ana.phone ?? '').expectSms();
    await double.phone(ana.phone ?? '').reply('STOP');
    // Nobody moves the clock: neither the call in 1,000 s nor the message in 2,000 s is waited for.
    const news = [await double.phone(other).expectSms(), await double.phone(other).expectSms()];
    expect(news.map(({ body }) => body).sort()).toEqual([
      expect.stringContaining(`#${String(incident.number)} `),
      expect.stringContaining(`Pages to ${ana.phone ?? ''} are off: The phone asked to stop.`),
    ]);
    await rouse.eventually(async () => expect(await kinds(incident.id)).toContain('page.withdrawn'));
    await double.phone(ana.phone ?? '').expectNothing(0);
  });

  it('that is all there is does not hold up the next step', async () => {
    const ana = await rouse.person({ name: 'Ana', voice: true });
    const { bo, incident } = await triggered(ana);
    await double.phone(ana.phone ?? '').expectSms();
    await double.phone(ana.phone ?? '').reply('STOP');
    await rouse.eventually(async () => expect(await kinds(incident.id)).toContain('page.withdrawn'));
    expect(await rouse.get(`/api/v1/users/${ana.id}/contact-methods`)).toMatchObject({
      items: [{ disabledReason: 'The phone asked to stop.' }, { disabledReason: 'The phone asked to stop.' }],
    });
    await rouse.advance({ seconds: 3_001 });
    await double.phone(bo.phone ?? '').expectSms();
    await double.phone(ana.phone ?? '').expectNothing(0);
  });
});
