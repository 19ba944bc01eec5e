import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Sessions } from '../../src/access/sessions/sessions.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const NOTHING = '0190a000-0000-7000-8000-000000000000';
const FAR = { start: '2031-01-01T00:00:00Z', end: '2031-01-02T00:00:00Z' };

/** What the walk over the routes cannot show: changes that touch two teams or permissions, and changes of who may. */
describe('permissions', () => {
  let rouse: RunningRouse;
  /** Mia manages Red, Max manages Blue, Bea both; Joe is a member of Red; Olga observes. */
  let mia: Person;
  let max: Person;
  let bea: Person;
  let joe: Person;
  let olga: Person;
  let red: string;
  let blue: string;
  let escalationPolicyId: string;

  const members = (managers: readonly Person[], others: readonly Person[] = []) => [
    ...managers.map(({ id }) => ({ userId: id, role: 'manager' })),
    ...others.map(({ id }) => ({ userId: id, role: 'member' })),
  ];
  const statusOf = async (by: Person, method: string, path: string, body?: unknown): Promise<number> =>
    (await rouse.api(method, path, body, { token: by.token })).status;

  beforeAll(async () => {
    rouse = await startRouse();
    mia = await rouse.person({ name: 'Mia' });
    max = await rouse.person({ name: 'Max' });
    bea = await rouse.person({ name: 'Bea' });
    joe = await rouse.person({ name: 'Joe' });
    olga = await rouse.person({ name: 'Olga', role: 'observer' });
    red = idOf(await rouse.post('/api/v1/teams', { name: 'Red', members: members([mia, bea], [joe]) }));
    blue = idOf(await rouse.post('/api/v1/teams', { name: 'Blue', members: members([max, bea]) }));
    ({ id: escalationPolicyId } = await rouse.policy([{ page: [mia] }]));
  });
  afterAll(() => rouse.stop());

  let made = 0;
  const schedule = (teamId: string | null) => ({
    name: `Schedule of ${String(++made)}`,
    timeZone: 'UTC',
    teamId,
    layers: [{ participants: [max.id], startsAt: '2026-01-05T09:00', handoff: 'FREQ=WEEKLY' }],
  });
  const service = (teamId: string | null) => ({
    name: `Service of ${String(++made)}`,
    teamId,
    escalationPolicyId,
    urgency: 'high',
  });
  const policy = (teamId: string | null) => ({
    name: `Policy of ${String(++made)}`,
    teamId,
    repeat: 0,
    steps: [{ targets: [{ type: 'user', id: mia.id }], escalateAfterSeconds: 60 }],
  });

  it.each([
    ['schedules', 'PUT', schedule],
    ['escalation-policies', 'PUT', policy],
    ['services', 'PATCH', service],
  ] as const)('%s change teams by whoever manages both, or an admin', async (what, method, body) => {
    const path = `/api/v1/${what}`;
    const id = idOf(await rouse.post(path, body(red), { token: mia.token }));
    const moveTo = (teamId: string | null, by: Person) => statusOf(by, method, `${path}/${id}`, body(teamId));
    expect([await moveTo(blue, mia), await moveTo(blue, max), await moveTo(null, bea)]).toEqual([
      403, 403, 403,
    ]);
    expect(await rouse.get(`${path}/${id}`)).toMatchObject({ teamId: red });
    expect(await moveTo(blue, bea)).toBe(200);
    expect([await moveTo(blue, mia), await moveTo(blue, max)]).toEqual([403, 200]);
    expect(await rouse.api(method, `${path}/${id}`, body(null))).toMatchObject({ body: { teamId: null } });
    expect(await moveTo(red, bea)).toBe(403);
    expect(await rouse.api('POST', path, body(NOTHING))).toMatchObject({
      body: { errors: [{ path: 'teamId' }] },
    });
    expect((await rouse.api('POST', path, body(NOTHING), { token: mia.token })).status).toBe(403);
  });

  it('maintenance is for whoever may for all of its services, before and after', async () => {
    const [ofRed, ofBlue, ofNobody] = await Promise.all(
      [red, blue, null].map(async (teamId) => idOf(await rouse.post('/api/v1/services', service(teamId)))),
    );
    const window = (...serviceIds: unknown[]) => ({ name: 'Update', serviceIds, ...FAR });
    const path = '/api/v1/maintenance-windows';
    expect(await statusOf(joe, 'POST', path, window(ofRed, ofBlue))).toBe(403);
    const id = idOf(await rouse.post(path, window(ofRed, ofNobody), { token: joe.token }));
    expect(await statusOf(joe, 'PATCH', `${path}/${id}`, { serviceIds: [ofRed, ofBlue] })).toBe(403);
    expect(await statusOf(max, 'PATCH', `${path}/${id}`, { serviceIds: [ofBlue] })).toBe(403);
    expect(await statusOf(max, 'DELETE', `${path}/${id}`)).toBe(403);
    expect(await statusOf(joe, 'PATCH', `${path}/${id}`, { serviceIds: [ofNobody] })).toBe(200);
    expect(await statusOf(max, 'DELETE', `${path}/${id}`)).toBe(204);
  });

  it('overrides are taken back by whom they put in, but not what was agreed on', async () => {
    const id = idOf(await rouse.post('/api/v1/schedules', schedule(blue)));
    const path = `/api/v1/schedules/${id}/overrides`;
    const forJoe = idOf(await rouse.post(path, { ...FAR, userId: joe.id }, { token: max.token }));
    expect(await statusOf(mia, 'DELETE', `/api/v1/overrides/${forJoe}`)).toBe(403);
    expect(await statusOf(joe, 'DELETE', `/api/v1/overrides/${forJoe}`)).toBe(204);
    const cover = { give: FAR, withUserId: joe.id };
    const swap = idOf(await rouse.post(`/api/v1/schedules/${id}/swaps`, cover, { token: max.token }));
    expect(await statusOf(mia, 'POST', `/api/v1/swaps/${swap}/accept`)).toBe(403);
    expect((await rouse.api('POST', `/api/v1/swaps/${swap}/accept`)).status).toBe(403);
    const accepted = await rouse.post(`/api/v1/swaps/${swap}/accept`, undefined, { token: joe.token });
    const { overrideIds } = z.object({ overrideIds: z.tuple([z.string()]) }).parse(accepted);
    const agreed = `/api/v1/overrides/${overrideIds[0]}`;
    expect(await statusOf(joe, 'DELETE', agreed)).toBe(403);
    expect(await statusOf(bea, 'DELETE', agreed)).toBe(204);
  });

  it('what is personal of others is refused whether or not there is such a thing', async () => {
    const method = mia.methods.sms ?? '';
    for (const id of [method, NOTHING]) {
      const path = `/api/v1/contact-methods/${id}`;
      expect(await statusOf(max, 'DELETE', path)).toBe(403);
      expect(await statusOf(max, 'GET', `${path}/test`)).toBe(403);
      expect(await statusOf(max, 'POST', `${path}/verify`, { code: '000000' })).toBe(403);
      expect(await statusOf(max, 'DELETE', `/api/v1/tokens/${id}`)).toBe(403);
    }
    for (const userId of [mia.id, NOTHING])
      expect(await statusOf(max, 'GET', `/api/v1/users/${userId}/contact-methods`)).toBe(403);
    expect(await statusOf(mia, 'DELETE', `/api/v1/contact-methods/${method}`)).toBe(204);
    expect(await statusOf(mia, 'DELETE', `/api/v1/contact-methods/${method}`)).toBe(404);
  });

  it('a manager decides who is in the team, and nothing about anybody’s role', async () => {
    const path = `/api/v1/teams/${red}`;
    const withMax = { name: 'Red', members: members([mia, bea, max], [joe]) };
    expect(await statusOf(joe, 'PUT', path, withMax)).toBe(403);
    expect(await statusOf(mia, 'PUT', path, withMax)).toBe(200);
    expect(await statusOf(mia, 'PUT', path, { name: 'Red', members: members([mia, bea], [joe]) })).toBe(200);
    expect(await statusOf(mia, 'PATCH', `/api/v1/users/${mia.id}`, { role: 'admin' })).toBe(403);
    expect(await statusOf(mia, 'PATCH', `/api/v1/users/${joe.id}`, { timeZone: 'UTC' })).toBe(403);
    const vouched = { type: 'email', address: 'mia@example.org', preVerified: true };
    expect(await statusOf(mia, 'POST', `/api/v1/users/${mia.id}/contact-methods`, vouched)).toBe(403);
    expect(await statusOf(olga, 'PATCH', `/api/v1/users/${olga.id}`, { timeZone: 'UTC' })).toBe(200);
  });

  it('a role or a team that is taken away is gone from the next request on, by token and by session', async () => {
    const { secret } = await rouse.app
      .get(Sessions)
      .begin(rouse.app.get(DataSource).manager, bea.id, { sourceAddress: '127.0.0.1', userAgent: '' });
    const byToken = (body: object) => statusOf(bea, 'POST', '/api/v1/schedules', body);
    const bySession = async (body: object) => {
      const headers = { cookie: `rouse=${secret}`, origin: rouse.url };
      return (await rouse.api('POST', '/api/v1/schedules', body, { token: null, headers })).status;
    };
    const both = async () => [await byToken(schedule(blue)), await bySession(schedule(blue))];
    expect(await both()).toEqual([201, 201]);
    const giveRole = (role: string) => rouse.api('PATCH', `/api/v1/users/${bea.id}`, { role });
    await giveRole('observer');
    expect(await both()).toEqual([403, 403]);
    await giveRole('responder');
    expect(await both()).toEqual([201, 201]);
    await rouse.put(`/api/v1/teams/${blue}`, { name: 'Blue', members: members([max], [bea]) });
    expect(await both()).toEqual([403, 403]);
  });
});
