import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { oneService } from '../ingest/one-service.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

/** What the admin makes for these tests fits. */
const LIMIT = 60;

describe('rate limits', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    rouse = await startRouse({ settings: { RATE_LIMIT_API: String(LIMIT), RATE_LIMIT_INGEST: '2' } });
  });
  afterAll(() => rouse.stop());

  it('refuses a token over its requests a minute, and no other token', async () => {
    // Made by the admin, whose requests count too.
    const ana = await rouse.person({ name: 'Ana' });
    const bo = await rouse.person({ name: 'Bo' });
    const asAna = () => rouse.api('GET', '/api/v1/me', undefined, { token: ana.token });
    const statuses: number[] = [];
    for (let request = 0; request < LIMIT; request += 1) statuses.push((await asAna()).status);
    expect(statuses).toEqual(Array.from({ length: LIMIT }, () => 200));
    const refused = await asAna();
    expect(refused).toMatchObject({ status: 429, body: { title: 'Too many requests' } });
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect((await rouse.api('GET', '/api/v1/me', undefined, { token: bo.token })).status).toBe(200);
  });

  it('leaves open routes alone', async () => {
    const answers = await Promise.all(
      Array.from({ length: LIMIT * 2 }, () => rouse.api('GET', '/health/live', undefined, { token: null })),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('refuses an integration over its events a minute, in the words of its source, and no other integration', async () => {
    const it1 = await oneService(rouse);
    const send = (key: string) =>
      rouse.api(
        'POST',
        '/v2/enqueue',
        {
          routing_key: key,
          event_action: 'trigger',
          payload: { summary: 'Disk full', source: 'db-1', severity: 'info' },
        },
        { token: null },
      );
    expect((await send(it1.eventsV2.key)).status).toBe(202);
    expect((await send(it1.eventsV2.key)).status).toBe(202);
    const refused = await send(it1.eventsV2.key);
    expect(refused).toMatchObject({
      status: 429,
      body: { status: 'throttle exceeded', message: expect.stringContaining('more events a minute') },
    });
    expect(refused.headers.get('content-type')).toMatch(/^application\/json/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);

    const alerts = { version: '4', alerts: [] };
    const firing = () => rouse.api('POST', it1.alertmanager.url, alerts, { token: null });
    expect([(await firing()).status, (await firing()).status, (await firing()).status]).toEqual([
      200, 200, 503,
    ]);
  });

  it('lets events and calls through, but not guesses, while the counts cannot be had', async () => {
    const it2 = await oneService(rouse);
    const { token } = await rouse.person({ name: 'Cy' });
    const event = { summary: 'Disk full' };
    await rouse.dataSource.query('ALTER TABLE limit_counts RENAME TO limit_counts_away');
    try {
      const statuses = { events: new Set<number>(), calls: new Set<number>(), guesses: new Set<number>() };
      for (let turn = 0; turn < LIMIT + 5; turn += 1) {
        statuses.events.add((await rouse.api('POST', it2.generic.url, event, { token: null })).status);
        statuses.calls.add((await rouse.api('GET', '/api/v1/me', undefined, { token })).status);
        const guess = { email: 'ana@example.org', password: 'a guess that is long enough' };
        statuses.guesses.add((await rouse.api('POST', '/api/v1/sessions', guess, { token: null })).status);
      }
      expect(statuses).toEqual({
        events: new Set([202]),
        calls: new Set([200]),
        guesses: new Set([401, 429]),
      });
    } finally {
      await rouse.dataSource.query('ALTER TABLE limit_counts_away RENAME TO limit_counts');
    }
    const counted = String(await rouse.get('/metrics', { token: null }));
    expect(counted).toMatch(/^rouse_limiter_unavailable_total [1-9]/m);
  });
});
