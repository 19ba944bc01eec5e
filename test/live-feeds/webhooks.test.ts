import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { newId } from '../../src/platform/database/identifier.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration, Person } from '../support/story.js';
import { startWebhookReceiver, type ReceivedRequest, type WebhookReceiver } from './webhook-receiver.js';

const PATIENCE = { within: 20_000 };
const createdSchema = z.looseObject({ id: z.string(), secret: z.string() });
const deliveriesSchema = z.object({
  items: z.array(z.looseObject({ id: z.string(), event: z.string(), status: z.string(), attempts: z.int() })),
});
const bodySchema = z.object({
  id: z.string(),
  event: z.string(),
  occurredAt: z.string(),
  incident: z.looseObject({ id: z.string(), status: z.string() }).nullable(),
});

/** The signatures that a receiver finds right, checked as docs/live-feeds.md says. */
function rightSignatures({ headers, body }: ReceivedRequest, secret: string): number {
  const parts = String(headers['rouse-signature']).split(',');
  const time = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
  const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return parts.filter((part) => part === `v1=${expected}`).length;
}

describe('webhooks', () => {
  let database: TestDatabase;
  let receiver: WebhookReceiver;
  let rouse: RunningRouse;
  let worker: RunningRouse;
  let ana: Person;
  let service: { id: string };
  let integration: Integration;

  beforeAll(async () => {
    database = await createTestDatabase();
    receiver = await startWebhookReceiver();
    const settings = { OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' };
    rouse = await startRouse({ database, settings });
    // Two that send: nothing is to be told twice.
    worker = await startRouse({ database, settings: { ...settings, ROUSE_ROLE: 'worker' } });
    ana = await rouse.person({ name: 'Ana' });
    service = await rouse.service(await rouse.policy([{ page: [ana], waitSeconds: 600 }]));
    integration = await rouse.integration(service);
  });
  afterAll(async () => {
    receiver.letGo();
    await worker.stop();
    await rouse.stop();
    await database.drop();
    await receiver.stop();
  });

  const webhook = async (path: string, more: Record<string, unknown> = {}) => {
    const body = { name: path, url: receiver.url(path), events: ['incident.triggered'], ...more };
    return createdSchema.parse(await rouse.post('/api/v1/webhooks', body));
  };
  const trigger = async (at: { integration: Integration; service: { id: string } }): Promise<string> => {
    await rouse.trigger(at.integration, { dedupKey: newId() });
    return (await rouse.incidentsOf(at.service))[0]?.id ?? '';
  };
  const deliveries = async (id: string, query = '') =>
    deliveriesSchema.parse(await rouse.get(`/api/v1/webhooks/${id}/deliveries${query}`)).items;
  const onlyDelivery = async (id: string) => {
    const [only, ...others] = await deliveries(id);
    if (only === undefined || others.length > 0) throw new Error(`${String(others.length)} more than one`);
    return only;
  };
  const act = (id: string, action: string, body?: object) =>
    rouse.post(`/api/v1/incidents/${id}/${action}`, body, { token: ana.token });

  it('tell what was asked for, once each, signed, with the incident', async () => {
    const events = ['incident.triggered', 'incident.acknowledged', 'incident.resolved', 'note.added'];
    const { id: webhookId, secret } = await webhook('/all', { events });
    const id = await trigger({ integration, service });
    await act(id, 'acknowledge');
    await act(id, 'notes', { text: 'looking' });
    await act(id, 'escalate');
    await act(id, 'resolve');
    await eventually(async () => {
      const statuses = (await deliveries(webhookId)).map(({ status }) => status);
      expect(statuses).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);
    }, PATIENCE);
    const requests = receiver.requests('/all');
    const bodies = requests.map(({ body }) => bodySchema.parse(JSON.parse(body)));
    expect(bodies.map(({ event }) => event).sort()).toEqual([...events].sort());
    const told = await rouse.get(`/api/v1/incidents/${id}`);
    expect(bodies.map(({ incident }) => incident?.id)).toEqual([id, id, id, id]);
    expect(bodies.filter(({ incident }) => incident?.status === 'resolved').at(-1)?.incident).toEqual(told);
    for (const request of requests) {
      expect(rightSignatures(request, secret)).toBe(1);
      expect(rightSignatures(request, `${secret}x`)).toBe(0);
      const { id: deliveryId, event } = bodySchema.parse(JSON.parse(request.body));
      expect(request.headers).toMatchObject({
        'content-type': 'application/json',
        'rouse-event': event,
        'rouse-delivery': deliveryId,
      });
    }
    const entries = await rouse.timeline(id);
    for (const { event, occurredAt } of bodies)
      expect(entries.find(({ kind }) => kind === event)?.at).toBe(occurredAt);
  });

  it('tell of the services asked for, from when they are made, and as they are changed', async () => {
    await trigger({ integration, service });
    const otherService = await rouse.service(await rouse.policy([{ page: [ana], waitSeconds: 600 }]));
    const other = { integration: await rouse.integration(otherService), service: otherService };
    const { id } = await webhook('/some', { serviceIds: [otherService.id] });
    await trigger({ integration, service });
    const wanted = await trigger(other);
    await eventually(() => expect(receiver.requests('/some')).toHaveLength(1), PATIENCE);
    expect((await onlyDelivery(id))['incidentId']).toBe(wanted);
    await rouse.api('PATCH', `/api/v1/webhooks/${id}`, { events: ['note.added'], serviceIds: null });
    const third = await trigger({ integration, service });
    await act(third, 'notes', { text: 'hello' });
    await eventually(() => expect(receiver.requests('/some')).toHaveLength(2), PATIENCE);
    expect((await deliveries(id)).map(({ event }) => event)).toEqual(['note.added', 'incident.triggered']);
  });

  it('that hang, fail, redirect or break hold up nobody, are written down and tried again', async () => {
    const faults = { '/hang': 'hang', '/fail': 500, '/redirect': 307, '/reset': 'reset' } as const;
    for (const [path, behaviour] of Object.entries(faults)) receiver.behave(path, behaviour);
    const failing = new Map<string, string>();
    for (const path of Object.keys(faults)) failing.set(path, (await webhook(path)).id);
    const good = await webhook('/good');
    for (let number = 0; number < 10; number += 1) await trigger({ integration, service });
    await eventually(async () => {
      const statuses = (await deliveries(good.id)).map(({ status }) => status);
      expect(statuses).toEqual(Array.from({ length: 10 }, () => 'delivered'));
    }, PATIENCE);
    // Two that send, each with four at once.
    expect(receiver.requests('/hang').length).toBeLessThanOrEqual(8);
    receiver.letGo();
    receiver.behave('/hang', 204);
    const last = async (path: string) => (await deliveries(failing.get(path) ?? '')).at(-1);
    await eventually(async () => {
      expect(await last('/fail')).toMatchObject({
        lastStatus: 500,
        lastReason: 'The receiver did not take it.',
      });
      expect(await last('/redirect')).toMatchObject({
        lastStatus: 307,
        lastReason: 'Redirects are not followed.',
      });
      expect(await last('/reset')).toMatchObject({
        lastStatus: null,
        lastReason: 'There was no answer in time.',
      });
    }, PATIENCE);
    expect(JSON.stringify(await deliveries(failing.get('/fail') ?? ''))).not.toContain('secret');
    expect(receiver.requests('/elsewhere')).toEqual([]);

    for (const path of Object.keys(faults)) receiver.behave(path, 204);
    await rouse.advance({ hours: 1 });
    for (const id of failing.values())
      await eventually(async () => {
        expect((await deliveries(id, '?status=delivered')).length).toBe(10);
      }, PATIENCE);
  });

  it('are tried later and later, under one id', async () => {
    receiver.behave('/later', 503);
    const { id, secret } = await webhook('/later');
    await trigger({ integration, service });
    for (const attempts of [1, 2, 3, 4]) {
      await eventually(async () => {
        await rouse.advance({ seconds: 8 });
        expect((await onlyDelivery(id)).attempts).toBeGreaterThanOrEqual(attempts);
        expect(await onlyDelivery(id)).toMatchObject({ status: 'waiting', lastStatus: 503 });
      }, PATIENCE);
    }
    expect(await rouse.get(`/api/v1/webhooks/${id}`)).toMatchObject({ failingSince: expect.any(String) });
    receiver.behave('/later', 204);
    await rouse.advance({ hours: 1 });
    await eventually(
      async () => expect(await onlyDelivery(id)).toMatchObject({ status: 'delivered' }),
      PATIENCE,
    );
    const requests = receiver.requests('/later');
    const bodies = requests.map(({ body }) => bodySchema.parse(JSON.parse(body)));
    expect(new Set(bodies.map((body) => body.id)).size).toBe(1);
    expect(requests.map((request) => rightSignatures(request, secret))).toEqual(requests.map(() => 1));
    expect((await onlyDelivery(id)).attempts).toBe(requests.length);
    expect(await rouse.get(`/api/v1/webhooks/${id}`)).toMatchObject({ failingSince: null });
  });

  it('are given up after 24 hours and paused, and their maker is told; then they can go on', async () => {
    receiver.behave('/gone', 410);
    const { id } = await webhook('/gone');
    await trigger({ integration, service });
    await eventually(async () => expect(await onlyDelivery(id)).toMatchObject({ lastStatus: 410 }), PATIENCE);
    await rouse.advance({ hours: 23 });
    await eventually(async () => expect((await onlyDelivery(id)).attempts).toBeGreaterThan(1), PATIENCE);
    expect(await onlyDelivery(id)).toMatchObject({ status: 'waiting' });
    await rouse.advance({ hours: 2 });
    await eventually(async () => {
      expect(await rouse.get(`/api/v1/webhooks/${id}`)).toMatchObject({ pausedBecause: 'failing' });
    }, PATIENCE);
    expect(await onlyDelivery(id)).toMatchObject({ status: 'given-up', nextTryAt: null, lastStatus: 410 });
    expect(
      await rouse.dataSource.query(`SELECT count(*)::int AS told FROM notices WHERE kind = 'webhook.paused'`),
    ).toEqual([{ told: 1 }]);
    const audit = JSON.stringify(await rouse.get(`/api/v1/audit-log?objectType=webhook&objectId=${id}`));
    expect(audit).toContain('webhook.pause');

    const before = receiver.requests('/gone').length;
    await trigger({ integration, service });
    expect((await rouse.api('POST', `/api/v1/webhooks/${id}/ping`)).status).toBe(409);
    expect(
      (await rouse.api('POST', `/api/v1/webhook-deliveries/${(await onlyDelivery(id)).id}/replay`)).status,
    ).toBe(409);
    receiver.behave('/gone', 204);
    const going = await rouse.api('PATCH', `/api/v1/webhooks/${id}`, { paused: false });
    expect(going.body).toMatchObject({ pausedAt: null, pausedBecause: null, failingSince: null });
    await rouse.post(`/api/v1/webhook-deliveries/${(await onlyDelivery(id)).id}/replay`);
    await eventually(
      async () => expect(await onlyDelivery(id)).toMatchObject({ status: 'delivered' }),
      PATIENCE,
    );
    expect(receiver.requests('/gone')).toHaveLength(before + 1);
  });

  it('of somebody who has left are paused too, and the admins are told', async () => {
    const gone = await rouse.person({ name: 'Gone', role: 'admin' });
    receiver.behave('/left', 410);
    const body = { name: 'left', url: receiver.url('/left'), events: ['incident.triggered'] };
    const made = await rouse.post('/api/v1/webhooks', body, { token: gone.token });
    const { id } = createdSchema.parse(made);
    expect((await rouse.api('DELETE', `/api/v1/users/${gone.id}`)).status).toBe(204);
    await trigger({ integration, service });
    await eventually(async () => expect(await onlyDelivery(id)).toMatchObject({ lastStatus: 410 }), PATIENCE);
    await rouse.advance({ hours: 25 });
    await eventually(async () => {
      expect(await rouse.get(`/api/v1/webhooks/${id}`)).toMatchObject({ pausedBecause: 'failing' });
    }, PATIENCE);
    const told = await rouse.dataSource.query<{ id: string }[]>(
      `SELECT user_id AS id FROM notices WHERE kind = 'webhook.paused' AND once_key LIKE $1 ORDER BY user_id`,
      [`% ${id} %`],
    );
    const admins = await rouse.dataSource.query<{ id: string }[]>(
      `SELECT id FROM current_users WHERE role = 'admin' ORDER BY id`,
    );
    expect(told).toEqual(admins);
    expect(told).not.toEqual([]);
    await rouse.api('DELETE', `/api/v1/webhooks/${id}`);
  });

  it('tell again what is replayed, under the same id, and answer to a ping', async () => {
    const { id, secret } = await webhook('/replay');
    expect(await rouse.post(`/api/v1/webhooks/${id}/ping`)).toMatchObject({
      event: 'ping',
      status: 'waiting',
    });
    await eventually(
      async () => expect(await onlyDelivery(id)).toMatchObject({ status: 'delivered' }),
      PATIENCE,
    );
    const delivery = await onlyDelivery(id);
    await rouse.post(`/api/v1/webhook-deliveries/${delivery.id}/replay`);
    await eventually(() => expect(receiver.requests('/replay')).toHaveLength(2), PATIENCE);
    const requests = receiver.requests('/replay');
    expect(requests.map((request) => bodySchema.parse(JSON.parse(request.body)))).toMatchObject([
      { id: delivery.id, event: 'ping', incident: null },
      { id: delivery.id, event: 'ping', incident: null },
    ]);
    expect(requests.map((request) => rightSignatures(request, secret))).toEqual([1, 1]);
  });

  it('are signed with both secrets for 24 hours after one is replaced', async () => {
    const { id, secret: former } = await webhook('/secret');
    const { secret } = z
      .object({ secret: z.string() })
      .parse(await rouse.post(`/api/v1/webhooks/${id}/secret`));
    const pinged = async (number: number): Promise<ReceivedRequest> => {
      await rouse.post(`/api/v1/webhooks/${id}/ping`);
      return eventually(() => {
        const request = receiver.requests('/secret')[number];
        if (!request) throw new Error('no ping yet');
        return request;
      }, PATIENCE);
    };
    const both = await pinged(0);
    expect([rightSignatures(both, secret), rightSignatures(both, former)]).toEqual([1, 1]);
    await rouse.advance({ hours: 24 });
    const one = await pinged(1);
    expect([rightSignatures(one, secret), rightSignatures(one, former)]).toEqual([1, 0]);
    const audit = JSON.stringify(await rouse.get(`/api/v1/audit-log?objectType=webhook&objectId=${id}`));
    expect(audit).toContain('webhook.rotate-secret');
    expect(audit).not.toContain('whsec_');
    expect(JSON.stringify(await rouse.get('/api/v1/webhooks'))).not.toContain('whsec_');
  });

  it('that are paused tell nothing, also not later, and that are removed nothing at all', async () => {
    receiver.behave('/pause', 503);
    const { id } = await webhook('/pause');
    await trigger({ integration, service });
    await eventually(async () => expect(await onlyDelivery(id)).toMatchObject({ lastStatus: 503 }), PATIENCE);
    await rouse.api('PATCH', `/api/v1/webhooks/${id}`, { paused: true });
    expect(await onlyDelivery(id)).toMatchObject({
      status: 'given-up',
      lastReason: 'The webhook was paused.',
    });
    await trigger({ integration, service });
    receiver.behave('/pause', 204);
    const { status, body } = await rouse.api('PATCH', `/api/v1/webhooks/${id}`, { paused: false });
    expect([status, body]).toMatchObject([200, { pausedAt: null }]);
    const wanted = await trigger({ integration, service });
    await eventually(async () => expect(await deliveries(id, '?status=delivered')).toHaveLength(1), PATIENCE);
    expect((await deliveries(id)).map((delivery) => delivery['incidentId']).at(0)).toBe(wanted);
    expect((await rouse.api('DELETE', `/api/v1/webhooks/${id}`)).status).toBe(204);
    for (const path of ['', '/deliveries'])
      expect((await rouse.api('GET', `/api/v1/webhooks/${id}${path}`)).status).toBe(404);
  });

  it('whose address leads inside by now are not sent to, and learn nothing of it', async () => {
    const { id } = await webhook('/inside');
    await rouse.dataSource.query('UPDATE webhooks SET url = $2 WHERE id = $1', [
      id,
      'http://169.254.169.254/',
    ]);
    await rouse.post(`/api/v1/webhooks/${id}/ping`);
    await eventually(async () => {
      const refused = { status: 'waiting', lastStatus: null, lastReason: 'The address is not allowed.' };
      expect(await onlyDelivery(id)).toMatchObject(refused);
    }, PATIENCE);
    await rouse.delete(`/api/v1/webhooks/${id}`);
  });

  it('go on from where the server is, after a database was restored from another', async () => {
    const { id } = await webhook('/restored');
    await rouse.dataSource.query(
      `UPDATE change_positions SET xid = '900000000000000000' WHERE name = 'webhooks'`,
    );
    await eventually(async () => {
      const [position] = await rouse.dataSource.query<{ xid: string }[]>(
        `SELECT xid::text AS xid FROM change_positions WHERE name = 'webhooks'`,
      );
      expect(position?.xid).not.toBe('900000000000000000');
    }, PATIENCE);
    const wanted = await trigger({ integration, service });
    await eventually(
      async () => expect(await onlyDelivery(id)).toMatchObject({ status: 'delivered' }),
      PATIENCE,
    );
    expect((await onlyDelivery(id))['incidentId']).toBe(wanted);
  });

  it.each([
    [{ url: 'http://10.0.0.1/hook' }, 'url'],
    [{ url: 'http://169.254.169.254/latest/meta-data' }, 'url'],
    [{ url: 'http://[fd00::1]/hook' }, 'url'],
    [{ url: 'ftp://127.0.0.1/hook' }, 'url'],
    [{ url: 'http://name:password@127.0.0.1/hook' }, 'url'],
    [{ events: [] }, 'events'],
    [{ events: ['incident.exploded'] }, 'events.0'],
    [{ events: ['note.added', 'note.added'] }, 'events'],
    [{ serviceIds: [] }, 'serviceIds'],
    [{ serviceIds: ['7'] }, 'serviceIds.0'],
    [{ serviceIds: ['0190a000-0000-7000-8000-000000000000'] }, 'serviceIds.0'],
    [{ name: '' }, 'name'],
    [{ secret: 'mine' }, 'secret'],
  ])('are refused with %j', async (change, path) => {
    const good = { name: 'x', url: receiver.url('/x'), events: ['note.added'] };
    const made = await rouse.api('POST', '/api/v1/webhooks', { ...good, ...change });
    expect(made).toMatchObject({ status: 422, body: { errors: [{ path }] } });
    const { id } = await webhook('/bad-input');
    const changed = await rouse.api('PATCH', `/api/v1/webhooks/${id}`, change);
    expect(changed).toMatchObject({ status: 422, body: { errors: [{ path }] } });
    await rouse.delete(`/api/v1/webhooks/${id}`);
  });
});
