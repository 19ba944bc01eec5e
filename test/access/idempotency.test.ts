import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { IdempotencyKeys } from '../../src/platform/http/idempotency-keys.js';
import { IdempotencyPurge } from '../../src/platform/http/idempotency-purge.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const users = z.object({ items: z.array(z.object({ email: z.string() })) });
const counts = z.tuple([z.object({ count: z.int() })]);

describe('Idempotency-Key', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let made = 0;

  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana', role: 'admin' });
  });
  afterAll(() => rouse.stop());

  const newUser = (more: object = {}) => ({
    name: 'Cy',
    email: `cy.${String(++made)}@example.org`,
    timeZone: 'UTC',
    role: 'observer',
    ...more,
  });
  const post = (key: string, body: unknown, token?: string, path = '/api/v1/users') =>
    rouse.api('POST', path, body, {
      headers: { 'idempotency-key': key },
      ...(token === undefined ? {} : { token }),
    });
  const madeWith = async (email: string): Promise<number> =>
    users.parse(await rouse.get('/api/v1/users?limit=200')).items.filter((user) => user.email === email)
      .length;
  const keptKeys = async (key: string): Promise<number> => {
    const rows: unknown = await rouse.dataSource.query(
      'SELECT count(*)::int AS count FROM idempotency_keys WHERE key = $1',
      [key],
    );
    return counts.parse(rows)[0].count;
  };

  it('gives the same answer again and does the thing once', async () => {
    const user = newUser();
    const first = await post('once', user);
    const second = await post('once', user);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect([first, second].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await madeWith(user.email)).toBe(1);
  });

  it('keeps the answer of any POST', async () => {
    const path = `/api/v1/users/${ana.id}/contact-methods`;
    const first = await post(
      'method',
      { type: 'sms', address: '+15005550006', preVerified: true },
      undefined,
      path,
    );
    expect(first.status).toBe(201);
    expect(
      await post('method', { type: 'sms', address: '+15005550006', preVerified: true }, undefined, path),
    ).toMatchObject({ status: 201, body: first.body });
  });

  it('of two at the same moment carries out one', async () => {
    const user = newUser();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('at-once', user)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
    expect(statuses).toContain(201);
    expect(await madeWith(user.email)).toBe(1);
    for (const waiting of answers.filter(({ status }) => status === 409)) {
      expect(waiting.headers.get('retry-after')).toBe('1');
    }
  });

  it.each([
    ['another body', () => post('taken', newUser())],
    ['another path', () => post('taken', newUser(), undefined, '/api/v1/teams')],
  ])('refuses the key for %s', async (_name, again) => {
    await post('taken', newUser({ email: 'taken@example.org' }));
    expect(await again()).toMatchObject({ status: 422, body: { errors: [{ path: 'Idempotency-Key' }] } });
  });

  it('is a key of the caller: another token may use the same', async () => {
    expect((await post('shared', newUser())).status).toBe(201);
    expect((await post('shared', newUser(), ana.token)).status).toBe(201);
  });

  it('keeps a 4xx: the same fault again, although the cause is gone', async () => {
    const team = { name: 'Night', members: [] };
    expect((await rouse.api('POST', '/api/v1/teams', team)).status).toBe(201);
    const first = await post('refused', team, undefined, '/api/v1/teams');
    await rouse.dataSource.query(`DELETE FROM teams WHERE name = 'Night'`);
    const second = await post('refused', team, undefined, '/api/v1/teams');
    expect([first.status, second.status]).toEqual([409, 409]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('content-type')).toContain('application/problem+json');
  });

  it('keeps the paths of a 422', async () => {
    const first = await post('impossible', newUser({ timeZone: 'Mars/Base' }));
    const second = await post('impossible', {
      ...newUser({ timeZone: 'Mars/Base' }),
      email: `cy.${String(made - 1)}@example.org`,
    });
    expect(first).toMatchObject({ status: 422, body: { errors: [{ path: 'timeZone' }] } });
    expect(second.body).toEqual(first.body);
  });

  it('does not keep a 5xx', async () => {
    await rouse.dataSource.query('ALTER TABLE teams RENAME TO teams_elsewhere');
    const team = { name: 'Day', members: [] };
    const broken = await post('broken', team, undefined, '/api/v1/teams');
    await rouse.dataSource.query('ALTER TABLE teams_elsewhere RENAME TO teams');
    expect(broken.status).toBe(500);
    expect(await keptKeys('broken')).toBe(0);
    expect((await post('broken', team, undefined, '/api/v1/teams')).status).toBe(201);
  });

  it('never keeps a token in the clear, and gives it again all the same', async () => {
    const path = `/api/v1/users/${ana.id}/tokens`;
    const first = await post('secret', { name: 'script' }, undefined, path);
    const { token } = z.object({ token: z.string() }).parse(first.body);
    expect((await post('secret', { name: 'script' }, undefined, path)).body).toEqual(first.body);
    const rows = z
      .tuple([z.object({ answer: z.instanceof(Buffer) })])
      .parse(await rouse.dataSource.query(`SELECT answer FROM idempotency_keys WHERE key = 'secret'`));
    expect(rows[0].answer.includes(token)).toBe(false);
  });

  it.each([
    ['an empty key', ''],
    ['a key of 256 characters', 'k'.repeat(256)],
    ['a key that cannot be printed', 'k\u00e9'],
  ])('refuses %s', async (_name, key) => {
    expect(await post(key, newUser())).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'Idempotency-Key' }] },
    });
  });

  it('takes a key of 255 characters', async () => {
    expect((await post('k'.repeat(255), newUser())).status).toBe(201);
  });

  describe('and time', () => {
    it('says 409 while a request is in progress, and frees the key of one that died', async () => {
      const user = newUser();
      expect((await post('died', user)).status).toBe(201);
      await rouse.dataSource.query(
        `UPDATE idempotency_keys SET status_code = NULL, answer = NULL WHERE key = 'died'`,
      );
      expect(await post('died', user)).toMatchObject({ status: 409 });
      await rouse.advance({ seconds: 61 });
      // It is carried out once more: the address is taken by now, so it was not the kept answer.
      expect((await post('died', user)).status).toBe(409);
      expect(await post('died', user)).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('e-mail address') },
      });
    });

    it('does not let one that was given up overwrite the answer of its successor', async () => {
      const keys = rouse.app.get(IdempotencyKeys);
      const request = { caller: 'somebody', key: 'slow', requestHash: Buffer.from('same') };
      const slow = await keys.claim(request);
      await rouse.advance({ seconds: 61 });
      const successor = await keys.claim(request);
      if (slow.kind !== 'claimed' || successor.kind !== 'claimed')
        throw new Error('both should have the key in turn');
      await keys.release(request, slow);
      await keys.keep(request, slow, 201, Buffer.from('slow'));
      await keys.keep(request, successor, 201, Buffer.from('successor'));
      expect(await keys.claim(request)).toEqual({
        kind: 'answered',
        status: 201,
        answer: Buffer.from('successor'),
      });
    });

    it('forgets after 24 hours, and a worker removes what is old', async () => {
      const user = newUser();
      await post('day', user);
      await rouse.advance({ hours: 23 });
      expect((await post('day', user)).status).toBe(201);
      await rouse.advance({ hours: 2 });
      expect((await post('day', newUser())).status).toBe(201);
      await post('old', newUser());
      await rouse.advance({ hours: 25 });
      const logger = createLogger('silent');
      const keys = rouse.app.get(IdempotencyKeys);
      await new IdempotencyPurge(keys, { role: 'api' }, logger).purge();
      expect(await keptKeys('old')).toBe(1);
      await new IdempotencyPurge(keys, { role: 'worker' }, logger).purge();
      expect(await keptKeys('old')).toBe(0);
    });
  });
});
