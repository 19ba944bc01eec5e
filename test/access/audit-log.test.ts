import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { request } from 'node:http';
import { z } from 'zod';
import { AuditLogExport } from '../../src/access/audit-log-export.js';
import { AuditLogReader } from '../../src/access/audit-log-reader.js';
import { AuditLogRetention } from '../../src/access/audit-log-retention.js';
import { readCsv } from './csv-reader.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const logSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      actor: z.string(),
      actorUserId: z.string().nullable(),
      actorKind: z.string(),
      action: z.string(),
      objectId: z.string(),
      before: z.unknown(),
      after: z.unknown(),
      sourceAddress: z.string().nullable(),
      requestId: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

describe('the audit log', () => {
  let rouse: RunningRouse;
  let ana: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana', phone: '+15005550006' });
  });
  afterAll(() => rouse.stop());

  const read = async (query = '') => logSchema.parse(await rouse.get(`/api/v1/audit-log${query}`));

  it('tells who changed what, from where, in which request', async () => {
    const answer = await rouse.api(
      'PATCH',
      `/api/v1/users/${ana.id}`,
      { name: 'Ana Brix' },
      {
        token: ana.token,
        headers: {
          'audit-reason': "UTF-8''She%20married%20%E2%99%A5, call +15005550006".replaceAll(/[ ,]/g, (c) =>
            encodeURIComponent(c),
          ),
        },
      },
    );
    const { items } = await read(`?objectType=user&objectId=${ana.id}`);
    expect(items.map(({ action }) => action)).toEqual(['user.update', 'user.create']);
    expect(items[0]).toMatchObject({
      actor: 'Ana',
      actorUserId: ana.id,
      actorKind: 'person',
      reason: 'She married ♥, call +15…06',
      before: { name: 'Ana' },
      after: { name: 'Ana Brix' },
      sourceAddress: '127.0.0.1',
      requestId: answer.headers.get('x-request-id'),
    });
  });

  it('says that an address was vouched for, and tells no phone number whole', async () => {
    const { items } = await read('?objectType=contact-method');
    expect(items[0]).toMatchObject({
      action: 'contact-method.create',
      after: { preVerified: true, address: '+15…06' },
    });
    expect(JSON.stringify(await read())).not.toContain('+15005550006');
  });

  it('pages from the newest to the oldest', async () => {
    const all = (await read()).items.map(({ id }) => id);
    const first = await read('?limit=2');
    const rest = await read(`?limit=200&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(all);
    expect(rest.nextCursor).toBeNull();
    expect(all.map(Number)).toEqual(all.map(Number).sort((a, b) => b - a));
  });

  it('records nothing of a change that did not happen', async () => {
    const before = (await read('?limit=200')).items.length;
    await rouse.api('POST', '/api/v1/teams', {
      name: 'Nobody',
      members: [{ userId: '0190a000-0000-7000-8000-000000000000', role: 'member' }],
    });
    expect((await read('?limit=200')).items).toHaveLength(before);
  });

  it('knows the request and its reason also where the body comes late', async () => {
    const sent = request(new URL(`/api/v1/users/${ana.id}`, rouse.url), {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${ana.token}`,
        'content-type': 'application/json',
        'audit-reason': 'slowly',
        'transfer-encoding': 'chunked',
      },
    });
    sent.write('{"name":');
    sent.flushHeaders();
    await new Promise((resolve) => setTimeout(resolve, 100));
    sent.end('"Ana Cole"}');
    await once(sent, 'response');
    const [entry] = (await read(`?objectId=${ana.id}`)).items;
    expect(entry).toMatchObject({
      reason: 'slowly',
      requestId: expect.any(String),
      after: { name: 'Ana Cole' },
    });
  });

  it('refuses a reason that is no one line, and changes nothing', async () => {
    const answer = await rouse.api(
      'PATCH',
      `/api/v1/users/${ana.id}`,
      { name: 'Ana Dahl' },
      { headers: { 'audit-reason': "UTF-8''two%0Alines" } },
    );
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'Audit-Reason' }] } });
    expect((await read(`?objectId=${ana.id}`)).items[0]).toMatchObject({ after: { name: 'Ana Cole' } });
  });

  it.each([
    ['who', () => `actor=${ana.id}`, ['user.update', 'user.update']],
    ['Rouse itself', () => 'actor=system&action=user.create', ['user.create']],
    ['one action', () => 'action=contact-method.create', ['contact-method.create']],
    ['all actions of a kind', () => 'action=contact-method.', ['contact-method.create']],
    ['a kind of thing', () => 'objectType=contact-method', ['contact-method.create']],
    ['a thing', () => `objectId=${ana.id}&actor=${ana.id}`, ['user.update', 'user.update']],
    ['a time', () => 'from=2000-01-01T00:00:00Z&to=2000-01-02T00:00:00Z', []],
    ['a time till now', () => `from=2000-01-01T00:00:00Z&action=user.update`, ['user.update', 'user.update']],
    [
      'words of what was changed',
      () => `text=${encodeURIComponent('ana brix')}&action=user.`,
      ['user.update', 'user.update'],
    ],
    ['a word of the reason, as far as it is typed', () => 'text=marri', ['user.update']],
    [
      'words that a parser might stumble over',
      () => `text=${encodeURIComponent('x:* & | !( \' \\\\ <-> a-b "')}`,
      [],
    ],
    ['no word at all', () => `text=${encodeURIComponent("'(&|!:*)")}`, []],
  ])('finds entries by %s', async (_what, query, actions) => {
    expect((await read(`?${query()}`)).items.map(({ action }) => action)).toEqual(actions);
  });

  it('is exported whole, as lines of JSON or as CSV, and says so', async () => {
    const wanted = `objectId=${ana.id}&actor=${ana.id}`;
    const { items } = z
      .object({ items: z.array(z.unknown()) })
      .parse(await rouse.get(`/api/v1/audit-log?${wanted}`));
    const json = await rouse.api('GET', `/api/v1/audit-log/export?format=jsonl&${wanted}`, undefined, {
      headers: { 'audit-reason': 'for the auditors' },
    });
    expect(json.headers.get('content-type')).toBe('application/jsonl');
    expect(json.headers.get('content-disposition')).toBe('attachment; filename="audit-log.jsonl"');
    const lines = String(json.body).trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(items);

    const csv = await rouse.api('GET', `/api/v1/audit-log/export?format=csv&${wanted}`);
    const [head = [], ...rows] = readCsv(String(csv.body));
    expect(rows).toHaveLength(items.length);
    expect(rows.map((row) => row[head.indexOf('reason')])).toContain('She married ♥, call +15…06');
    const [, exported] = (await read('?action=audit-log.')).items;
    expect(exported).toMatchObject({
      action: 'audit-log.export',
      after: { format: 'jsonl', objectId: ana.id, actor: ana.id },
      reason: 'for the auditors',
    });
  });

  it('is exported in batches, and no further than somebody reads', async () => {
    await rouse.dataSource.query(
      `INSERT INTO audit_log (actor, action, object_type, object_id, after)
       SELECT 'system', 'bulk.create', 'bulk', number::text, jsonb_build_object('text', repeat('x', 2000))
         FROM generate_series(1, 1200) number`,
    );
    const whole = await rouse.api('GET', '/api/v1/audit-log/export?format=jsonl&action=bulk.');
    expect(String(whole.body).trimEnd().split('\n')).toHaveLength(1_200);

    const reader = jest.spyOn(rouse.app.get(AuditLogReader, { strict: false }), 'list');
    const stream = await rouse.app.get(AuditLogExport, { strict: false }).open(
      {
        userId: ana.id,
        name: 'Ana',
        role: 'admin',
        teams: new Map(),
        scopes: null,
        credential: { kind: 'token', id: ana.id },
        sourceAddress: '127.0.0.1',
      },
      { format: 'jsonl', action: 'bulk.' },
    );
    await once(stream, 'readable');
    stream.read(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    stream.destroy();
    await once(stream, 'close');
    // One batch is there, and one more at most is made ready.
    expect(reader.mock.calls.length).toBeLessThan(3);
    reader.mockRestore();
  });

  it('cannot be changed afterwards, not even by Rouse', async () => {
    for (const statement of [
      `UPDATE audit_log SET actor = 'nobody'`,
      'DELETE FROM audit_log',
      'TRUNCATE audit_log',
    ])
      await expect(rouse.dataSource.query(statement)).rejects.toThrow('append-only');
  });

  it('lets go what is older than is set, whole days from the oldest on, and says so', async () => {
    const remove = (days: number, which: string) =>
      rouse.dataSource.transaction(async (manager) => {
        await manager.query(`SELECT set_config('rouse.audit_retention_days', $1, true)`, [String(days)]);
        await manager.query(`DELETE FROM audit_log WHERE ${which}`);
      });
    const retention = rouse.app.get(AuditLogRetention, { strict: false });
    const [row] = z
      .array(z.object({ there: z.number() }))
      .parse(await rouse.dataSource.query('SELECT count(*)::int AS there FROM audit_log'));
    const there = row?.there;
    expect(await retention.removeOld()).toBe(0);
    await rouse.advance({ days: 700 });
    await rouse.post('/api/v1/teams', { name: 'Later', members: [] });
    expect(await retention.removeOld()).toBe(0);
    await rouse.advance({ days: 32 });

    await expect(remove(30, 'true')).rejects.toThrow('append-only');
    await expect(remove(730, 'true')).rejects.toThrow('an entry of the last 730 days would go');
    await expect(remove(731, `action = 'user.update'`)).rejects.toThrow('an older entry would be left');
    expect(await retention.removeOld()).toBe(there);
    const { items } = await read('?limit=200');
    expect(items.map(({ action }) => action)).toEqual(['audit-log.expire', 'team.create']);
    expect(items[0]).toMatchObject({
      actor: 'system',
      actorKind: 'system',
      after: { entries: there },
      reason: 'kept for 730 days',
    });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=x', 'limit'],
    ['cursor=abc', 'cursor'],
    ['cursor=99999999999999999999', 'cursor'],
    ['colour=blue', 'colour'],
    ['actor=Ana', 'actor'],
    ['action=user', 'action'],
    ['from=yesterday', 'from'],
    ['text=', 'text'],
  ])('answers 422 to ?%s', async (query, path) => {
    expect(await rouse.api('GET', `/api/v1/audit-log?${query}`)).toMatchObject({
      status: 422,
      body: { errors: [{ path }] },
    });
  });
});
