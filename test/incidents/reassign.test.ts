import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startLiving, type Living } from './living.js';

describe('an incident that is given to others', () => {
  let living: Living;
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let cy: Person;

  beforeAll(async () => {
    living = await startLiving();
    ({ rouse } = living);
  });
  afterAll(() => rouse.stop());
  /** Ana's phone rings two minutes after the message. */
  beforeEach(async () => {
    ana = await rouse.person({ name: 'Ana', voice: true });
    bo = await rouse.person({ name: 'Bo' });
    cy = await rouse.person({ name: 'Cy' });
  });

  it('pages them at once instead of whoever was next, and nobody else until their time is up', async () => {
    const incident = await living.triggered([{ page: [ana], waitSeconds: 300 }, { page: [bo] }]);
    const given = await living.act(incident, 'reassign', { userIds: [cy.id] }, ana);
    expect(given).toMatchObject({ status: 'triggered', acknowledgedBy: null, assignedTo: [cy.id] });
    await living.settle();
    expect(await living.paged(incident)).toEqual([ana.id, ana.id, cy.id]);
    await rouse.advance({ seconds: 299 });
    // The call to ana that was still to come is not made.
    expect(await living.entries(incident, 'page.cancelled')).toMatchObject([
      { userId: ana.id, type: 'voice' },
    ]);
    expect(await rouse.incident(incident.id)).toMatchObject({ assignedTo: [cy.id] });
    await rouse.advance({ seconds: 2 });
    expect(await living.paged(incident)).not.toContain(bo.id);
    expect(await living.entries(incident, 'escalation.exhausted')).toHaveLength(1);
    expect(await living.entries(incident, 'incident.reassigned')).toMatchObject([
      { actor: { userId: ana.id, via: 'api' }, userIds: [cy.id] },
    ]);
  });

  it('that somebody had is triggered anew for them', async () => {
    const incident = await living.triggered([{ page: [ana] }]);
    await living.act(incident, 'snooze', { seconds: 3600 }, ana);
    expect(await living.act(incident, 'reassign', { userIds: [bo.id, cy.id] }, ana)).toMatchObject({
      status: 'triggered',
      acknowledgedBy: null,
      snoozedUntil: null,
      assignedTo: [bo.id, cy.id],
    });
    await living.settle();
    expect((await living.paged(incident)).slice(-2).sort()).toEqual([bo.id, cy.id].sort());
    await living.act(incident, 'acknowledge', undefined, cy);
    expect(await rouse.incident(incident.id)).toMatchObject({ assignedTo: [cy.id] });
  });

  it('goes by another policy, and wakes by it', async () => {
    const incident = await living.triggered([{ page: [ana] }]);
    const policy = await rouse.policy([{ page: [bo] }, { page: [cy] }]);
    await living.act(incident, 'reassign', { escalationPolicyId: policy.id }, ana);
    await living.settle();
    await rouse.advance({ minutes: 2 });
    expect((await living.paged(incident)).slice(-2)).toEqual([bo.id, cy.id]);
    await living.act(incident, 'snooze', { seconds: 60 }, cy);
    await rouse.advance({ seconds: 61 });
    expect((await living.paged(incident)).at(-1)).toBe(bo.id);
  });

  it('escalated, goes on to the last resort', async () => {
    const incident = await living.triggered([{ page: [ana] }, { page: [bo] }]);
    await living.act(incident, 'reassign', { userIds: [cy.id] }, ana);
    await living.settle();
    await living.act(incident, 'escalate', undefined, cy);
    await living.settle();
    expect(await living.paged(incident)).not.toContain(bo.id);
    expect(await living.entries(incident, 'escalation.exhausted')).toHaveLength(1);
  });

  it('somebody whom a running policy names has left: the others are paged all the same', async () => {
    const policy = await rouse.policy([{ page: [ana] }, { page: [bo] }, { page: [cy] }]);
    const service = await rouse.service(policy);
    await rouse.trigger(await rouse.integration(service));
    const incident = await rouse.incidentOf(service);
    await living.settle();
    expect(await rouse.api('DELETE', `/api/v1/users/${bo.id}`)).toMatchObject({ status: 409 });
    await rouse.put(`/api/v1/escalation-policies/${policy.id}`, {
      name: `without bo, ${service.name}`,
      repeat: 0,
      steps: [{ targets: [{ type: 'user', id: ana.id }], escalateAfterSeconds: 60 }],
    });
    expect(await rouse.api('DELETE', `/api/v1/users/${bo.id}`)).toMatchObject({ status: 204 });
    await rouse.advance({ minutes: 2 });
    expect(await living.entries(incident, 'step.skipped')).toHaveLength(1);
    expect((await living.paged(incident)).at(-1)).toBe(cy.id);
    expect(await living.ask(incident, 'reassign', { userIds: [bo.id] }, ana)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'userIds.0' }] },
    });
  });
});
