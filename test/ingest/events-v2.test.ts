import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { oneService, type OneService } from './one-service.js';

describe('POST /v2/enqueue', () => {
  let rouse: RunningRouse;
  let it1: OneService;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());
  beforeEach(async () => {
    it1 = await oneService(rouse);
  });

  const trigger = (changes: object = {}) => ({
    routing_key: it1.eventsV2.key,
    event_action: 'trigger',
    dedup_key: 'disk/db-1',
    payload: { summary: 'Disk full on db-1', source: 'db-1', severity: 'critical' },
    ...changes,
  });
  const enqueue = (body: unknown, headers: Record<string, string> = {}) =>
    rouse.api('POST', '/v2/enqueue', body, { token: null, headers });

  it('opens an incident, and answers as PagerDuty does', async () => {
    const answer = await enqueue(trigger());
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ status: 'success', message: 'Event processed', dedup_key: 'disk/db-1' });
    // Accepted means durable: it is there when the answer is.
    expect(await rouse.incidentsOf(it1.service)).toMatchObject([
      {
        title: 'Disk full on db-1',
        status: 'triggered',
        severity: 'critical',
        urgency: 'high',
        alertCount: 1,
      },
    ]);
  });

  it('keeps the event as it came, without the key', async () => {
    await enqueue(trigger({ client: 'Nagios', unknown_field: [1] }));
    const rows = await rouse.dataSource.query<unknown>('SELECT payload FROM events WHERE service_id = $1', [
      it1.service.id,
    ]);
    expect(rows).toEqual([
      {
        payload: {
          event_action: 'trigger',
          dedup_key: 'disk/db-1',
          payload: { summary: 'Disk full on db-1', source: 'db-1', severity: 'critical' },
          client: 'Nagios',
          unknown_field: [1],
        },
      },
    ]);
  });

  it('makes a dedup key up: two events without one are two incidents', async () => {
    const answers = await Promise.all([1, 2].map(() => enqueue(trigger({ dedup_key: undefined }))));
    for (const { body } of answers)
      expect(body).toMatchObject({ dedup_key: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(await rouse.incidentsOf(it1.service)).toHaveLength(2);
  });

  it('counts a repeated trigger on the alert that is open, also when many come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => enqueue(trigger())));
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 12 }, () => 202));
    const incident = await rouse.incidentOf(it1.service);
    const alerts = await rouse.dataSource.query<unknown>(
      'SELECT event_count FROM alerts WHERE incident_id = $1',
      [incident.id],
    );
    expect(alerts).toEqual([{ event_count: 12 }]);
  });

  it('has the service for the scope of a key', async () => {
    const other = await oneService(rouse);
    await enqueue(trigger());
    await enqueue(trigger({ routing_key: other.eventsV2.key }));
    expect(await rouse.incidentsOf(it1.service)).toHaveLength(1);
    expect(await rouse.incidentsOf(other.service)).toHaveLength(1);
    const second = await rouse.integration(it1.service, 'events-v2');
    await enqueue(trigger({ routing_key: second.key }));
    expect(await rouse.incidentsOf(it1.service)).toHaveLength(1);
  });

  it('acknowledges and resolves; a trigger after that opens a new incident', async () => {
    await enqueue(trigger());
    await rouse.sendAction(it1.eventsV2, 'acknowledge', 'disk/db-1');
    expect(await rouse.incidentsOf(it1.service)).toMatchObject([
      { status: 'acknowledged', acknowledgedBy: null },
    ]);
    await rouse.sendAction(it1.eventsV2, 'resolve', 'disk/db-1');
    expect(await rouse.incidentsOf(it1.service)).toMatchObject([{ status: 'resolved', resolvedBy: null }]);
    await enqueue(trigger());
    expect(await rouse.incidentsOf(it1.service)).toMatchObject([
      { status: 'triggered' },
      { status: 'resolved' },
    ]);
  });

  it.each(['acknowledge', 'resolve'] as const)(
    'takes an %s of nothing, and changes nothing',
    async (action) => {
      const answer = await enqueue(
        trigger({ event_action: action, dedup_key: 'never seen', payload: undefined }),
      );
      expect(answer.status).toBe(202);
      expect(await rouse.incidentsOf(it1.service)).toEqual([]);
    },
  );

  it.each([
    ['application/json; charset=utf-8'],
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['application/vnd.pagerduty+json;version=2'],
    ['nonsense'],
  ])('reads JSON that calls itself %s', async (contentType) => {
    expect((await enqueue(trigger(), { 'content-type': contentType })).status).toBe(202);
  });

  it('cuts a summary of more than 1,024 characters, and drops what cannot be stored', async () => {
    await enqueue(
      trigger({ payload: { summary: `\u0000${'ä'.repeat(2000)}`, source: 'a', severity: 'info' } }),
    );
    const { title } = await rouse.incidentOf(it1.service);
    expect(title).toBe(`${'ä'.repeat(1023)}…`);
  });

  it('is not troubled by names that JavaScript gives a meaning', async () => {
    const text = JSON.stringify(trigger()).replace(
      '{',
      '{"__proto__":{"event_action":"resolve"},"constructor":{"prototype":1},',
    );
    expect((await enqueue(text)).status).toBe(202);
    expect(await rouse.incidentsOf(it1.service)).toHaveLength(1);
  });

  it.each<[string, unknown, string]>([
    ['no body', undefined, 'The body is empty.'],
    ['an empty body', '', 'The body is empty.'],
    ['half of JSON', '{"routing_key":', 'The body is not JSON'],
    ['a list', [], 'The body must be a JSON object.'],
    ['no fields', {}, "'event_action' is required"],
    ['no key', { event_action: 'resolve', dedup_key: 'k' }, "'routing_key' is required"],
    [
      'a key that is an object',
      { routing_key: {}, event_action: 'resolve', dedup_key: 'k' },
      "'routing_key' must be a text",
    ],
  ])('refuses %s in the words of Events v2', async (_case, body, reason) => {
    const answer = await enqueue(body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.body).toEqual({
      status: 'invalid event',
      message: expect.any(String),
      errors: expect.arrayContaining([expect.stringContaining(reason)]),
    });
  });

  it('names every wrong field of a trigger, and stores nothing of it', async () => {
    const answer = await enqueue(trigger({ payload: { summary: '', severity: 'fatal' } }));
    expect(answer).toMatchObject({
      status: 400,
      body: {
        message: 'Event object is invalid',
        errors: [
          "'payload.summary' must not be empty",
          "'payload.source' is required",
          "'payload.severity' must be one of critical, error, warning, info",
        ],
      },
    });
    expect(await rouse.incidentsOf(it1.service)).toEqual([]);
  });

  it('takes 512 KiB and refuses more', async () => {
    const filled = (size: number) => {
      const empty = JSON.stringify(trigger({ padding: '' })).length;
      return trigger({ padding: 'x'.repeat(size - empty) });
    };
    expect((await enqueue(filled(512 * 1024))).status).toBe(202);
    expect((await enqueue(filled(512 * 1024 + 1))).status).toBe(413);
  });

  it('is counted', async () => {
    await enqueue(trigger());
    expect(await rouse.get('/metrics', { token: null })).toMatch(
      /rouse_events_total\{type="events-v2",action="trigger"\} [1-9]/,
    );
  });
});
