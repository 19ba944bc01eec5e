import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration, Person } from '../support/story.js';
import { pagesOf } from './clock.js';

describe('alerts that belong together', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let policy: { id: string };
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    policy = await rouse.policy([{ page: [ana], waitSeconds: 3600 }]);
  });
  afterAll(() => rouse.stop());

  const grouped = async (grouping: Record<string, unknown>, more: Record<string, unknown> = {}) => {
    const service = await rouse.service(policy, { urgency: 'severity', grouping, ...more });
    return { service, integration: await rouse.integration(service) };
  };
  const pagesAre = (service: { id: string }, count: number): Promise<void> =>
    rouse.eventually(async () => {
      expect(await pagesOf(rouse, service)).toBe(count);
    });
  const told = async (incidentId: string) =>
    (await rouse.timeline(incidentId)).filter(({ kind }) => /^(incident|alert)\./.test(kind));

  it('by time join the incident of the window, and open another one after it', async () => {
    const { service, integration } = await grouped({ by: 'time', windowSeconds: 300 });
    await rouse.trigger(integration, { dedupKey: 'a', summary: 'Disk full' });
    await rouse.advance({ seconds: 200 });
    await rouse.trigger(integration, { dedupKey: 'b', summary: 'Database slow' });
    const { id, alertCount, title } = await rouse.incidentOf(service);
    expect({ alertCount, title }).toEqual({ alertCount: 2, title: 'Disk full' });
    expect((await told(id)).at(-1)).toMatchObject({
      kind: 'alert.grouped',
      reason: 'Database slow',
      dedupKey: 'b',
      severity: 'critical',
    });
    await pagesAre(service, 1);
    // 300 seconds count from when the incident was opened.
    await rouse.advance({ seconds: 101 });
    await rouse.trigger(integration, { dedupKey: 'c' });
    expect(await rouse.incidentsOf(service)).toMatchObject([{ alertCount: 1 }, { alertCount: 2 }]);
  });

  it('resolve their incident when the last of them is over', async () => {
    const { service, integration } = await grouped({ by: 'time', windowSeconds: 300 });
    await rouse.trigger(integration, { dedupKey: 'a' });
    await rouse.trigger(integration, { dedupKey: 'b' });
    await rouse.sendAction(integration, 'resolve', 'a');
    const { id, status } = await rouse.incidentOf(service);
    expect(status).toBe('triggered');
    await rouse.sendAction(integration, 'resolve', 'b');
    expect((await rouse.incident(id)).status).toBe('resolved');
    await rouse.trigger(integration, { dedupKey: 'c' });
    expect(await rouse.incidentsOf(service)).toHaveLength(2);
  });

  const send = (integration: Integration, dedupKey: string, payload: Record<string, unknown>) =>
    rouse.post(
      '/v2/enqueue',
      {
        routing_key: integration.key,
        event_action: 'trigger',
        dedup_key: dedupKey,
        payload: { summary: 'Slow', source: 'db-1', severity: 'critical', ...payload },
      },
      { token: null },
    );

  it('by fields join the newest incident with the same values', async () => {
    const { service, integration } = await grouped({
      by: 'fields',
      fields: ['component', 'details.customDetails.cluster'],
    });
    const north = { component: 'disk', custom_details: { cluster: 'north' } };
    await send(integration, 'a', north);
    await send(integration, 'b', { ...north, custom_details: { cluster: 'south' } });
    await send(integration, 'c', { ...north, source: 'db-2' });
    await send(integration, 'd', { component: 'disk' });
    await send(integration, 'e', {});
    await send(integration, 'f', {});
    // Without a window of time, for as long as it is open.
    await rouse.advance({ days: 2 });
    await send(integration, 'g', north);
    const counts = (await rouse.incidentsOf(service)).map(({ alertCount }) => alertCount);
    expect(counts).toEqual([1, 1, 1, 1, 3]);
  });

  it('in one post join one another, and the worst of them says how urgent it is', async () => {
    const service = await rouse.service(policy, {
      urgency: 'severity',
      grouping: { by: 'fields', fields: ['details.labels.cluster'] },
    });
    const { url } = await rouse.integration(service, 'alertmanager');
    const alerts = ['info', 'warning', 'critical', 'warning'].map((severity, place) => ({
      status: 'firing',
      fingerprint: `f${String(place)}`,
      labels: { alertname: 'Slow', severity, cluster: place === 3 ? 'south' : 'north' },
    }));
    await rouse.post(url, { version: '4', status: 'firing', alerts }, { token: null });
    const incidents = await rouse.incidentsOf(service);
    expect(incidents.map(({ alertCount, severity, urgency }) => ({ alertCount, severity, urgency }))).toEqual(
      expect.arrayContaining([
        { alertCount: 3, severity: 'critical', urgency: 'high' },
        { alertCount: 1, severity: 'warning', urgency: 'low' },
      ]),
    );
    expect(incidents).toHaveLength(2);
  });

  it('raise an incident that turns out to be worse, and page for it anew', async () => {
    const { service, integration } = await grouped({ by: 'time', windowSeconds: 3600 });
    await rouse.trigger(integration, { dedupKey: 'a', severity: 'warning' });
    const { id } = await rouse.incidentOf(service);
    await pagesAre(service, 1);
    await rouse.trigger(integration, { dedupKey: 'b', severity: 'info' });
    expect(await rouse.incident(id)).toMatchObject({ severity: 'warning', urgency: 'low' });
    await rouse.trigger(integration, { dedupKey: 'c', severity: 'critical' });
    expect(await rouse.incident(id)).toMatchObject({ severity: 'critical', urgency: 'high', alertCount: 3 });
    await pagesAre(service, 2);
    expect((await told(id)).map(({ kind }) => kind)).toEqual([
      'incident.triggered',
      'alert.grouped',
      'alert.grouped',
      'incident.severity-raised',
      'incident.urgency-raised',
    ]);
    // One that comes again worse than it was does the same; this one is not worse than what it belongs to.
    await rouse.trigger(integration, { dedupKey: 'b', severity: 'critical' });
    expect((await told(id)).at(-1)).toMatchObject({ kind: 'alert.repeated' });
  });

  it('page nobody where the incident is acknowledged, and it says so', async () => {
    const { service, integration } = await grouped({ by: 'time', windowSeconds: 3600 });
    await rouse.trigger(integration, { dedupKey: 'a', severity: 'warning' });
    const { id } = await rouse.incidentOf(service);
    await pagesAre(service, 1);
    await rouse.post(`/api/v1/incidents/${id}/acknowledge`, undefined, { token: ana.token });
    await rouse.trigger(integration, { dedupKey: 'b', severity: 'critical', summary: 'Disk full' });
    await rouse.advance({ seconds: 60 });
    expect(await rouse.incident(id)).toMatchObject({
      status: 'acknowledged',
      severity: 'critical',
      alertCount: 2,
    });
    expect((await told(id)).find(({ kind }) => kind === 'alert.grouped')).toMatchObject({
      reason: 'Disk full (pages nobody: the incident is acknowledged)',
    });
    expect(await pagesOf(rouse, service)).toBe(1);
  });

  it('are one incident also where fifty come at once', async () => {
    const { service, integration } = await grouped({ by: 'fields', fields: ['source'] });
    const keys = Array.from({ length: 50 }, (_none, place) => `key-${String(place)}`);
    await Promise.all(keys.map((dedupKey) => rouse.trigger(integration, { dedupKey })));
    expect((await rouse.incidentOf(service)).alertCount).toBe(50);
    const { id } = await rouse.incidentOf(service);
    const kinds = (await told(id)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'alert.grouped')).toHaveLength(49);
    await Promise.all(keys.map((dedupKey) => rouse.sendAction(integration, 'resolve', dedupKey)));
    expect((await rouse.incident(id)).status).toBe('resolved');
  });

  it('never join an incident that somebody resolves at that moment', async () => {
    const { service, integration } = await grouped({ by: 'time', windowSeconds: 3600 });
    for (let round = 0; round < 8; round += 1) {
      await rouse.trigger(integration, { dedupKey: `first-${String(round)}` });
      const [open] = await rouse.incidentsOf(service);
      await Promise.all([
        ...[1, 2, 3].map((place) =>
          rouse.trigger(integration, { dedupKey: `${String(round)}-${String(place)}` }),
        ),
        rouse.api('POST', `/api/v1/incidents/${open?.id ?? ''}/resolve`),
      ]);
    }
    const lost: unknown = await rouse.dataSource.query(
      `SELECT alerts.id FROM alerts JOIN incidents ON incidents.id = alerts.incident_id
       WHERE alerts.service_id = $1 AND alerts.status <> 'resolved' AND incidents.status = 'resolved'`,
      [service.id],
    );
    expect(lost).toEqual([]);
    const incidents = await rouse.incidentsOf(service);
    expect(incidents.reduce((sum, { alertCount }) => sum + alertCount, 0)).toBe(32);
  });

  it('are each an incident where the service groups nothing', async () => {
    const { service, integration } = await grouped({ by: 'none' });
    await rouse.trigger(integration, { dedupKey: 'a' });
    await rouse.trigger(integration, { dedupKey: 'b' });
    expect(await rouse.incidentsOf(service)).toHaveLength(2);
  });
});
