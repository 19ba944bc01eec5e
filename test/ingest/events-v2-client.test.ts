import { Agent } from 'node:https';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { acknowledge, resolve, trigger } from '@pagerduty/pdjs';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { oneService, type OneService } from './one-service.js';

/** The client speaks https only. TLS ends before Rouse in production, too; here it never begins. */
class WithoutTls extends Agent {
  override createConnection({ host, port }: { host: string; port: number }): Socket {
    return connect(port, host);
  }
}

describe("PagerDuty's own client, pointed at Rouse", () => {
  let rouse: RunningRouse;
  let it1: OneService;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());
  beforeEach(async () => {
    it1 = await oneService(rouse);
  });

  const parameters = (changes: { routing_key?: string; summary?: string } = {}) => ({
    server: new URL(rouse.url).host,
    agent: new WithoutTls(),
    data: {
      routing_key: changes.routing_key ?? it1.eventsV2.key,
      event_action: 'trigger' as const,
      dedup_key: 'disk/db-1',
      payload: {
        summary: changes.summary ?? 'Disk full on db-1',
        source: 'db-1',
        severity: 'critical' as const,
        custom_details: { free: '1%' },
      },
      links: [{ href: 'https://wiki.example.org/disk', text: 'Runbook' }],
    },
  });
  const statuses = async () => (await rouse.incidentsOf(it1.service)).map((incident) => incident.status);

  it('triggers, acknowledges and resolves', async () => {
    const triggered = await trigger(parameters());
    expect(triggered.status).toBe(202);
    expect(triggered.data).toEqual({
      status: 'success',
      message: 'Event processed',
      dedup_key: 'disk/db-1',
    });
    expect(await statuses()).toEqual(['triggered']);

    expect((await acknowledge(parameters())).status).toBe(202);
    expect(await statuses()).toEqual(['acknowledged']);

    expect((await resolve(parameters())).status).toBe(202);
    expect(await statuses()).toEqual(['resolved']);
  });

  it('can read what is wrong', async () => {
    const refused = await trigger(parameters({ summary: '' }));
    expect(refused.status).toBe(400);
    expect(refused.data).toEqual({
      status: 'invalid event',
      message: 'Event object is invalid',
      errors: ["'payload.summary' must not be empty"],
    });
    expect((await trigger(parameters({ routing_key: 'x'.repeat(32) }))).status).toBe(404);
  });
});
