import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ServiceCatalog } from '../../src/catalog/service-catalog.js';
import { NOBODY, refusalOf } from '../schedules/refusal.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const PATH = '/api/v1/services';

const serviceOf = (body: unknown) => z.looseObject({ id: z.string() }).parse(body);

describe('services', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let policy: { id: string };
  let team: { id: string };
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo', role: 'observer' });
    policy = await rouse.policy([{ page: [ana] }]);
    team = await rouse.team('Web', [ana]);
  });
  afterAll(() => rouse.stop());

  const service = (more: Record<string, unknown> = {}) => ({
    name: 'Checkout',
    escalationPolicyId: policy.id,
    urgency: 'severity',
    ...more,
  });

  it('are made, read, listed and changed in part', async () => {
    const made = await rouse.api('POST', PATH, service({ name: 'Search', autoResolveSeconds: 604_800 }));
    const id = idOf(made.body);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id,
      name: 'Search',
      teamId: null,
      escalationPolicyId: policy.id,
      timeZone: 'UTC',
      urgency: 'severity',
      supportHours: null,
      grouping: { by: 'none' },
      flapping: { opens: 3, withinSeconds: 900, quietSeconds: 300 },
      ackTimeoutSeconds: null,
      autoResolveSeconds: 604_800,
      createdAt: expect.stringMatching(/Z$/),
    });
    expect(await rouse.get(`${PATH}/${id}`, { token: bo.token })).toEqual(made.body);
    expect(await rouse.get(PATH, { token: bo.token })).toEqual({
      items: [{ ...serviceOf(made.body), integrationCount: 0, lastHeardAt: null }],
      nextCursor: null,
    });
    const changes = { teamId: team.id, urgency: 'low', ackTimeoutSeconds: 30, autoResolveSeconds: null };
    const changed = await rouse.api('PATCH', `${PATH}/${id}`, changes);
    expect(changed).toMatchObject({ status: 200, body: { id, name: 'Search', ...changes } });
    expect(await rouse.get(`${PATH}/${id}`)).toEqual(changed.body);
    expect(await rouse.api('PATCH', `${PATH}/${id}`, {})).toMatchObject({ status: 200, body: changed.body });
    expect(await rouse.api('PATCH', `${PATH}/${id}`, { teamId: null })).toMatchObject({
      body: { teamId: null },
    });
    await rouse.delete(`${PATH}/${id}`);
    expect((await rouse.api('GET', `${PATH}/${id}`)).status).toBe(404);
  });

  it('tell an incident what it wants to know', async () => {
    const { id } = await rouse.service(policy, { name: 'Billing', teamId: team.id, ackTimeoutSeconds: 600 });
    const catalog = rouse.app.get(ServiceCatalog);
    expect(await catalog.forIncident(rouse.dataSource.manager, id)).toMatchObject({
      id,
      name: 'Billing',
      teamId: team.id,
      escalationPolicyId: policy.id,
      urgency: 'high',
      ackTimeoutSeconds: 600,
      autoResolveSeconds: null,
    });
  });

  const office = {
    weekdays: ['MO', 'FR'],
    from: '22:00',
    to: '06:00',
    during: 'severity',
    outside: 'low',
    raiseAtStart: true,
  };

  it('say when people work on them, what belongs together and what flaps', async () => {
    const rules = {
      timeZone: 'Europe/Berlin',
      urgency: 'support-hours',
      supportHours: office,
      grouping: { by: 'fields', fields: ['severity', 'details.labels.cluster'], windowSeconds: 600 },
      flapping: null,
    };
    const made = await rouse.api('POST', PATH, service({ name: 'Ruled', ...rules }));
    expect(made).toMatchObject({ status: 201, body: rules });
    const path = `${PATH}/${idOf(made.body)}`;
    const without = { status: 422, body: { errors: [{ path: 'supportHours' }] } };
    expect(await rouse.api('PATCH', path, { supportHours: null })).toMatchObject(without);
    const fewer = {
      supportHours: { ...office, raiseAtStart: false },
      grouping: { by: 'time', windowSeconds: 60 },
    };
    expect(await rouse.api('PATCH', path, fewer)).toMatchObject({
      status: 200,
      body: { ...rules, ...fewer },
    });
    const none = { urgency: 'high', supportHours: null, grouping: { by: 'none' } };
    expect(await rouse.api('PATCH', path, none)).toMatchObject({ status: 200, body: none });
  });

  it('stay while they have incidents', async () => {
    const { id } = await rouse.service(policy);
    await rouse.dataSource.query(
      `INSERT INTO incidents (id, service_id, title, status, urgency, severity)
       VALUES ($1, $2, 'Disk full', 'resolved', 'high', 'critical')`,
      ['0190a000-0000-7000-8000-00000000000a', id],
    );
    expect(await rouse.api('DELETE', `${PATH}/${id}`)).toMatchObject({
      status: 409,
      body: { detail: 'The service has incidents, and their history stays.' },
    });
    expect((await rouse.api('GET', `${PATH}/${id}`)).status).toBe(200);
  });

  it('have a name of their own', async () => {
    await rouse.service(policy, { name: 'Taken' });
    const { id } = await rouse.service(policy);
    const taken = { status: 409, body: { detail: 'There is a service named Taken already.' } };
    expect(await rouse.api('POST', PATH, service({ name: 'Taken' }))).toMatchObject(taken);
    expect(await rouse.api('PATCH', `${PATH}/${id}`, { name: 'Taken' })).toMatchObject(taken);
  });

  it('are written by admins only, and each change is recorded', async () => {
    const { id } = await rouse.service(policy, { name: 'Recorded' });
    const token = { token: ana.token };
    expect((await rouse.api('POST', PATH, service(), token)).status).toBe(403);
    expect((await rouse.api('PATCH', `${PATH}/${id}`, { name: 'x' }, token)).status).toBe(403);
    expect((await rouse.api('DELETE', `${PATH}/${id}`, undefined, token)).status).toBe(403);
    await rouse.api('PATCH', `${PATH}/${id}`, { urgency: 'low' });
    await rouse.delete(`${PATH}/${id}`);
    const rows: unknown = await rouse.dataSource.query(
      `SELECT action, before ->> 'urgency' AS before, after ->> 'urgency' AS after
       FROM audit_log WHERE object_id = $1 ORDER BY id`,
      [id],
    );
    expect(rows).toEqual([
      { action: 'service.create', before: null, after: 'high' },
      { action: 'service.update', before: 'high', after: 'low' },
      { action: 'service.delete', before: 'low', after: null },
    ]);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['an empty name', { name: ' ' }, ['name']],
    ['a name that is a number', { name: 5 }, ['name']],
    ['a team that does not exist', { teamId: NOBODY }, ['teamId']],
    ['a team that is no id', { teamId: 'web' }, ['teamId']],
    ['a policy that does not exist', { escalationPolicyId: NOBODY }, ['escalationPolicyId']],
    ['a policy that is no id', { escalationPolicyId: 5 }, ['escalationPolicyId']],
    [
      'two references to nothing',
      { teamId: NOBODY, escalationPolicyId: NOBODY },
      ['teamId', 'escalationPolicyId'],
    ],
    ['no policy', { escalationPolicyId: null }, ['escalationPolicyId']],
    ['a strange urgency', { urgency: 'medium' }, ['urgency']],
    ['a timeout of 0 s', { ackTimeoutSeconds: 0 }, ['ackTimeoutSeconds']],
    ['a timeout of more than a week', { autoResolveSeconds: 604_801 }, ['autoResolveSeconds']],
    ['a timeout of half seconds', { autoResolveSeconds: 30.5 }, ['autoResolveSeconds']],
    ['a zone that does not exist', { timeZone: 'Europe/Atlantis' }, ['timeZone']],
    ['support hours that are not there', { urgency: 'support-hours' }, ['supportHours']],
    ['support hours on no day', { supportHours: { ...office, weekdays: [] } }, ['supportHours.weekdays']],
    [
      'a day that is none',
      { supportHours: { ...office, weekdays: ['MONDAY'] } },
      ['supportHours.weekdays.0'],
    ],
    ['a day twice', { supportHours: { ...office, weekdays: ['MO', 'MO'] } }, ['supportHours.weekdays']],
    [
      'times of day that are none',
      { supportHours: { ...office, from: '9:00', to: '24:00' } },
      ['supportHours.from', 'supportHours.to'],
    ],
    ['hours within hours', { supportHours: { ...office, during: 'support-hours' } }, ['supportHours.during']],
    ['a strange grouping', { grouping: { by: 'mood' } }, ['grouping.by']],
    ['grouping by time without a time', { grouping: { by: 'time' } }, ['grouping.windowSeconds']],
    ['a grouping of seconds', { grouping: { by: 'time', windowSeconds: 59 } }, ['grouping.windowSeconds']],
    ['a grouping of days', { grouping: { by: 'time', windowSeconds: 86_401 } }, ['grouping.windowSeconds']],
    ['grouping by no field', { grouping: { by: 'fields', fields: [] } }, ['grouping.fields']],
    [
      'grouping by six fields',
      {
        grouping: {
          by: 'fields',
          fields: ['details.a', 'details.b', 'details.c', 'details.d', 'details.e', 'details.f'],
        },
      },
      ['grouping.fields'],
    ],
    [
      'a field that is none',
      { grouping: { by: 'fields', fields: ['source', 'colour'] } },
      ['grouping.fields.1'],
    ],
    ['a field twice', { grouping: { by: 'fields', fields: ['source', 'source'] } }, ['grouping.fields']],
    ['a path without an end', { grouping: { by: 'fields', fields: ['details.'] } }, ['grouping.fields.0']],
    [
      'a flapping that cannot be',
      { flapping: { opens: 0, withinSeconds: 59, quietSeconds: 1.5 } },
      ['flapping.opens', 'flapping.withinSeconds', 'flapping.quietSeconds'],
    ],
    ['half a flapping', { flapping: { opens: 3 } }, ['flapping.withinSeconds', 'flapping.quietSeconds']],
    ['an unknown field', { colour: 'red' }, ['colour']],
  ])('with %s are 422, made or changed', async (_title, more, paths) => {
    const { id } = await rouse.service(policy);
    const before = await rouse.get(`${PATH}?limit=200`);
    expect(refusalOf(await rouse.api('POST', PATH, service(more)))).toEqual([422, ...paths]);
    expect(refusalOf(await rouse.api('PATCH', `${PATH}/${id}`, more))).toEqual([422, ...paths]);
    expect(await rouse.get(`${PATH}?limit=200`)).toEqual(before);
  });

  it('without what they need are 422', async () => {
    expect(refusalOf(await rouse.api('POST', PATH, {}))).toEqual([
      422,
      'name',
      'escalationPolicyId',
      'urgency',
    ]);
    expect(refusalOf(await rouse.api('POST', PATH, []))).toEqual([422, '']);
  });

  it('are 404 under ids of nothing', async () => {
    for (const id of [NOBODY, 'web']) {
      expect((await rouse.api('GET', `${PATH}/${id}`)).status).toBe(404);
      expect((await rouse.api('PATCH', `${PATH}/${id}`, {})).status).toBe(404);
      expect((await rouse.api('DELETE', `${PATH}/${id}`)).status).toBe(404);
    }
  });

  it('say how they stand: what is open in each, and when they were last heard', async () => {
    const broken = await rouse.service(policy);
    const quiet = await rouse.service(policy);
    const ways = [await rouse.integration(broken), await rouse.integration(broken, 'generic')] as const;
    await rouse.trigger(ways[0], { dedupKey: 'worst', severity: 'critical' });
    await rouse.trigger(ways[0], { dedupKey: 'mild', severity: 'warning' });
    await rouse.trigger(ways[0], { dedupKey: 'over' });
    await rouse.sendAction(ways[0], 'acknowledge', 'mild');
    await rouse.sendAction(ways[0], 'resolve', 'over');
    await rouse.eventually(async () =>
      expect(await rouse.get('/api/v1/incidents/by-service', { token: bo.token })).toMatchObject({
        items: [{ serviceId: broken.id, triggered: 1, acknowledged: 1, severity: 'critical' }],
        nextCursor: null,
      }),
    );
    await rouse.eventually(async () =>
      expect(await rouse.get(PATH)).toMatchObject({
        items: expect.arrayContaining([
          expect.objectContaining({
            id: broken.id,
            integrationCount: 2,
            lastHeardAt: expect.stringMatching(/Z$/),
          }),
          expect.objectContaining({ id: quiet.id, integrationCount: 0, lastHeardAt: null }),
        ]),
      }),
    );
  });
});
