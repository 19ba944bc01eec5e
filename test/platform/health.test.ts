import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WakeUpProcessor } from '../../src/platform/queue/wake-up.processor.js';
import { createTestDatabase } from '../support/database.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

describe('health', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());

  it('lives and is ready, and asks for no token', async () => {
    expect(await rouse.get('/health/live', { token: null })).toEqual({ status: 'ok' });
    expect(await rouse.get('/health/ready', { token: null })).toEqual({ status: 'ok' });
  });

  it('counts requests by route, never by address', async () => {
    await rouse.api('GET', '/api/v1/users/0198c0de-7f00-7000-8000-000000000000');
    const metrics = String(await rouse.get('/metrics', { token: null }));
    expect(metrics).toMatch(
      /rouse_http_request_seconds_count\{method="GET",route="\/health\/live",status="200"\} 1/,
    );
    expect(metrics).toMatch(
      /rouse_http_request_seconds_count\{method="GET",route="\/api\/v1\/users\/:id",status="404"\} 1/,
    );
    expect(metrics).not.toContain('0198c0de');
    expect(metrics).toContain('process_resident_memory_bytes');
  });

  it('counts what nobody has a route for under one name', async () => {
    for (const path of ['/a', '/b', '/c']) await rouse.api('GET', path);
    const metrics = String(await rouse.get('/metrics'));
    expect(metrics).toMatch(/rouse_http_request_seconds_count\{method="GET",route="none",status="404"\} 3/);
  });
});

describe('health without the database', () => {
  it('still lives, and says what is missing', async () => {
    const database = await createTestDatabase();
    const rouse = await startRouse({ database });
    try {
      await rouse.app.get(WakeUpProcessor, { strict: false }).worker.waitUntilReady();
      await database.drop();
      const ready = await rouse.eventually(async () => {
        const answer = await rouse.api('GET', '/health/ready', undefined, { token: null });
        expect(answer.status).toBe(503);
        return answer;
      });
      expect(ready.body).toMatchObject({
        title: 'Not ready',
        detail: 'The database does not answer.',
        missing: ['The database does not answer.'],
      });
      for (const asked of [
        await rouse.api('GET', '/api/v1/users'),
        await rouse.api('POST', '/v2/enqueue', {
          routing_key: 'k',
          event_action: 'trigger',
          payload: { summary: 's', source: 's', severity: 'info' },
        }),
      ]) {
        expect(asked.status).toBe(503);
        expect(asked.headers.get('retry-after')).toBe('5');
      }
      // The connections that broke while nobody used them must not have ended the process.
      await sleep(200);
      expect(await rouse.get('/health/live', { token: null })).toEqual({ status: 'ok' });
    } finally {
      await rouse.stop();
    }
  });
});

describe('a worker', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    rouse = await startRouse({ settings: { ROUSE_ROLE: 'worker' } });
  });
  afterAll(() => rouse.stop());

  it('answers for its health and its counts, and nothing else', async () => {
    expect((await rouse.api('GET', '/health/ready')).status).toBe(200);
    expect((await rouse.api('GET', '/metrics')).status).toBe(200);
    expect(await rouse.api('GET', '/api/v1/users')).toMatchObject({
      status: 404,
      body: { title: 'Not found', instance: '/api/v1/users', errors: [] },
    });
    expect((await rouse.api('POST', '/v2/enqueue', {})).status).toBe(404);
    expect((await rouse.api('GET', '/metricsx')).status).toBe(404);
  });
});
