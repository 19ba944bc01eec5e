import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IngestRateLimit } from '../../src/platform/http/limits/rate-limits.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const LIMIT = 12;

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

  it('counts each integration apart', async () => {
    const limit = rouse.app.get(IngestRateLimit);
    expect(await limit.check('one')).toEqual({ allowed: true });
    expect(await limit.check('one')).toEqual({ allowed: true });
    expect(await limit.check('one')).toEqual({ allowed: false, retryAfterSeconds: expect.any(Number) });
    expect(await limit.check('other')).toEqual({ allowed: true });
  });
});
