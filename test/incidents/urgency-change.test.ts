import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startLiving, type Living, type LivingIncident } from './living.js';

describe('an incident whose urgency a person changes', () => {
  let living: Living;
  let rouse: RunningRouse;
  let ana: Person;

  beforeAll(async () => {
    living = await startLiving();
    ({ rouse } = living);
  });
  afterAll(() => rouse.stop());
  beforeEach(async () => {
    ana = await rouse.person({ name: 'Ana', voice: true });
    const [sms, voice] = [ana.methods.sms ?? '', ana.methods.voice ?? ''];
    await rouse.put(`/api/v1/users/${ana.id}/paging-rules`, {
      high: [{ contactMethodId: voice, delaySeconds: 0 }],
      low: [{ contactMethodId: sms, delaySeconds: 0 }],
    });
  });

  const change = async ({ id }: LivingIncident, urgency: 'high' | 'low') => {
    const answer = await rouse.api('PATCH', `/api/v1/incidents/${id}`, { urgency }, { token: ana.token });
    expect(answer).toMatchObject({ status: 200, body: { urgency } });
    await living.settle();
  };
  const types = async (incident: LivingIncident): Promise<unknown[]> =>
    (await living.entries(incident, 'page.created')).map((entry) => entry['type']);
  const steps = [() => ({ page: [ana], waitSeconds: 600 }), () => ({ page: [ana] })] as const;
  const triggered = (urgency: 'high' | 'low') =>
    living.triggered(
      steps.map((step) => step()),
      { urgency },
    );

  it('to high is paged at once by the rules for that, from the beginning', async () => {
    const incident = await triggered('low');
    expect(await types(incident)).toEqual(['sms']);
    await change(incident, 'high');
    expect(await types(incident)).toEqual(['sms', 'voice']);
    expect((await living.entries(incident, 'step.started')).map((entry) => entry['step'])).toEqual([0, 0]);
  });

  it('to what it is already pages nobody', async () => {
    const incident = await triggered('high');
    await change(incident, 'high');
    expect(await types(incident)).toEqual(['voice']);
  });

  it('to low goes on as it was, by the other rules from the next step on', async () => {
    const incident = await triggered('high');
    await change(incident, 'low');
    expect(await types(incident)).toEqual(['voice']);
    await rouse.advance({ seconds: 601 });
    expect(await types(incident)).toEqual(['voice', 'sms']);
  });

  it('to high, acknowledged or snoozed, pages nobody until it wakes', async () => {
    const incident = await triggered('low');
    await living.act(incident, 'snooze', { seconds: 60 }, ana);
    await change(incident, 'high');
    expect(await types(incident)).toEqual(['sms']);
    expect(await rouse.incident(incident.id)).toMatchObject({ status: 'acknowledged' });
    await rouse.advance({ seconds: 61 });
    expect(await types(incident)).toEqual(['sms', 'voice']);
  });
});
