import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration, Person } from '../support/story.js';

const renewedSchema = z.looseObject({
  id: z.string(),
  key: z.string().regex(/^[a-z0-9]{32}$/),
  prefix: z.string(),
  url: z.string(),
});
const listSchema = z.object({ items: z.array(z.looseObject({ id: z.string() })) });

describe('the key of an integration', () => {
  let rouse: RunningRouse;
  /** A second process on the same database, which keeps for a second what a key opens. */
  let other: RunningRouse;
  let ana: Person;
  let service: { id: string };
  beforeAll(async () => {
    rouse = await startRouse();
    other = await startRouse({ database: { url: rouse.databaseUrl } });
    ana = await rouse.person({ name: 'Ana' });
    service = await rouse.service(await rouse.policy([{ page: [ana] }]));
  });
  afterAll(async () => {
    await other.stop();
    await rouse.stop();
  });

  const renew = async (id: string, keepOldForSeconds: number) =>
    renewedSchema.parse(await rouse.post(`/api/v1/integrations/${id}/rotation`, { keepOldForSeconds }));
  const send = async (to: RunningRouse, key: string, dedupKey = 'disk'): Promise<number> => {
    const path = `/integrations/${key}/generic`;
    return (await to.api('POST', path, { summary: 'Disk full', dedupKey }, { token: null })).status;
  };
  /** What each of both processes says to each key, asked at once. */
  const both = (...keys: string[]) =>
    Promise.all([rouse, other].map((to) => Promise.all(keys.map((key) => send(to, key)))));
  const shown = async ({ id }: Pick<Integration, 'id'>): Promise<unknown> =>
    listSchema
      .parse(await rouse.get(`/api/v1/services/${service.id}/integrations?limit=200`))
      .items.find((integration) => integration.id === id);

  it('opens beside the new one for as long as was chosen, for the same integration', async () => {
    const before = await rouse.integration(service, 'generic');
    expect(await both(before.key)).toEqual([[202], [202]]);
    const after = await renew(before.id, 3600);
    expect(after).toMatchObject({
      id: before.id,
      prefix: after.key.slice(0, 4),
      url: `${rouse.url}/integrations/${after.key}/generic`,
      old: { prefix: before.key.slice(0, 4) },
    });
    expect(await both(before.key, after.key)).toEqual([
      [202, 202],
      [202, 202],
    ]);
    const incident = await rouse.incidentOf(service);
    expect(incident.alertCount).toBe(1);
    expect(
      await rouse.api('POST', `/api/v1/integrations/${before.id}/rotation`, { keepOldForSeconds: 60 }),
    ).toMatchObject({ status: 409, body: { oldEndsAt: expect.any(String) } });
    await rouse.advance({ seconds: 3601 });
    expect(await both(before.key, after.key)).toEqual([
      [404, 202],
      [404, 202],
    ]);
    expect(await shown(before)).toMatchObject({ old: null });
  });

  it('is dead at once where the new one takes its place, in every process', async () => {
    const before = await rouse.integration(service, 'generic');
    expect(await both(before.key)).toEqual([[202], [202]]);
    const after = await renew(before.id, 0);
    expect(await both(before.key, after.key)).toEqual([
      [404, 202],
      [404, 202],
    ]);
    const last = await renew(before.id, 0);
    expect(await both(before.key, after.key, last.key)).toEqual([
      [404, 404, 202],
      [404, 404, 202],
    ]);
  });

  it('is dead at once where the integration is revoked, old or new, in every process', async () => {
    const before = await rouse.integration(service, 'generic');
    const after = await renew(before.id, 3600);
    expect(await both(before.key, after.key)).toEqual([
      [202, 202],
      [202, 202],
    ]);
    await rouse.delete(`/api/v1/integrations/${before.id}`);
    expect(await both(before.key, after.key)).toEqual([
      [404, 404],
      [404, 404],
    ]);
    expect(
      (await rouse.api('POST', `/api/v1/integrations/${before.id}/rotation`, { keepOldForSeconds: 0 }))
        .status,
    ).toBe(404);
  });

  it('tells when it was last used, each for itself', async () => {
    const before = await rouse.integration(service, 'generic');
    expect(await shown(before)).toMatchObject({ lastUsedAt: null, old: null });
    const after = await renew(before.id, 3600);
    await send(rouse, before.key);
    await rouse.eventually(async () => {
      expect(await shown(before)).toMatchObject({
        lastUsedAt: null,
        old: { lastUsedAt: expect.any(String) },
      });
    });
    await send(rouse, after.key);
    await rouse.eventually(async () => {
      expect(await shown(before)).toMatchObject({ lastUsedAt: expect.any(String) });
    });
  });

  it('is renewed by whoever may change the service, and it is recorded without the keys', async () => {
    const before = await rouse.integration(service, 'generic');
    const path = `/api/v1/integrations/${before.id}/rotation`;
    const body = { keepOldForSeconds: 0 };
    expect((await rouse.api('POST', path, body, { token: ana.token })).status).toBe(403);
    const after = await renew(before.id, 60);
    const stored: unknown = await rouse.dataSource.query(
      `SELECT string_agg(entry::text, ' ') AS log, bool_or(action = 'integration.rotate') AS recorded
         FROM audit_log entry WHERE object_id = $1`,
      [before.id],
    );
    expect(stored).toMatchObject([{ recorded: true }]);
    for (const key of [before.key, after.key]) expect(JSON.stringify(stored)).not.toContain(key);
  });
});
