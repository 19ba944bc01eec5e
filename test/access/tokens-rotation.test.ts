import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ChangeStreams } from '../../src/live-feeds/stream/change-streams.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { openEventStream } from '../live-feeds/event-stream-client.js';

const newToken = z.looseObject({ id: z.string(), token: z.string(), prefix: z.string() });
const listed = z.object({ items: z.array(z.looseObject({ id: z.string() })) });
const DAY = 24 * 3600;

describe('a token that is renewed', () => {
  let rouse: RunningRouse;
  let ana: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana', phone: null });
  });
  afterAll(() => rouse.stop());

  const make = async (body: object = {}) =>
    newToken.parse(
      await rouse.post(`/api/v1/users/${ana.id}/tokens`, { name: 'script', ...body }, { token: ana.token }),
    );
  const renew = (id: string, keepOldForSeconds: number, headers: Record<string, string> = {}) =>
    rouse.api('POST', `/api/v1/tokens/${id}/rotation`, { keepOldForSeconds }, { token: ana.token, headers });
  const opens = async (...tokens: string[]): Promise<boolean[]> =>
    Promise.all(
      tokens.map(
        async (token) => (await rouse.api('GET', '/api/v1/me', undefined, { token })).status === 200,
      ),
    );
  const shown = async (id: string): Promise<unknown> =>
    listed
      .parse(await rouse.get(`/api/v1/users/${ana.id}/tokens?limit=200`, { token: ana.token }))
      .items.find((token) => token.id === id);

  it('lets the old secret open for as long as was chosen', async () => {
    const before = await make({ scopes: ['read'] });
    const answer = await renew(before.id, DAY);
    const after = newToken.parse(answer.body);
    expect([answer.status, after]).toMatchObject([
      200,
      { id: before.id, name: 'script', scopes: ['read'], old: { prefix: before.prefix } },
    ]);
    expect(after.prefix).not.toBe(before.prefix);
    expect(await opens(before.token, after.token)).toEqual([true, true]);
    await rouse.eventually(async () => {
      const used = { lastUsedAt: expect.any(String), lastUsedFrom: '127.0.0.1' };
      expect(await shown(before.id)).toMatchObject({ ...used, old: used });
    });
    await rouse.advance({ seconds: DAY + 1 });
    expect(await opens(before.token, after.token)).toEqual([false, true]);
    expect(await shown(before.id)).toMatchObject({ old: null });
  });

  it('ends the old secret at once where nothing is to be kept', async () => {
    const before = await make();
    const after = newToken.parse((await renew(before.id, 0)).body);
    expect(await opens(before.token, after.token)).toEqual([false, true]);
  });

  it('takes the streams of the old secret along, and no others', async () => {
    const before = await make();
    const asBefore = await openEventStream(rouse.url, before.token);
    const after = newToken.parse((await renew(before.id, DAY)).body);
    const asAfter = await openEventStream(rouse.url, after.token);
    const streams = rouse.app.get(ChangeStreams, { strict: false });
    await streams.lookAfter();
    await rouse.eventually(() => {
      expect([asBefore.comments(), asAfter.comments()].every((count) => count > 0)).toBe(true);
    });
    await rouse.advance({ seconds: DAY + 1 });
    const heard = asAfter.comments();
    await streams.lookAfter();
    await asBefore.ended;
    await rouse.eventually(() => {
      expect(asAfter.comments()).toBeGreaterThan(heard);
    });
    asAfter.close();
  });

  it('is revoked with both secrets', async () => {
    const before = await make();
    const after = newToken.parse((await renew(before.id, DAY)).body);
    await rouse.delete(`/api/v1/tokens/${before.id}`, { token: ana.token });
    expect(await opens(before.token, after.token)).toEqual([false, false]);
    expect((await renew(before.id, 0)).status).toBe(404);
  });

  it('has at most two secrets that open', async () => {
    const first = await make();
    const second = newToken.parse((await renew(first.id, DAY)).body);
    expect(await renew(first.id, 60)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('keepOldForSeconds 0'), oldEndsAt: expect.any(String) },
    });
    expect(await opens(first.token, second.token)).toEqual([true, true]);
    const third = newToken.parse((await renew(first.id, 0)).body);
    expect(await opens(first.token, second.token, third.token)).toEqual([false, false, true]);
  });

  it('is renewed by one of those who ask at once', async () => {
    const before = await make();
    const answers = await Promise.all([1, 2, 3, 4].map(() => renew(before.id, DAY)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    const winner = newToken.parse(answers.find(({ status }) => status === 200)?.body);
    expect(await opens(before.token, winner.token)).toEqual([true, true]);
  });

  it('is renewed once under an idempotency key', async () => {
    const before = await make();
    const key = { 'idempotency-key': 'renewal' };
    const [first, again] = [await renew(before.id, DAY, key), await renew(before.id, DAY, key)];
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(await opens(newToken.parse(again.body).token)).toEqual([true]);
  });

  it('tells nobody what it answered under another of its secrets', async () => {
    const before = await make();
    const renewItself = (token: string) =>
      rouse.api(
        'POST',
        `/api/v1/tokens/${before.id}/rotation`,
        { keepOldForSeconds: DAY },
        { token, headers: { 'idempotency-key': 'itself' } },
      );
    const { token } = newToken.parse((await renewItself(before.token)).body);
    expect(await renewItself(before.token)).toMatchObject({ status: 200, body: { token } });
    expect((await renewItself(token)).status).toBe(409);
  });

  it('never lets the old secret outlive the token, or renew it', async () => {
    const rows = z
      .tuple([z.object({ at: z.date() })])
      .parse(await rouse.dataSource.query(`SELECT rouse_now() + interval '1 hour' AS at`));
    const expiresAt = rows[0].at.toISOString();
    const short = await make({ expiresAt });
    expect((await renew(short.id, DAY)).body).toMatchObject({ expiresAt, old: { endsAt: expiresAt } });

    const lasting = await make();
    await renew(lasting.id, DAY);
    const asOld = { token: lasting.token };
    const path = `/api/v1/tokens/${lasting.id}/rotation`;
    expect((await rouse.api('POST', path, { keepOldForSeconds: 0 }, asOld)).status).toBe(403);

    await rouse.advance({ hours: 2 });
    expect(await opens(short.token)).toEqual([false]);
    expect((await renew(short.id, 0)).status).toBe(409);
  });

  it.each([
    [{}],
    [{ keepOldForSeconds: -1 }],
    [{ keepOldForSeconds: 30 * DAY + 1 }],
    [{ keepOldForSeconds: 0.5 }],
  ])('answers 422 to %j', async (body) => {
    const { id } = await make();
    const answer = await rouse.api('POST', `/api/v1/tokens/${id}/rotation`, body, { token: ana.token });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'keepOldForSeconds' }] } });
  });

  it('is recorded, without its secrets', async () => {
    const before = await make();
    const after = newToken.parse((await renew(before.id, DAY)).body);
    const log = JSON.stringify(await rouse.get(`/api/v1/audit-log?objectId=${before.id}`));
    expect(log).toContain('api-token.rotate');
    expect(log).not.toContain(before.token);
    expect(log).not.toContain(after.token);
  });

  it('is not the one of the environment', async () => {
    const { tokenId } = z.object({ tokenId: z.string() }).parse(await rouse.get('/api/v1/me'));
    const answer = await rouse.api('POST', `/api/v1/tokens/${tokenId}/rotation`, { keepOldForSeconds: 0 });
    expect(answer.status).toBe(409);
  });
});
