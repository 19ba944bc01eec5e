import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Users } from '../../src/people/users.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const newServiceToken = z.looseObject({ id: z.string(), token: z.string(), prefix: z.string() });
type ServiceToken = z.output<typeof newServiceToken>;
const ids = z.object({ items: z.array(z.looseObject({ id: z.string() })) });
const SOON = { start: '2036-01-07T00:00:00Z', end: '2036-01-08T00:00:00Z' };
const layer = (userId: string) => ({
  name: 'primary',
  participants: [userId],
  startsAt: '2026-01-05T09:00',
  handoff: 'FREQ=WEEKLY;BYDAY=MO',
});

describe('the token of a program', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let team: { id: string };
  let otherTeam: { id: string };
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    team = await rouse.team('Checkout', [ana]);
    otherTeam = await rouse.team('Search', [ana]);
  });
  afterAll(() => rouse.stop());

  const make = async (body: object = {}) =>
    newServiceToken.parse(
      await rouse.post('/api/v1/service-tokens', { name: 'Terraform', role: 'responder', ...body }),
    );
  const listed = async (path: string) => ids.parse(await rouse.get(`${path}?limit=200`)).items;
  const statusOf = async (method: string, path: string, body: unknown, token?: string): Promise<number> =>
    (await rouse.api(method, path, body, token === undefined ? {} : { token })).status;

  it('is made by admins, shown once and listed without its secret', async () => {
    const teams = [{ teamId: team.id, role: 'manager' }];
    const made = await make({ scopes: ['read', 'configure'], teams });
    const { token, ...shown } = made;
    expect(shown).toMatchObject({
      name: 'Terraform',
      role: 'responder',
      scopes: ['read', 'configure'],
      teams,
    });
    expect(made.prefix).toBe(token.slice(0, 10));
    expect(await listed('/api/v1/service-tokens')).toContainEqual(shown);
    expect(await rouse.get('/api/v1/me', { token })).toMatchObject({
      id: made.id,
      name: 'Terraform',
      scopes: ['read', 'configure'],
      teams: [{ id: team.id, role: 'manager' }],
    });
    for (const asker of [ana.token, token]) {
      expect(await statusOf('GET', '/api/v1/service-tokens', undefined, asker)).toBe(403);
      expect(await statusOf('POST', '/api/v1/service-tokens', { name: 'x', role: 'observer' }, asker)).toBe(
        403,
      );
    }
    const stored: unknown = await rouse.dataSource.query(
      `SELECT (SELECT json_agg(api_tokens)::text FROM api_tokens) AS tokens,
              (SELECT json_agg(audit_log)::text FROM audit_log) AS log`,
    );
    expect(JSON.stringify(stored)).toContain('service-token.create');
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it('changes what its teams have, and nothing of others', async () => {
    const { token } = await make({ teams: [{ teamId: team.id, role: 'manager' }] });
    const policy = await rouse.policy([{ page: [ana] }]);
    const own = await rouse.service(policy, { teamId: team.id });
    const foreign = await rouse.service(policy, { teamId: otherTeam.id });
    const rename = (service: { id: string }) =>
      statusOf('PATCH', `/api/v1/services/${service.id}`, { name: `Renamed ${service.id}` }, token);
    const connect = (service: { id: string }) =>
      statusOf('POST', `/api/v1/services/${service.id}/integrations`, { type: 'generic', name: 'x' }, token);
    expect([await rename(own), await connect(own)]).toEqual([200, 201]);
    expect([await rename(foreign), await connect(foreign)]).toEqual([403, 403]);
    const draft = { name: 'By Terraform', timeZone: 'UTC', layers: [layer(ana.id)] };
    const schedules = '/api/v1/schedules';
    expect(await statusOf('POST', schedules, { ...draft, teamId: team.id }, token)).toBe(201);
    expect(await statusOf('POST', schedules, { ...draft, name: 'Other', teamId: otherTeam.id }, token)).toBe(
      403,
    );
  });

  it('acts on incidents, and history names it', async () => {
    const robot = await make({ name: 'Chat bot' });
    const service = await rouse.service(await rouse.policy([{ page: [ana] }]));
    await rouse.trigger(await rouse.integration(service));
    const incident = await rouse.incidentOf(service);
    const asRobot = { token: robot.token };
    expect(
      await rouse.post(`/api/v1/incidents/${incident.id}/acknowledge`, undefined, asRobot),
    ).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: robot.id,
    });
    await rouse.post(`/api/v1/incidents/${incident.id}/notes`, { text: 'Rolled back' }, asRobot);
    const help = z
      .object({ id: z.string() })
      .parse(
        await rouse.post(
          `/api/v1/incidents/${incident.id}/responder-requests`,
          { userId: ana.id, message: 'Look at db-1' },
          asRobot,
        ),
      );
    await rouse.post(`/api/v1/responder-requests/${help.id}/accept`, undefined, { token: ana.token });
    const actor = { type: 'user', userId: robot.id, via: 'api' };
    expect(await rouse.timeline(incident.id)).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ kind: 'incident.acknowledged', actor })]),
    );
    expect(await rouse.get(`/api/v1/users/${robot.id}`)).toMatchObject({ name: 'Chat bot' });
    expect(await rouse.api('POST', `/api/v1/incidents/${incident.id}/acknowledge`, undefined)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Chat bot') },
    });
  });

  it('is nobody who could be paged or put on call', async () => {
    const { id } = await make({ role: 'admin', teams: [{ teamId: team.id, role: 'member' }] });
    const schedule = await rouse.schedule([ana]);
    const service = await rouse.service(await rouse.policy([{ page: [ana] }]));
    await rouse.trigger(await rouse.integration(service));
    const incident = await rouse.incidentOf(service);
    expect(await listed('/api/v1/users')).not.toContainEqual(expect.objectContaining({ id }));
    expect(JSON.stringify(await rouse.get(`/api/v1/teams/${team.id}`))).not.toContain(id);
    const users = rouse.app.get(Users, { strict: false });
    expect(await users.adminIds(rouse.dataSource.manager)).not.toContain(id);
    const step = { targets: [{ type: 'user', id }], escalateAfterSeconds: 60 };
    const attempts: [string, string, unknown][] = [
      ['POST', '/api/v1/teams', { name: 'Robots', members: [{ userId: id, role: 'member' }] }],
      ['POST', '/api/v1/schedules', { name: 'Robots', timeZone: 'UTC', layers: [layer(id)] }],
      ['POST', '/api/v1/escalation-policies', { name: 'Robots', repeat: 0, steps: [step] }],
      ['POST', `/api/v1/schedules/${schedule.id}/overrides`, { ...SOON, userId: id }],
      ['POST', `/api/v1/incidents/${incident.id}/reassign`, { userIds: [id] }],
      ['POST', `/api/v1/incidents/${incident.id}/responder-requests`, { userId: id, message: 'Help' }],
      ['POST', '/api/v1/calendar-feeds', { userId: id }],
    ];
    for (const [method, path, body] of attempts) {
      const answer = await rouse.api(method, path, body);
      expect([path, answer.status]).toEqual([path, 422]);
      expect(JSON.stringify(answer.body)).toContain('is not the id of a user that exists');
    }
  });

  it('has no account that a person could use or an admin change', async () => {
    const { id } = await make();
    const of = `/api/v1/users/${id}`;
    const attempts: [string, string, unknown?][] = [
      ['PATCH', of, { name: 'Somebody' }],
      ['DELETE', of],
      ['POST', `${of}/contact-methods`, { type: 'email', address: 'robot@example.org' }],
      ['PUT', `${of}/paging-rules`, { high: [], low: [] }],
      ['GET', `${of}/paging-plan`],
      ['PUT', `${of}/waking-hours`, { wakingHours: null }],
      ['POST', `${of}/absences`, SOON],
      ['GET', `${of}/shifts?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z`],
      ['GET', `${of}/departure`],
      ['POST', `${of}/departure`, {}],
      ['PUT', `${of}/email`, { email: 'robot@example.org' }],
      ['POST', `${of}/password-reset`],
      ['GET', `${of}/sessions`],
      ['DELETE', `${of}/sessions`],
      ['GET', `${of}/tokens`],
      ['POST', `${of}/tokens`, { name: 'x' }],
      ['POST', `/api/v1/tokens/${id}/rotation`, { keepOldForSeconds: 0 }],
      ['DELETE', `/api/v1/tokens/${id}`],
    ];
    for (const [method, path, body] of attempts)
      expect([method, path, await statusOf(method, path, body)]).toEqual([method, path, 404]);
  });

  it('is told in words that what is for oneself is for people', async () => {
    const { id, token } = await make({ role: 'admin' });
    const schedule = await rouse.schedule([ana]);
    const forPeople = { status: 403, body: { detail: 'This is for people: a program is never on call.' } };
    const mine = '/api/v1/me/shifts?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z';
    expect(await rouse.api('GET', mine, undefined, { token })).toMatchObject(forPeople);
    const path = `/api/v1/schedules/${schedule.id}`;
    expect(await rouse.api('POST', `${path}/swaps`, { give: SOON }, { token })).toMatchObject(forPeople);
    expect(await rouse.api('POST', `${path}/overrides`, { ...SOON, userId: id }, { token })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'userId' }] },
    });
  });

  it('is renewed, and revoked together with the old secret; its account is retired', async () => {
    const before = await make({ name: 'Old robot', teams: [{ teamId: team.id, role: 'member' }] });
    const path = `/api/v1/service-tokens/${before.id}`;
    const after = newServiceToken.parse(await rouse.post(`${path}/rotation`, { keepOldForSeconds: 60 }));
    expect(after).toMatchObject({ id: before.id, old: { prefix: before.prefix } });
    const opens = ({ token }: ServiceToken) => statusOf('GET', '/api/v1/me', undefined, token);
    expect([await opens(before), await opens(after)]).toEqual([200, 200]);
    expect(await statusOf('DELETE', path, undefined)).toBe(204);
    expect([await opens(before), await opens(after)]).toEqual([401, 401]);
    expect(await statusOf('DELETE', path, undefined)).toBe(404);
    expect(await statusOf('POST', `${path}/rotation`, { keepOldForSeconds: 0 })).toBe(404);
    expect(await listed('/api/v1/service-tokens')).not.toContainEqual(
      expect.objectContaining({ id: before.id }),
    );
    expect(await rouse.get(`/api/v1/users/${before.id}`)).toMatchObject({
      name: 'Old robot',
      deletedAt: expect.any(String),
    });
  });

  it('is never stronger than the token that makes it', async () => {
    const root = await make({ role: 'admin', scopes: ['read', 'administer'] });
    const asRoot = (body: object) =>
      statusOf('POST', '/api/v1/service-tokens', { name: 'x', role: 'admin', ...body }, root.token);
    expect(await asRoot({})).toBe(403);
    expect(await asRoot({ scopes: ['configure'] })).toBe(403);
    expect(await asRoot({ scopes: ['read'] })).toBe(201);
    const strong = await make({ role: 'admin' });
    const rotation = `/api/v1/service-tokens/${strong.id}/rotation`;
    expect(await statusOf('POST', rotation, { keepOldForSeconds: 0 }, root.token)).toBe(403);
  });

  it.each<[string, object, string]>([
    [
      'an unknown team',
      { teams: [{ teamId: '0190a000-0000-7000-8000-000000000000', role: 'member' }] },
      'teams.0.teamId',
    ],
    ['an unknown role', { role: 'root' }, 'role'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['no name', { name: ' ' }, 'name'],
  ])('is not made with %s', async (_title, body, path) => {
    const before = await listed('/api/v1/service-tokens');
    const answer = await rouse.api('POST', '/api/v1/service-tokens', {
      name: 'x',
      role: 'observer',
      ...body,
    });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
    expect(await listed('/api/v1/service-tokens')).toEqual(before);
  });
});
