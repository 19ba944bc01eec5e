import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

describe('a person who leaves', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());

  const take = (person: Person, options = {}) =>
    rouse.api('DELETE', `/api/v1/users/${person.id}`, undefined, options);

  it('is signed out at once, is in no team and no list, and stays in history', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const team = await rouse.team('Team of Ana', [ana]);
    expect((await take(ana)).status).toBe(204);
    expect((await rouse.api('GET', '/api/v1/me', undefined, { token: ana.token })).status).toBe(401);
    expect(await rouse.get(`/api/v1/teams/${team.id}`)).toMatchObject({ members: [] });
    expect(JSON.stringify(await rouse.get('/api/v1/users?limit=200'))).not.toContain(ana.id);
    expect(await rouse.get(`/api/v1/users/${ana.id}`)).toMatchObject({
      name: 'Ana',
      deletedAt: expect.any(String),
    });
    expect((await take(ana)).status).toBe(404);
  });

  it('leaves the address to whoever comes next', async () => {
    const ana = await rouse.person({ name: 'Ana', email: 'ana.of.two@example.org' });
    await take(ana);
    await rouse.person({ name: 'Ana', email: 'ana.of.two@example.org' });
  });

  it('cannot be put anywhere afterwards', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    await take(ana);
    const step = { targets: [{ type: 'user', id: ana.id }], escalateAfterSeconds: 60 };
    const answer = await rouse.api('POST', '/api/v1/escalation-policies', {
      name: 'for somebody gone',
      repeat: 0,
      steps: [step],
    });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'steps.0.targets.0.id' }] } });
    expect(
      (await rouse.api('POST', `/api/v1/users/${ana.id}/tokens`, { name: 'after the end' })).status,
    ).toBe(404);
  });

  it('is refused while something needs them, and says what', async () => {
    const [ana, bo] = [await rouse.person({ name: 'Ana' }), await rouse.person({ name: 'Bo' })];
    const schedule = await rouse.schedule([ana], { name: 'Primary' });
    await rouse.policy([{ page: [ana] }], { name: 'Checkout' });
    expect(await take(ana)).toMatchObject({
      status: 409,
      body: { detail: 'Ana is still needed by the rotation of Primary, the escalation policy Checkout.' },
    });
    await rouse.post(`/api/v1/schedules/${schedule.id}/overrides`, {
      start: '2099-01-01T00:00:00Z',
      end: '2099-01-02T00:00:00Z',
      userId: bo.id,
    });
    expect(await take(bo)).toMatchObject({
      status: 409,
      body: { detail: 'Bo is still needed by an override of Primary.' },
    });
  });

  it('is not for responders, and the last admin stays', async () => {
    const [ana, bo] = [await rouse.person({ name: 'Ana' }), await rouse.person({ name: 'Bo' })];
    expect((await take(ana, { token: bo.token })).status).toBe(403);
    const me = idOf(await rouse.get('/api/v1/me'));
    expect((await rouse.api('DELETE', `/api/v1/users/${me}`)).status).toBe(409);
  });
});
