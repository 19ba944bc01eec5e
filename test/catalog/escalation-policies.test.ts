import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { EscalationPolicies } from '../../src/escalations/escalation-policies.js';
import { escalationPositionSchema } from '../../src/escalations/planning/escalation-position.js';
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
  let team: { id: string };
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo', role: 'observer' });
    web = await rouse.schedule([ana]);
    team = await rouse.team('Web', [ana, bo]);
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
    expect(made.body).toEqual({
      id,
      name: 'Order',
      teamId: null,
      repeat: 1,
      steps,
      lastResort: [],
      handOffTo: null,
      createdAt: time,
      updatedAt: time,
    });
    expect(await rouse.get(`${PATH}/${id}`, { token: bo.token })).toEqual(made.body);
    expect(await rouse.get(PATH, { token: bo.token })).toMatchObject({
      items: [made.body],
      nextCursor: null,
    });
    const replaced = await rouse.api('PUT', `${PATH}/${id}`, policy({ name: 'Order', repeat: 9 }));
    expect(replaced).toMatchObject({ status: 200, body: { id, repeat: 9, steps: [step()] } });
    expect(await rouse.get(`${PATH}/${id}`)).toEqual(replaced.body);
  });

  it('are replaced under If-Match only where nobody else has replaced them since', async () => {
    const path = `${PATH}/${(await rouse.policy([{ page: [ana] }], { name: 'Contested' })).id}`;
    const put = (ifMatch: string, repeat: number) =>
      rouse.api('PUT', path, policy({ name: 'Contested', repeat }), { headers: { 'if-match': ifMatch } });
    const tagOf = async () => (await rouse.api('GET', path)).headers.get('etag') ?? '';
    const first = await tagOf();
    expect(await put(first, 2)).toMatchObject({ status: 200, body: { repeat: 2 } });
    const second = await tagOf();
    expect(second).not.toBe(first);
    const stood = await rouse.get(path);
    const { updatedAt } = z.object({ updatedAt: z.string() }).parse(stood);
    expect(second).toBe(`"${updatedAt}"`);
    expect(await put(first, 3)).toMatchObject({ status: 409, body: { updatedAt } });
    expect(await rouse.get(path)).toEqual(stood);
    const both = await Promise.all([put(second, 4), put(second, 5)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await put('*', 6)).toMatchObject({ status: 200, body: { repeat: 6 } });
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
      lastResort: [],
      handsOffTo: [],
    });
    expect(policySnapshotSchema.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
    await expect(policies.snapshot(manager, NOBODY)).rejects.toThrow('There is no such escalation policy.');
  });

  it('read back a snapshot from before there were last resorts and hand-offs', () => {
    const old = { policyId: NOBODY, name: 'Old', repeat: 1, steps: [step()] };
    expect(policySnapshotSchema.parse(old)).toEqual({ ...old, lastResort: [], handsOffTo: [] });
    const position = { round: 1, step: 0, stepEndsAt: null, pagedUserIds: [ana.id], exhausted: false };
    expect(escalationPositionSchema.parse(position)).toEqual({
      ...position,
      policy: 0,
      firstRound: 0,
      earlierUserIds: [],
      turns: {},
    });
  });

  it('take teams, turns, conditions, a last resort and a policy to hand off to', async () => {
    const next = await rouse.policy([{ page: [bo] }], { name: 'Next' });
    const whole = {
      name: 'Whole',
      repeat: 0,
      steps: [
        {
          ...step([
            { type: 'team', id: team.id, who: 'managers' },
            { type: 'round-robin', of: { type: 'schedule', id: web.id } },
          ]),
          conditions: {
            urgency: 'high',
            severities: ['critical', 'error'],
            hours: { from: '22:00', to: '06:00' },
            weekdays: ['MO', 'TU'],
          },
        },
        step([{ type: 'round-robin', of: { type: 'team', id: team.id } }]),
      ],
      lastResort: [{ type: 'team', id: team.id, who: 'everyone' }, user(), { type: 'schedule', id: web.id }],
      handOffTo: next.id,
    };
    const made = await rouse.api('POST', PATH, {
      ...whole,
      lastResort: [{ type: 'team', id: team.id }, ...whole.lastResort.slice(1)],
    });
    expect(made).toMatchObject({ status: 201, body: whole });
    const snapshot = await rouse.app
      .get(EscalationPolicies)
      .snapshot(rouse.dataSource.manager, idOf(made.body));
    expect(snapshot).toMatchObject({
      steps: whole.steps,
      lastResort: whole.lastResort,
      handsOffTo: [{ policyId: next.id, name: 'Next', lastResort: [] }],
    });
    expect(policySnapshotSchema.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
    expect(await rouse.api('DELETE', `${PATH}/${next.id}`)).toMatchObject({
      status: 409,
      body: { detail: 'The policy is used by the escalation policy Whole.' },
    });
    await expect(rouse.dataSource.query('DELETE FROM teams WHERE id = $1', [team.id])).rejects.toThrow(
      'escalation_policy_targets',
    );
    expect((await rouse.api('DELETE', `${PATH}/${idOf(made.body)}`)).status).toBe(204);
    expect((await rouse.api('DELETE', `${PATH}/${next.id}`)).status).toBe(204);
  });

  describe('that hand off', () => {
    const handingOff = (name: string, handOffTo: string | null) => policy({ name, handOffTo });
    const make = async (name: string, handOffTo: string | null): Promise<string> =>
      idOf(await rouse.post(PATH, handingOff(name, handOffTo)));

    it('never do so in a circle', async () => {
      const c = await make('Circle C', null);
      const b = await make('Circle B', c);
      const a = await make('Circle A', b);
      expect(await rouse.api('PUT', `${PATH}/${c}`, handingOff('Circle C', a))).toMatchObject({
        status: 422,
        body: {
          errors: [
            {
              path: 'handOffTo',
              message: 'would hand off in a circle: Circle C → Circle A → Circle B → Circle C',
            },
          ],
        },
      });
      expect(await rouse.api('PUT', `${PATH}/${a}`, handingOff('Circle A', a))).toMatchObject({
        status: 422,
        body: {
          errors: [{ path: 'handOffTo', message: 'would hand off in a circle: Circle A → Circle A' }],
        },
      });
      expect(await rouse.get(`${PATH}/${c}`)).toMatchObject({ handOffTo: null });
    });

    it('never do so through more than five, whichever of them is changed', async () => {
      const ids: string[] = [];
      for (const name of ['E', 'D', 'C', 'B', 'A']) ids.push(await make(`Long ${name}`, ids.at(-1) ?? null));
      const [e = '', , , , a = ''] = ids;
      const tooMany = {
        path: 'handOffTo',
        message: expect.stringMatching(/more than 5 policies/) as unknown,
      };
      expect(await rouse.api('POST', PATH, handingOff('Long 0', a))).toMatchObject({
        status: 422,
        body: { errors: [tooMany] },
      });
      const f = await make('Long F', null);
      expect(await rouse.api('PUT', `${PATH}/${e}`, handingOff('Long E', f))).toMatchObject({
        status: 422,
        body: {
          errors: [
            {
              path: 'handOffTo',
              message:
                'would make a chain of more than 5 policies: Long A → Long B → Long C → Long D → Long E → Long F',
            },
          ],
        },
      });
    });

    it('make no circle together when they are changed at the same moment', async () => {
      for (let time = 0; time < 5; time += 1) {
        const names = ['one', 'two', 'three'].map((name) => `Together ${String(time)} ${name}`);
        const ids: string[] = [];
        for (const name of names) ids.push(await make(name, null));
        const answers = await Promise.all(
          ids.map((id, place) =>
            rouse.api('PUT', `${PATH}/${id}`, handingOff(names[place] ?? '', ids[(place + 1) % 3] ?? null)),
          ),
        );
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 422]);
      }
    });
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

  const turns = (of: unknown) => ({ type: 'round-robin', of });
  const conditional = (conditions: unknown) => policy({ steps: [{ ...step(), conditions }] });
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
      () => policy({ steps: [step([{ type: 'planet', id: NOBODY }])] }),
      ['steps.0.targets.0.type'],
    ],
    [
      'a team that does not exist',
      () => policy({ steps: [step([{ type: 'team', id: NOBODY }])] }),
      ['steps.0.targets.0.id'],
    ],
    [
      'a strange part of a team',
      () => policy({ steps: [step([{ type: 'team', id: team.id, who: 'nobody' }])] }),
      ['steps.0.targets.0.who'],
    ],
    [
      'a team twice',
      () =>
        policy({
          steps: [
            step([
              { type: 'team', id: team.id, who: 'managers' },
              { type: 'team', id: team.id },
            ]),
          ],
        }),
      ['steps.0.targets.1'],
    ],
    [
      'turns of nothing',
      () => policy({ steps: [step([{ type: 'round-robin' }])] }),
      ['steps.0.targets.0.of'],
    ],
    [
      'turns of a person',
      () => policy({ steps: [step([turns({ type: 'user', id: ana.id })])] }),
      ['steps.0.targets.0.of.type'],
    ],
    [
      'turns of a team that does not exist',
      () => policy({ steps: [step([user(), turns({ type: 'team', id: NOBODY })])] }),
      ['steps.0.targets.1.of.id'],
    ],
    [
      'turns of a schedule that does not exist',
      () => policy({ steps: [step([turns({ type: 'schedule', id: team.id })])] }),
      ['steps.0.targets.0.of.id'],
    ],
    [
      'turns of one team twice',
      () =>
        policy({
          steps: [step([turns({ type: 'team', id: team.id }), turns({ type: 'team', id: team.id })])],
        }),
      ['steps.0.targets.1'],
    ],
    ['no conditions', () => conditional({}), ['steps.0.conditions']],
    [
      'an unknown condition',
      () => conditional({ urgency: 'high', moon: 'full' }),
      ['steps.0.conditions.moon'],
    ],
    ['a strange urgency', () => conditional({ urgency: 'severity' }), ['steps.0.conditions.urgency']],
    ['no severities', () => conditional({ severities: [] }), ['steps.0.conditions.severities']],
    ['a strange severity', () => conditional({ severities: ['bad'] }), ['steps.0.conditions.severities.0']],
    [
      'a severity twice',
      () => conditional({ severities: ['info', 'info'] }),
      ['steps.0.conditions.severities.1'],
    ],
    ['no weekdays', () => conditional({ weekdays: [] }), ['steps.0.conditions.weekdays']],
    ['a strange weekday', () => conditional({ weekdays: ['XX'] }), ['steps.0.conditions.weekdays.0']],
    ['a weekday twice', () => conditional({ weekdays: ['MO', 'MO'] }), ['steps.0.conditions.weekdays.1']],
    [
      'hours without an end',
      () => conditional({ hours: { from: '09:00' } }),
      ['steps.0.conditions.hours.to'],
    ],
    [
      'hours that no clock shows',
      () => conditional({ hours: { from: '24:00', to: '9' } }),
      ['steps.0.conditions.hours.from', 'steps.0.conditions.hours.to'],
    ],
    [
      'hours that end where they begin',
      () => conditional({ hours: { from: '09:00', to: '09:00' } }),
      ['steps.0.conditions.hours.to'],
    ],
    ['a last resort that is none', () => policy({ lastResort: null }), ['lastResort']],
    ['21 last resorts', () => policy({ lastResort: many(21, () => user(NOBODY)) }), ['lastResort']],
    [
      'a last resort that takes turns',
      () => policy({ lastResort: [turns({ type: 'team', id: team.id })] }),
      ['lastResort.0.type'],
    ],
    ['a last resort who does not exist', () => policy({ lastResort: [user(NOBODY)] }), ['lastResort.0.id']],
    ['a last resort twice', () => policy({ lastResort: [user(), user()] }), ['lastResort.1']],
    ['a hand-off to no id', () => policy({ handOffTo: 'web' }), ['handOffTo']],
    ['a hand-off to nothing', () => policy({ handOffTo: NOBODY }), ['handOffTo']],
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

  it.each<[() => unknown, string]>([
    [
      () => policy({ steps: [step([{ type: 'planet', id: NOBODY }])] }),
      "steps.0.targets.0.type: must be one of 'user', 'schedule', 'team' and 'round-robin'",
    ],
    [
      () => policy({ steps: [step([turns({ type: 'team', id: NOBODY })])] }),
      'steps.0.targets.0.of.id: is not the id of a team that exists',
    ],
    [
      () => policy({ steps: [step([user(), user()])] }),
      'steps.0.targets.1: is a target of this step already',
    ],
    [() => conditional({}), 'steps.0.conditions: must have at least one condition, or be left out'],
    [
      () => conditional({ severities: [] }),
      'steps.0.conditions.severities: must name at least one, or be left out',
    ],
    [() => conditional({ weekdays: ['MO', 'MO'] }), 'steps.0.conditions.weekdays.1: is in the list already'],
    [
      () => conditional({ hours: { from: '9', to: '17:00' } }),
      'steps.0.conditions.hours.from: must be a time of day such as 09:00',
    ],
    [
      () => conditional({ hours: { from: '09:00', to: '09:00' } }),
      'steps.0.conditions.hours.to: must differ from from; leave hours out for the whole day',
    ],
    [
      () => policy({ lastResort: [turns({ type: 'team', id: team.id })] }),
      "lastResort.0.type: must be one of 'user', 'schedule' and 'team': nobody takes turns as a last resort",
    ],
    [() => policy({ lastResort: [user(), user()] }), 'lastResort.1: is a last resort already'],
    [() => policy({ handOffTo: NOBODY }), 'handOffTo: is not the id of a policy that exists'],
  ])('say what is wrong in a sentence: %#', async (body, detail) => {
    expect(await rouse.api('POST', PATH, body())).toMatchObject({ status: 422, body: { detail } });
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
