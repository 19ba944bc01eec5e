import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EscalationPolicies } from '../../src/escalations/escalation-policies.js';
import { policySnapshotSchema } from '../../src/escalations/policy-snapshot.js';
import { NOBODY, refusalOf } from '../schedules/refusal.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';

const PATH = '/api/v1/escalation-policies';

describe('escalation policies', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let web: Schedule;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo', role: 'observer' });
    web = await rouse.schedule([ana]);
  });
  afterAll(() => rouse.stop());

  const user = (id: string = ana.id) => ({ type: 'user', id });
  const step = (targets: unknown = [user()], escalateAfterSeconds: unknown = 300) => ({
    targets,
    escalateAfterSeconds,
  });
  const policy = (more: Record<string, unknown> = {}) => ({
    name: 'Web',
    repeat: 1,
    steps: [step()],
    ...more,
  });

  it('are made, read, listed and replaced', async () => {
    const steps = [step([{ type: 'schedule', id: web.id }, user()], 1), step([user(bo.id)], 86_400)];
    const made = await rouse.api('POST', PATH, policy({ name: 'Order', steps }));
    const id = idOf(made.body);
    const time: unknown = expect.stringMatching(/Z$/);
    expect(made).toMatchObject({ status: 201 });
    expect(made.body).toEqual({ id, name: 'Order', repeat: 1, steps, createdAt: time, updatedAt: time });
    expect(await rouse.get(`${PATH}/${id}`, { token: bo.token })).toEqual(made.body);
    expect(await rouse.get(PATH, { token: bo.token })).toMatchObject({
      items: [made.body],
      nextCursor: null,
    });
    const replaced = await rouse.api('PUT', `${PATH}/${id}`, policy({ name: 'Order', repeat: 9 }));
    expect(replaced).toMatchObject({ status: 200, body: { id, repeat: 9, steps: [step()] } });
    expect(await rouse.get(`${PATH}/${id}`)).toEqual(replaced.body);
  });

  it('give a snapshot that reads back what it was', async () => {
    const { manager } = rouse.dataSource;
    const policies = rouse.app.get(EscalationPolicies);
    const { id } = await rouse.policy([{ page: [web, bo], waitSeconds: 60 }], { name: 'Kept', repeat: 2 });
    const snapshot = await policies.snapshot(manager, id);
    expect(snapshot).toEqual({
      policyId: id,
      name: 'Kept',
      repeat: 2,
      steps: [step([{ type: 'schedule', id: web.id }, user(bo.id)], 60)],
    });
    expect(policySnapshotSchema.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
    await expect(policies.snapshot(manager, NOBODY)).rejects.toThrow('There is no such escalation policy.');
  });

  it('keep whom they page from being lost', async () => {
    const cy = await rouse.person({ name: 'Cy' });
    const ops = await rouse.schedule([ana]);
    const { id } = await rouse.policy([{ page: [cy] }, { page: [cy, ops] }]);
    await expect(rouse.dataSource.query('DELETE FROM users WHERE id = $1', [cy.id])).rejects.toThrow(
      'escalation_policy_targets',
    );
    await expect(rouse.dataSource.query('DELETE FROM schedules WHERE id = $1', [ops.id])).rejects.toThrow(
      'escalation_policy_targets',
    );
    await rouse.put(`${PATH}/${id}`, policy({ name: 'Lets go' }));
    expect((await rouse.api('DELETE', `/api/v1/schedules/${ops.id}`)).status).toBe(204);
  });

  it('keep a participant of a schedule from being lost', async () => {
    await expect(rouse.dataSource.query('DELETE FROM users WHERE id = $1', [ana.id])).rejects.toThrow(
      'schedule_participants',
    );
  });

  it('are not deleted while a service uses them, and it says which', async () => {
    const made = await rouse.policy([{ page: [ana] }]);
    const service = await rouse.service(made, { name: 'Checkout' });
    expect(await rouse.api('DELETE', `${PATH}/${made.id}`)).toMatchObject({
      status: 409,
      body: { detail: 'The policy is used by the service Checkout.' },
    });
    await rouse.delete(`/api/v1/services/${service.id}`);
    expect((await rouse.api('DELETE', `${PATH}/${made.id}`)).status).toBe(204);
    expect((await rouse.api('DELETE', `${PATH}/${made.id}`)).status).toBe(404);
  });

  it('have a name of their own', async () => {
    await rouse.policy([{ page: [ana] }], { name: 'Taken' });
    const { id } = await rouse.policy([{ page: [ana] }]);
    const taken = { status: 409, body: { detail: 'There is an escalation policy named Taken already.' } };
    expect(await rouse.api('POST', PATH, policy({ name: 'Taken' }))).toMatchObject(taken);
    expect(await rouse.api('PUT', `${PATH}/${id}`, policy({ name: 'Taken' }))).toMatchObject(taken);
  });

  it('are written by admins only', async () => {
    const { id } = await rouse.policy([{ page: [ana] }]);
    const token = { token: ana.token };
    expect((await rouse.api('POST', PATH, policy({ name: 'x' }), token)).status).toBe(403);
    expect((await rouse.api('PUT', `${PATH}/${id}`, policy(), token)).status).toBe(403);
    expect((await rouse.api('DELETE', `${PATH}/${id}`, undefined, token)).status).toBe(403);
    expect((await rouse.api('GET', PATH, undefined, { token: null })).status).toBe(401);
  });

  const many = <Thing>(count: number, thing: () => Thing): Thing[] => Array.from({ length: count }, thing);
  it.each<[string, () => unknown, string[]]>([
    ['nothing', () => ({}), ['name', 'repeat', 'steps']],
    ['a list', () => [], ['']],
    ['an empty name', () => policy({ name: '' }), ['name']],
    ['a name that cannot be stored', () => policy({ name: '\ud800' }), ['name']],
    ['repeat -1', () => policy({ repeat: -1 }), ['repeat']],
    ['repeat 10', () => policy({ repeat: 10 }), ['repeat']],
    ['repeat 1.5', () => policy({ repeat: 1.5 }), ['repeat']],
    ['repeat as a text', () => policy({ repeat: '1' }), ['repeat']],
    ['no steps', () => policy({ steps: [] }), ['steps']],
    ['21 steps', () => policy({ steps: many(21, step) }), ['steps']],
    ['a step that is none', () => policy({ steps: [null] }), ['steps.0']],
    ['a step without targets', () => policy({ steps: [step(), step([])] }), ['steps.1.targets']],
    ['21 targets', () => policy({ steps: [step(many(21, () => user(NOBODY)))] }), ['steps.0.targets']],
    ['a target of no kind', () => policy({ steps: [step([{ id: ana.id }])] }), ['steps.0.targets.0.type']],
    [
      'a target of a strange kind',
      () => policy({ steps: [step([{ type: 'team', id: NOBODY }])] }),
      ['steps.0.targets.0.type'],
    ],
    ['a target that is no id', () => policy({ steps: [step([user('ana')])] }), ['steps.0.targets.0.id']],
    [
      'a person who does not exist',
      () => policy({ steps: [step([user(), user(NOBODY)])] }),
      ['steps.0.targets.1.id'],
    ],
    [
      'a schedule that does not exist',
      () => policy({ steps: [step(), step([{ type: 'schedule', id: NOBODY }])] }),
      ['steps.1.targets.0.id'],
    ],
    [
      'a person where a schedule is meant',
      () => policy({ steps: [step([{ type: 'schedule', id: ana.id }])] }),
      ['steps.0.targets.0.id'],
    ],
    [
      'a target twice',
      () => policy({ steps: [step([user(), user(ana.id.toUpperCase())])] }),
      ['steps.0.targets.1'],
    ],
    ['no wait', () => policy({ steps: [step([user()], 0)] }), ['steps.0.escalateAfterSeconds']],
    [
      'a wait of more than a day',
      () => policy({ steps: [step([user()], 86_401)] }),
      ['steps.0.escalateAfterSeconds'],
    ],
    [
      'a wait of half seconds',
      () => policy({ steps: [step([user()], 1.5)] }),
      ['steps.0.escalateAfterSeconds'],
    ],
    ['a wait as a text', () => policy({ steps: [step([user()], '60')] }), ['steps.0.escalateAfterSeconds']],
    ['an unknown field', () => policy({ colour: 'red' }), ['colour']],
    [
      'an unknown field in a step',
      () => policy({ steps: [{ ...step(), colour: 'red' }] }),
      ['steps.0.colour'],
    ],
  ])('with %s are 422, made or replaced', async (_title, body, paths) => {
    const { id } = await rouse.policy([{ page: [ana] }]);
    const before = await rouse.get(`${PATH}?limit=200`);
    const made = refusalOf(await rouse.api('POST', PATH, body()));
    expect([made[0], ...made.slice(1).sort()]).toEqual([422, ...paths]);
    expect(refusalOf(await rouse.api('PUT', `${PATH}/${id}`, body()))).toEqual(made);
    expect(await rouse.get(`${PATH}?limit=200`)).toEqual(before);
  });

  it('are 400 where they cannot be read, 404 under ids of nothing', async () => {
    expect((await rouse.api('POST', PATH, '{')).status).toBe(400);
    for (const id of [NOBODY, 'web']) {
      expect((await rouse.api('GET', `${PATH}/${id}`)).status).toBe(404);
      expect((await rouse.api('PUT', `${PATH}/${id}`, policy())).status).toBe(404);
      expect((await rouse.api('DELETE', `${PATH}/${id}`)).status).toBe(404);
    }
  });
});
