import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { IntegrationKeys } from '../../src/catalog/integration-keys.js';
import { Integrations } from '../../src/catalog/integrations.js';
import { NOBODY, refusalOf } from '../schedules/refusal.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const createdSchema = z.strictObject({
  id: z.string(),
  serviceId: z.string(),
  type: z.string(),
  name: z.string(),
  prefix: z.string().length(4),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.null(),
  old: z.null(),
  key: z.string().regex(/^[a-z0-9]{32}$/),
  url: z.string(),
});

describe('integrations', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let service: { id: string };
  beforeAll(async () => {
    rouse = await startRouse({ settings: { PUBLIC_URL: 'https://rouse.example.org/' } });
    ana = await rouse.person({ name: 'Ana' });
    service = await rouse.service(await rouse.policy([{ page: [ana] }]));
  });
  afterAll(() => rouse.stop());

  const make = async (body: Record<string, unknown> = { type: 'events-v2', name: 'Prometheus' }) =>
    createdSchema.parse(await rouse.post(`/api/v1/services/${service.id}/integrations`, body));
  const find = (key: string) => rouse.app.get(IntegrationKeys).find(key);

  it.each([
    ['events-v2', () => 'https://rouse.example.org/v2/enqueue'],
    ['alertmanager', (key: string) => `https://rouse.example.org/integrations/${key}/alertmanager`],
    ['generic', (key: string) => `https://rouse.example.org/integrations/${key}/generic`],
  ] as const)('of type %s tell their key and address once', async (type, url) => {
    const made = await make({ type, name: type });
    expect(made).toMatchObject({ type, name: type, serviceId: service.id, url: url(made.key) });
    expect(await find(made.key)).toEqual({
      integrationId: made.id,
      serviceId: service.id,
      type,
      keyNumber: 1,
    });
  });

  it('keep only the hash of the key, and never tell it again', async () => {
    const { key, id } = await make();
    const list = await rouse.get(`/api/v1/services/${service.id}/integrations`, { token: ana.token });
    expect(JSON.stringify(list)).toContain(id);
    expect(JSON.stringify(list)).not.toContain(key);
    const stored: unknown = await rouse.dataSource.query(
      `SELECT (SELECT string_agg(i::text, ' ') FROM integrations i) AS integrations,
              (SELECT string_agg(a::text, ' ') FROM audit_log a) AS audit`,
    );
    expect(JSON.stringify(stored)).toContain(id);
    expect(JSON.stringify(stored)).not.toContain(key);
  });

  it('are revoked at once', async () => {
    const { key, id } = await make();
    expect((await rouse.api('DELETE', `/api/v1/integrations/${id}`)).status).toBe(204);
    expect(await find(key)).toBeNull();
    const list = await rouse.get(`/api/v1/services/${service.id}/integrations?limit=200`);
    expect(JSON.stringify(list)).not.toContain(id);
    expect((await rouse.api('DELETE', `/api/v1/integrations/${id}`)).status).toBe(404);
  });

  it('open to their own key only', async () => {
    expect(await find('a'.repeat(32))).toBeNull();
    expect(await find('')).toBeNull();
    expect(await find('\u0000')).toBeNull();
  });

  it('take a key that was chosen elsewhere', async () => {
    const key = 'demo0000000000000000000000000000';
    const input = { type: 'generic', name: 'Demo' } as const;
    const integrations = rouse.app.get(Integrations);
    const made = await rouse.dataSource.transaction((manager) =>
      integrations.create(manager, 'system', service.id, input, key),
    );
    expect(made).toMatchObject({ key, url: `https://rouse.example.org/integrations/${key}/generic` });
    expect(await find(key)).toMatchObject({ integrationId: made.id });
  });

  it('are made and revoked by admins only, and it is recorded', async () => {
    const { id } = await make();
    const path = `/api/v1/services/${service.id}/integrations`;
    const token = { token: ana.token };
    expect((await rouse.api('POST', path, { type: 'generic', name: 'x' }, token)).status).toBe(403);
    expect((await rouse.api('DELETE', `/api/v1/integrations/${id}`, undefined, token)).status).toBe(403);
    await rouse.delete(`/api/v1/integrations/${id}`);
    const rows: unknown = await rouse.dataSource.query(
      'SELECT action FROM audit_log WHERE object_id = $1 ORDER BY id',
      [id],
    );
    expect(rows).toEqual([{ action: 'integration.create' }, { action: 'integration.revoke' }]);
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', {}, ['type', 'name']],
    ['another type', { type: 'nagios', name: 'x' }, ['type']],
    ['no type', { name: 'x' }, ['type']],
    ['no name', { type: 'generic' }, ['name']],
    ['a blank name', { type: 'generic', name: ' ' }, ['name']],
    ['a key of its own', { type: 'generic', name: 'x', key: 'a'.repeat(32) }, ['key']],
    ['a list', [], ['']],
  ])('with %s are 422', async (_title, body, paths) => {
    const path = `/api/v1/services/${service.id}/integrations`;
    const before = await rouse.get(`${path}?limit=200`);
    expect(refusalOf(await rouse.api('POST', path, body))).toEqual([422, ...paths]);
    expect(await rouse.get(`${path}?limit=200`)).toEqual(before);
  });

  it('of nothing are 404', async () => {
    for (const id of [NOBODY, 'web']) {
      const path = `/api/v1/services/${id}/integrations`;
      expect((await rouse.api('POST', path, { type: 'generic', name: 'x' })).status).toBe(404);
      expect((await rouse.api('GET', path)).status).toBe(404);
      expect((await rouse.api('DELETE', `/api/v1/integrations/${id}`)).status).toBe(404);
    }
  });
});
