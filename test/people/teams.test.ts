import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Teams } from '../../src/people/teams.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const NOBODY = '0190a000-0000-7000-8000-000000000000';

describe('teams', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
  });
  afterAll(() => rouse.stop());

  const manager = (person: { id: string }) => ({ userId: person.id, role: 'manager' });
  const member = (person: { id: string }) => ({ userId: person.id, role: 'member' });

  it('are made, read, listed and replaced', async () => {
    const made = await rouse.api('POST', '/api/v1/teams', {
      name: 'Platform',
      members: [member(bo), manager(ana)],
    });
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Platform', members: [manager(ana), member(bo)] },
    });
    const id = idOf(made.body);
    expect(await rouse.get(`/api/v1/teams/${id}`)).toEqual(made.body);
    expect(await rouse.get('/api/v1/teams')).toMatchObject({ items: [made.body], nextCursor: null });
    const replaced = await rouse.api('PUT', `/api/v1/teams/${id}`, {
      name: 'Platform',
      members: [manager(bo)],
    });
    expect(replaced).toMatchObject({ status: 200, body: { id, name: 'Platform', members: [manager(bo)] } });
    expect(await rouse.app.get(Teams).managersOf(rouse.dataSource.manager, id)).toEqual([bo.id]);
  });

  it('are changed by their managers and by admins, by nobody else', async () => {
    const id = idOf(await rouse.post('/api/v1/teams', { name: 'Web', members: [manager(ana), member(bo)] }));
    const body = { name: 'Web', members: [manager(ana)] };
    expect((await rouse.api('PUT', `/api/v1/teams/${id}`, body, { token: bo.token })).status).toBe(403);
    expect((await rouse.api('PUT', `/api/v1/teams/${id}`, body, { token: ana.token })).status).toBe(200);
    expect((await rouse.api('POST', '/api/v1/teams', body, { token: ana.token })).status).toBe(403);
  });

  it('have a name of their own', async () => {
    await rouse.post('/api/v1/teams', { name: 'Data', members: [] });
    const other = idOf(await rouse.post('/api/v1/teams', { name: 'Search', members: [] }));
    const taken = { status: 409, body: { detail: 'There is a team named Data already.' } };
    expect(await rouse.api('POST', '/api/v1/teams', { name: 'Data', members: [] })).toMatchObject(taken);
    expect(await rouse.api('PUT', `/api/v1/teams/${other}`, { name: 'Data', members: [] })).toMatchObject(
      taken,
    );
  });

  it('answer 422 with the path of each fault, and make nothing of it', async () => {
    const cases: [unknown, string[]][] = [
      [{ name: 'x', members: [{ userId: NOBODY, role: 'member' }] }, ['members.0.userId']],
      [{ name: 'x', members: [member(ana), { userId: NOBODY, role: 'member' }] }, ['members.1.userId']],
      [{ name: 'x', members: [member(ana), manager(ana)] }, ['members.1.userId']],
      [{ name: 'x', members: [member(ana), manager({ id: ana.id.toUpperCase() })] }, ['members.1.userId']],
      [{ name: 'x', members: [{ userId: 'ana', role: 'member' }] }, ['members.0.userId']],
      [{ name: 'x', members: [{ userId: ana.id, role: 'boss' }] }, ['members.0.role']],
      [{ name: 'x', members: [{ userId: ana.id }] }, ['members.0.role']],
      [{ name: 'x', members: ['ana'] }, ['members.0']],
      [{ name: 'x', members: 'ana' }, ['members']],
      [{ name: 'x' }, ['members']],
      [{ name: '', members: [] }, ['name']],
      [{}, ['name', 'members']],
      [{ name: 'x', members: [], colour: 'blue' }, ['colour']],
    ];
    const id = idOf(await rouse.post('/api/v1/teams', { name: 'Ops', members: [member(ana)] }));
    const before = await rouse.get(`/api/v1/teams/${id}`);
    for (const [body, paths] of cases) {
      const refusal = { status: 422, body: { errors: paths.map((path) => ({ path })) } };
      expect(await rouse.api('POST', '/api/v1/teams', body)).toMatchObject(refusal);
      expect(await rouse.api('PUT', `/api/v1/teams/${id}`, body)).toMatchObject(refusal);
    }
    expect(await rouse.get(`/api/v1/teams/${id}`)).toEqual(before);
    const all = JSON.stringify(await rouse.get('/api/v1/teams?limit=200'));
    expect(all).not.toContain('"x"');
  });

  it('answer 404 to ids of no team', async () => {
    for (const id of [NOBODY, 'x']) {
      expect((await rouse.api('GET', `/api/v1/teams/${id}`)).status).toBe(404);
      expect((await rouse.api('PUT', `/api/v1/teams/${id}`, { name: 'x', members: [] })).status).toBe(404);
    }
  });
});
