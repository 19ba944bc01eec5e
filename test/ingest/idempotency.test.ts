import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { oneService, type OneService } from './one-service.js';

describe('an event under an Idempotency-Key', () => {
  let rouse: RunningRouse;
  let it1: OneService;
  beforeAll(async () => {
    rouse = await startRouse();
    it1 = await oneService(rouse);
  });
  afterAll(() => rouse.stop());

  const send = (url: string, key: string, body: unknown) =>
    rouse.api('POST', url, body, { token: null, headers: { 'idempotency-key': key } });
  const titled = async (title: string): Promise<number> =>
    (await rouse.incidentsOf(it1.service)).filter((incident) => incident.title === title).length;
  const keysKept = async (key: string): Promise<unknown> =>
    rouse.dataSource.query('SELECT 1 FROM idempotency_keys WHERE key = $1', [key]);

  it('is taken once, and answered alike', async () => {
    const first = await send(it1.generic.url, 'generic', { summary: 'Backup failed' });
    const second = await send(it1.generic.url, 'generic', { summary: 'Backup failed' });
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await titled('Backup failed')).toBe(1);
  });

  it('is taken once by the Events API, too', async () => {
    const event = {
      routing_key: it1.eventsV2.key,
      event_action: 'trigger',
      payload: { summary: 'Disk full', source: 'db-1', severity: 'error' },
    };
    const first = await send('/v2/enqueue', 'events', event);
    expect(first.status).toBe(202);
    expect((await send('/v2/enqueue', 'events', event)).body).toEqual(first.body);
    expect(await titled('Disk full')).toBe(1);
  });

  it('is never refused for the key of another event', async () => {
    expect((await send(it1.generic.url, 'shared', { summary: 'One' })).status).toBe(202);
    expect((await send(it1.generic.url, 'shared', { summary: 'Two' })).status).toBe(202);
    expect(await titled('Two')).toBe(1);
  });

  it('is not lost to a key that is none', async () => {
    expect((await send(it1.generic.url, 'x'.repeat(300), { summary: 'Long key' })).status).toBe(202);
    expect(await titled('Long key')).toBe(1);
  });

  it('is asked for again where it was refused, and leaves nothing behind', async () => {
    const stranger = `/integrations/${'x'.repeat(32)}/generic`;
    expect((await send(stranger, 'refused', { summary: 'S' })).status).toBe(404);
    expect((await send(it1.generic.url, 'refused', {})).status).toBe(400);
    expect(await keysKept('refused')).toEqual([]);
  });

  it('is to be sent again while the first sending is still worked on', async () => {
    await send(it1.generic.url, 'pending', { summary: 'Pending' });
    await rouse.dataSource.query(
      `UPDATE idempotency_keys SET status_code = NULL, answer = NULL WHERE key = 'pending'`,
    );
    const answer = await send(it1.generic.url, 'pending', { summary: 'Pending' });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
  });
});
