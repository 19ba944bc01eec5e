import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const scheduleSchema = z.object({
  id: z.string(),
  version: z.int(),
  layers: z.array(z.looseObject({ id: z.string(), name: z.string(), participants: z.array(z.string()) })),
});

describe('schedules', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo', role: 'observer' });
  });
  afterAll(() => rouse.stop());

  const layer = (more: Record<string, unknown> = {}) => ({
    participants: [ana.id, bo.id],
    startsAt: '2026-01-05T09:00',
    handoff: 'FREQ=WEEKLY;BYDAY=MO',
    ...more,
  });
  const schedule = (more: Record<string, unknown> = {}) => ({
    name: 'Web',
    timeZone: 'Europe/Berlin',
    layers: [layer()],
    ...more,
  });
  const make = async (more: Record<string, unknown>) =>
    scheduleSchema.parse(await rouse.post('/api/v1/schedules', schedule(more)));

  it('are made with everything that was left out said, read and listed alike', async () => {
    const answer = await rouse.api('POST', '/api/v1/schedules', schedule({ name: 'Everything' }));
    const id = idOf(answer.body);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    const time: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(answer.body).toEqual({
      id,
      name: 'Everything',
      timeZone: 'Europe/Berlin',
      teamId: null,
      version: 1,
      createdAt: time,
      updatedAt: time,
      layers: [
        {
          id: expect.any(String),
          name: 'layer 1',
          participants: [ana.id, bo.id],
          startsAt: '2026-01-05T09:00',
          endsAt: null,
          handoff: 'FREQ=WEEKLY;BYDAY=MO',
          shiftDuration: null,
          restrictions: [],
          onAbsence: 'cover',
        },
      ],
      warnings: [],
    });
    const { warnings: _warnings, ...told } = z.looseObject({ warnings: z.unknown() }).parse(answer.body);
    const read = await rouse.api('GET', `/api/v1/schedules/${id}`, undefined, { token: bo.token });
    expect(read).toMatchObject({ status: 200, body: told });
    expect(read.headers.get('etag')).toBe('"1"');
    expect(await rouse.get('/api/v1/schedules')).toMatchObject({ items: [told], nextCursor: null });
  });

  it('tell who changed them and when, the newest version first', async () => {
    const cy = await rouse.person({ name: 'Cy', role: 'admin' });
    const { id } = await make({ name: 'Versions' });
    await rouse.api('PUT', `/api/v1/schedules/${id}`, schedule({ name: 'Changed' }), { token: cy.token });
    const answer = await rouse.api('GET', `/api/v1/schedules/${id}/versions`, undefined, { token: bo.token });
    const madeAt: unknown = expect.stringMatching(/Z$/);
    expect(answer.body).toEqual({
      items: [
        { version: 2, madeAt, madeBy: cy.id },
        { version: 1, madeAt, madeBy: expect.any(String) },
      ],
    });
    const unknown = await rouse.api('GET', `/api/v1/schedules/${ana.id}/versions`);
    expect(unknown.status).toBe(404);
  });

  it('keep their layers and participants in order, and everything that a layer says', async () => {
    const night = {
      name: 'night',
      participants: [bo.id, ana.id, bo.id],
      startsAt: '2026-01-05T18:00',
      endsAt: '2027-01-05T18:00',
      handoff: 'FREQ=DAILY',
      shiftDuration: 'PT12H',
      restrictions: [
        { days: ['MO', 'SU'], from: '18:00', to: '06:00' },
        { from: '12:00', to: '13:00' },
      ],
      onAbsence: 'gap',
    };
    const made = await make({ name: 'In order', layers: [layer({ name: 'day' }), night, layer()] });
    expect(made.layers).toMatchObject([{ name: 'day' }, night, { name: 'layer 3' }]);
    expect(new Set(made.layers.map(({ id }) => id)).size).toBe(3);
  });

  it('are replaced whole; a layer that comes with its id keeps it', async () => {
    const before = await make({ name: 'Replaced', layers: [layer({ name: 'a' }), layer({ name: 'b' })] });
    const [a, b] = before.layers;
    const other = await make({ name: 'Another' });
    const answer = await rouse.api('PUT', `/api/v1/schedules/${before.id}`, {
      name: 'Replaced too',
      timeZone: 'America/New_York',
      layers: [layer({ id: b?.id, name: 'b' }), layer({ id: other.layers[0]?.id }), layer({ id: 'mine' })],
    });
    expect(answer).toMatchObject({ status: 200, body: { version: 2, name: 'Replaced too' } });
    expect(answer.headers.get('etag')).toBe('"2"');
    const after = scheduleSchema.parse(answer.body);
    expect(after.layers.map(({ name }) => name)).toEqual(['b', 'layer 2', 'layer 3']);
    expect(after.layers[0]?.id).toBe(b?.id);
    expect([a?.id, b?.id, other.layers[0]?.id, 'mine']).not.toContain(after.layers[1]?.id);
    expect(after.layers[2]?.id).not.toBe('mine');
    expect(answer.body).toMatchObject(
      z.looseObject({}).parse(await rouse.get(`/api/v1/schedules/${before.id}`)),
    );
    expect(await rouse.get(`/api/v1/schedules/${other.id}`)).toMatchObject({ layers: other.layers });
  });

  it('are replaced only where nobody was quicker, if asked so', async () => {
    const { id } = await make({ name: 'Contested' });
    const put = (ifMatch: string) =>
      rouse.api('PUT', `/api/v1/schedules/${id}`, schedule({ name: 'Contested' }), {
        headers: { 'if-match': ifMatch },
      });
    expect((await put('"1"')).status).toBe(200);
    expect(await put('"1"')).toMatchObject({ status: 409, body: { version: 2 } });
    expect((await put('*')).status).toBe(200);
    const answers = await Promise.all([put('"3"'), put('"3"'), put('"3"')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('change with a record of before and after', async () => {
    const made = await make({ name: 'Audited' });
    await rouse.put(`/api/v1/schedules/${made.id}`, schedule({ name: 'Audited more' }));
    await rouse.delete(`/api/v1/schedules/${made.id}`);
    const rows: unknown = await rouse.dataSource.query(
      `SELECT action, before ->> 'name' AS before, after ->> 'name' AS after
       FROM audit_log WHERE object_id = $1 ORDER BY id`,
      [made.id],
    );
    expect(rows).toEqual([
      { action: 'schedule.create', before: null, after: 'Audited' },
      { action: 'schedule.update', before: 'Audited', after: 'Audited more' },
      { action: 'schedule.archive', before: 'Audited more', after: null },
    ]);
  });

  it('are told with warnings of what is hardly meant', async () => {
    const cy = await rouse.person({ name: 'Cy', phone: null });
    const layers = [layer({ participants: [ana.id, cy.id] }), layer({ name: 'over it' })];
    const made = z
      .object({ id: z.string(), warnings: z.array(z.unknown()) })
      .parse(await rouse.post('/api/v1/schedules', schedule({ name: 'Warned', layers })));
    const noPhone = {
      path: 'layers.0.participants.1',
      message: 'Cy has no verified phone, so no SMS and no call reaches them.',
    };
    expect(made.warnings).toEqual([
      { path: 'layers.0', message: expect.stringContaining('"over it"') },
      noPhone,
    ]);
    const replaced = schedule({ name: 'Warned', layers: layers.slice(0, 1) });
    expect(await rouse.put(`/api/v1/schedules/${made.id}`, replaced)).toMatchObject({ warnings: [noPhone] });
  });

  it('are not archived while a policy pages them, and it says which', async () => {
    const { id } = await make({ name: 'In use' });
    const used = { kind: 'schedule', id, name: 'In use' } as const;
    const policy = await rouse.policy([{ page: [used] }, { page: [ana, used] }], { name: 'Pages it' });
    expect(await rouse.api('DELETE', `/api/v1/schedules/${id}`)).toMatchObject({
      status: 409,
      body: { detail: 'The schedule is used by the escalation policy Pages it.' },
    });
    await rouse.delete(`/api/v1/escalation-policies/${policy.id}`);
    expect((await rouse.api('DELETE', `/api/v1/schedules/${id}`)).status).toBe(204);
    expect((await rouse.api('DELETE', `/api/v1/schedules/${id}`)).status).toBe(404);
    expect((await rouse.api('GET', `/api/v1/schedules/${id}`)).status).toBe(404);
  });

  it('that are archived and replaced at the same moment end in one of the two ways', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await make({ name: 'Racing' });
      const [archived, replaced, again] = await Promise.all([
        rouse.api('DELETE', `/api/v1/schedules/${id}`),
        rouse.api('PUT', `/api/v1/schedules/${id}`, schedule({ name: 'Racing' })),
        rouse.api('DELETE', `/api/v1/schedules/${id}`),
      ]);
      expect([archived.status, again.status].sort()).toEqual([204, 404]);
      expect([200, 404]).toContain(replaced.status);
      expect((await rouse.api('GET', `/api/v1/schedules/${id}`)).status).toBe(404);
    }
  });

  it('that are archived while a policy begins to page them: one wins, the other is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await make({ name: `Wanted ${String(round)}` });
      const policy = {
        name: `Wants ${String(round)}`,
        repeat: 0,
        steps: [{ targets: [{ type: 'schedule', id }], escalateAfterSeconds: 60 }],
      };
      const answers = await Promise.all([
        rouse.api('DELETE', `/api/v1/schedules/${id}`),
        rouse.api('POST', '/api/v1/escalation-policies', policy),
      ]);
      expect([
        [204, 422],
        [409, 201],
      ]).toContainEqual(answers.map(({ status }) => status));
    }
  });

  it('have a name of their own', async () => {
    await make({ name: 'Taken' });
    const { id } = await make({ name: 'Free' });
    const taken = { status: 409, body: { detail: 'There is a schedule named Taken already.' } };
    expect(await rouse.api('POST', '/api/v1/schedules', schedule({ name: 'Taken' }))).toMatchObject(taken);
    expect(await rouse.api('PUT', `/api/v1/schedules/${id}`, schedule({ name: 'Taken' }))).toMatchObject(
      taken,
    );
    const both = ['Twins', 'Twins'].map((name) => rouse.api('POST', '/api/v1/schedules', schedule({ name })));
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('are written by admins and read by everybody who is signed in', async () => {
    const { id } = await make({ name: 'Guarded' });
    for (const [method, path, body] of [
      ['POST', '/api/v1/schedules', schedule({ name: 'By Ana' })],
      ['PUT', `/api/v1/schedules/${id}`, schedule({ name: 'By Ana' })],
      ['DELETE', `/api/v1/schedules/${id}`, undefined],
    ] as const) {
      expect((await rouse.api(method, path, body, { token: ana.token })).status).toBe(403);
      expect((await rouse.api(method, path, body, { token: null })).status).toBe(401);
    }
    expect((await rouse.api('GET', '/api/v1/schedules', undefined, { token: bo.token })).status).toBe(200);
    expect((await rouse.api('GET', '/api/v1/schedules', undefined, { token: null })).status).toBe(401);
  });

  it('page by cursor without losing or repeating any', async () => {
    const page = z.object({ items: z.array(scheduleSchema), nextCursor: z.string().nullable() });
    const all = page.parse(await rouse.get('/api/v1/schedules?limit=200')).items.map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const next = page.parse(await rouse.get(`/api/v1/schedules?limit=2${query}`));
      seen.push(...next.items.map(({ id }) => id));
      cursor = next.nextCursor;
    }
    expect(seen).toEqual(all);
    expect(all.length).toBeGreaterThan(5);
  });
});
