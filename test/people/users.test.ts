import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Users } from '../../src/people/users.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const NOBODY = '0190a000-0000-7000-8000-000000000000';
const page = z.object({
  items: z.array(z.looseObject({ id: z.string() })),
  nextCursor: z.string().nullable(),
});

describe('users', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo', role: 'observer' });
  });
  afterAll(() => rouse.stop());

  const valid = { name: 'Cy', email: 'cy@example.org', timeZone: 'Europe/Berlin', role: 'responder' };

  it('are made, read, listed and changed', async () => {
    const made = await rouse.api('POST', '/api/v1/users', { ...valid, name: '  Cy  ' });
    expect(made).toMatchObject({ status: 201, body: valid });
    const id = idOf(made.body);
    expect(await rouse.get(`/api/v1/users/${id}`)).toEqual(made.body);
    expect(page.parse(await rouse.get('/api/v1/users')).items).toContainEqual(made.body);
    const changed = await rouse.api('PATCH', `/api/v1/users/${id}`, {
      role: 'observer',
      timeZone: 'Asia/Kolkata',
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { ...valid, role: 'observer', timeZone: 'Asia/Kolkata' },
    });
    expect(await rouse.get(`/api/v1/users/${id}`)).toEqual(changed.body);
  });

  it('are listed page by page, the newest last', async () => {
    const all = page.parse(await rouse.get('/api/v1/users?limit=200')).items.map(({ id }) => id);
    const first = page.parse(await rouse.get('/api/v1/users?limit=2'));
    const rest = page.parse(await rouse.get(`/api/v1/users?limit=200&cursor=${first.nextCursor ?? ''}`));
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(all);
    expect([...all].sort()).toEqual(all);
    expect(rest.nextCursor).toBeNull();
  });

  it('have one e-mail address each, in whatever case, also when two ask at once', async () => {
    const twice = { ...valid, email: 'twice@example.org' };
    const answers = await Promise.all(
      [twice, { ...twice, email: 'TWICE@example.org' }].map((body) =>
        rouse.api('POST', '/api/v1/users', body),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject({
      body: { detail: expect.stringMatching(/has the e-mail address twice@example.org already/i) },
    });
  });

  it('change their own name and time zone, not their role and nobody else', async () => {
    const asBo = { token: bo.token };
    const change = (id: string, body: object) => rouse.api('PATCH', `/api/v1/users/${id}`, body, asBo);
    expect(await change(bo.id, { name: 'Bo B.', timeZone: 'UTC' })).toMatchObject({
      status: 200,
      body: { name: 'Bo B.' },
    });
    expect((await change(bo.id, { role: 'admin' })).status).toBe(403);
    expect((await change(ana.id, { name: 'x' })).status).toBe(403);
    expect((await change(NOBODY, { name: 'x' })).status).toBe(403);
    expect((await rouse.api('POST', '/api/v1/users', valid, { token: ana.token })).status).toBe(403);
  });

  it('always include an admin', async () => {
    const me = idOf(await rouse.get('/api/v1/me'));
    expect((await rouse.api('PATCH', `/api/v1/users/${me}`, { role: 'observer' })).status).toBe(409);
    const other = await rouse.person({ name: 'Di', role: 'admin' });
    // Two admins who demote each other at the same moment: one of them stays.
    const answers = await Promise.all([
      rouse.api('PATCH', `/api/v1/users/${other.id}`, { role: 'observer' }),
      rouse.api('PATCH', `/api/v1/users/${me}`, { role: 'observer' }, { token: other.token }),
    ]);
    const admins = await rouse.app.get(Users).adminIds(rouse.dataSource.manager);
    expect(admins).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await rouse.dataSource.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [me]);
  });

  it('tell their names in one go', async () => {
    const names = await rouse.app.get(Users).namesOf(rouse.dataSource.manager, [ana.id, NOBODY, ana.id]);
    expect([...names]).toEqual([[ana.id, 'Ana']]);
  });

  it.each([
    ['no name', { ...valid, name: undefined }, ['name']],
    ['an empty name', { ...valid, name: ' ' }, ['name']],
    ['a name that is a number', { ...valid, name: 7 }, ['name']],
    ['a name of 201 characters', { ...valid, name: 'x'.repeat(201) }, ['name']],
    ['a name that cannot be stored', { ...valid, name: 'a\u0000b' }, ['name']],
    ['an address that is none', { ...valid, email: 'cy' }, ['email']],
    ['an address that is too long', { ...valid, email: `${'x'.repeat(250)}@example.org` }, ['email']],
    ['a zone that does not exist', { ...valid, timeZone: 'Mars/Base' }, ['timeZone']],
    ['a zone that is an offset', { ...valid, timeZone: '+02:00' }, ['timeZone']],
    ['a role that does not exist', { ...valid, role: 'owner' }, ['role']],
    ['a field that is not known', { ...valid, colour: 'blue' }, ['colour']],
    [
      'several faults at once',
      { email: 'cy', timeZone: 'x', role: 'y' },
      ['name', 'email', 'timeZone', 'role'],
    ],
    ['a list', [], ['']],
    ['nothing', undefined, ['']],
    ['null', null, ['']],
  ])('answer 422 to %s', async (_name, body, paths) => {
    const answer = await rouse.api('POST', '/api/v1/users', body);
    expect(answer).toMatchObject({ status: 422, body: { errors: paths.map((path) => ({ path })) } });
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ timeZone: 7 }, 'timeZone'],
    [{ role: 'owner' }, 'role'],
    [{ email: 'new@example.org' }, 'email'],
  ])('answer 422 to the change %j', async (body, path) => {
    expect(await rouse.api('PATCH', `/api/v1/users/${ana.id}`, body)).toMatchObject({
      status: 422,
      body: { errors: [{ path }] },
    });
  });

  it('answer 400 to what cannot be read, 413 to what is too large, 404 to ids of nobody', async () => {
    const asJson = { headers: { 'content-type': 'application/json' } };
    expect((await rouse.api('POST', '/api/v1/users', '{"name":', asJson)).status).toBe(400);
    expect((await rouse.api('POST', '/api/v1/users', { ...valid, name: 'x'.repeat(600_000) })).status).toBe(
      413,
    );
    for (const id of [NOBODY, 'x', '%00', "'"]) {
      expect((await rouse.api('GET', `/api/v1/users/${id}`)).status).toBe(404);
      expect((await rouse.api('PATCH', `/api/v1/users/${id}`, { name: 'x' })).status).toBe(404);
    }
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=x', 'colour=blue'])(
    'answer 422 to ?%s',
    async (query) => {
      expect(await rouse.api('GET', `/api/v1/users?${query}`)).toMatchObject({
        status: 422,
        body: { errors: [{ path: query.split('=')[0] }] },
      });
    },
  );
});
