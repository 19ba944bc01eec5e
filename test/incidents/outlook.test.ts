import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';

describe('what comes next of an incident', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let web: Schedule;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
    // One who is on call for ever: no hand-off between two looks.
    web = await rouse.schedule([ana], { name: 'Web' });
  });
  afterAll(() => rouse.stop());

  const outlook = (id: string) => rouse.get(`/api/v1/incidents/${id}/outlook`);

  it('names who is paged next, then the last resort; nobody once somebody has it', async () => {
    const service = await rouse.service(
      await rouse.policy([
        { page: [web], waitSeconds: 300 },
        { page: [bo], waitSeconds: 300 },
      ]),
    );
    await rouse.trigger(await rouse.integration(service));
    const { id } = await rouse.incidentOf(service);
    await rouse.eventually(async () => {
      expect(await rouse.timelineKinds(id)).toContain('step.started');
    });
    const onCall = [{ scheduleId: web.id, scheduleName: 'Web', userId: ana.id, until: null }];
    const { escalatesAt } = await rouse.incident(id);
    expect(await outlook(id)).toEqual({
      next: { at: escalatesAt, userIds: [bo.id], lastResort: false },
      onCall,
    });

    await rouse.advance({ minutes: 5 });
    // No last resort can be paged: an hour after the last step it is the people of the policy again.
    expect(await outlook(id)).toMatchObject({ next: { userIds: [ana.id, bo.id], lastResort: true }, onCall });

    await rouse.post(`/api/v1/incidents/${id}/acknowledge`);
    expect(await outlook(id)).toEqual({ next: null, onCall });
  });

  it('does not take the turn that it tells of', async () => {
    const team = await rouse.team('Takers', [ana, bo]);
    const body = {
      name: 'In turn',
      repeat: 0,
      steps: [
        { targets: [{ type: 'user', id: ana.id }], escalateAfterSeconds: 300 },
        { targets: [{ type: 'round-robin', of: { type: 'team', id: team.id } }], escalateAfterSeconds: 300 },
      ],
    };
    const policy = { id: idOf(await rouse.post('/api/v1/escalation-policies', body)) };
    const service = await rouse.service(policy);
    await rouse.trigger(await rouse.integration(service));
    const { id } = await rouse.incidentOf(service);
    await rouse.eventually(async () => {
      expect(await rouse.timelineKinds(id)).toContain('step.started');
    });
    const first = await outlook(id);
    expect(first).toMatchObject({ next: { userIds: [bo.id] } });
    expect(await outlook(id)).toEqual(first);
    await rouse.advance({ minutes: 5 });
    const started = (await rouse.timeline(id)).findLast(({ kind }) => kind === 'step.started');
    expect(started).toMatchObject({ step: 1, userIds: [bo.id] });
  });

  it('is 404 for an incident that is not there', async () => {
    expect(
      await rouse.api('GET', '/api/v1/incidents/00000000-0000-7000-8000-000000000000/outlook'),
    ).toMatchObject({
      status: 404,
    });
  });
});
