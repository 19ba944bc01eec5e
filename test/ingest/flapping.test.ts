import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration } from '../support/story.js';
import { pagesOf } from './clock.js';

describe('an alert that comes and goes', () => {
  let rouse: RunningRouse;
  let policy: { id: string };
  beforeAll(async () => {
    rouse = await startRouse();
    policy = await rouse.policy([{ page: [await rouse.person({ name: 'Ana' })], waitSeconds: 3600 }]);
  });
  afterAll(() => rouse.stop());

  const serviced = async (more: Record<string, unknown> = {}) => {
    const service = await rouse.service(policy, more);
    return { service, integration: await rouse.integration(service) };
  };
  const comeAndGo = async (integration: Integration, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      await rouse.trigger(integration, { dedupKey: 'link' });
      await rouse.sendAction(integration, 'resolve', 'link');
    }
  };
  const statuses = async (service: { id: string }) =>
    (await rouse.incidentsOf(service)).map(({ status }) => status);

  it('is a new incident each time, up to three times in fifteen minutes', async () => {
    const { service, integration } = await serviced();
    await comeAndGo(integration, 3);
    expect(await statuses(service)).toEqual(['resolved', 'resolved', 'resolved']);
    await rouse.advance({ minutes: 15, seconds: 1 });
    await comeAndGo(integration, 3);
    expect(await rouse.incidentsOf(service)).toHaveLength(6);
    expect(new Set(await statuses(service))).toEqual(new Set(['resolved']));
  });

  it('is held as one incident from the fourth on, which pages once and counts', async () => {
    const { service, integration } = await serviced();
    await comeAndGo(integration, 3);
    const before = await pagesOf(rouse, service);
    await comeAndGo(integration, 4);
    const [held, ...earlier] = await rouse.incidentsOf(service);
    expect(earlier).toHaveLength(3);
    expect(held).toMatchObject({ status: 'triggered', alertCount: 1, flapCount: 7 });
    await rouse.eventually(async () => {
      expect((await pagesOf(rouse, service)) - before).toBeGreaterThan(0);
    });
    const pages = await pagesOf(rouse, service);
    await comeAndGo(integration, 3);
    await rouse.advance({ seconds: 60 });
    expect(await pagesOf(rouse, service)).toBe(pages);
    const kinds = (await rouse.timelineKinds(held?.id ?? '')).filter((kind) => kind.startsWith('alert.'));
    expect(kinds.slice(0, 5)).toEqual([
      'alert.flapping',
      'alert.quiet',
      'alert.flapping',
      'alert.quiet',
      'alert.flapping',
    ]);
    expect(await rouse.incident(held?.id ?? '')).toMatchObject({ flapCount: 10 });
    const told = (await rouse.timeline(held?.id ?? '')).filter(({ kind }) => kind === 'alert.flapping');
    expect(told.map((entry) => entry['flapCount'])).toEqual([4, 5, 6, 7, 8, 9, 10]);
  });

  it('is over by itself once it has been quiet for five minutes, and begins anew after', async () => {
    const { service, integration } = await serviced();
    await comeAndGo(integration, 4);
    await rouse.advance({ minutes: 4 });
    await comeAndGo(integration, 1);
    await rouse.advance({ minutes: 4 });
    expect((await statuses(service))[0]).toBe('triggered');
    await rouse.advance({ minutes: 1, seconds: 1 });
    expect((await statuses(service))[0]).toBe('resolved');
    const [held] = await rouse.incidentsOf(service);
    expect((await rouse.timeline(held?.id ?? '')).slice(-2)).toMatchObject([
      { kind: 'alert.resolved', actor: { type: 'system' } },
      { kind: 'incident.resolved', actor: { type: 'system' } },
    ]);
    await rouse.advance({ minutes: 15 });
    await comeAndGo(integration, 1);
    expect((await rouse.incidentsOf(service))[0]).toMatchObject({ status: 'resolved', flapCount: 0 });
  });

  it('is not over while it fires, however long', async () => {
    const { service, integration } = await serviced();
    await comeAndGo(integration, 4);
    await rouse.trigger(integration, { dedupKey: 'link' });
    await rouse.advance({ minutes: 30 });
    expect((await statuses(service))[0]).toBe('triggered');
  });

  it('is over when a person says so', async () => {
    const { service, integration } = await serviced();
    await comeAndGo(integration, 4);
    const [held] = await rouse.incidentsOf(service);
    await rouse.post(`/api/v1/incidents/${held?.id ?? ''}/resolve`);
    await rouse.advance({ minutes: 6 });
    expect((await statuses(service))[0]).toBe('resolved');
    expect(await rouse.incidentsOf(service)).toHaveLength(4);
  });

  it('does not hold an incident that other alerts keep open, nor end it', async () => {
    const { service, integration } = await serviced({ grouping: { by: 'time', windowSeconds: 3600 } });
    await rouse.trigger(integration, { dedupKey: 'other' });
    await comeAndGo(integration, 5);
    await rouse.advance({ minutes: 6 });
    expect(await rouse.incidentOf(service)).toMatchObject({ status: 'triggered', flapCount: 5 });
    await rouse.sendAction(integration, 'resolve', 'other');
    expect((await rouse.incidentOf(service)).status).toBe('resolved');
  });

  it('is a new incident each time where the service does not want it held', async () => {
    const { service, integration } = await serviced({ flapping: null });
    await comeAndGo(integration, 6);
    expect(await rouse.incidentsOf(service)).toHaveLength(6);
  });

  it('comes and goes by the rule of its service, and within one post', async () => {
    const flapping = { opens: 1, withinSeconds: 60, quietSeconds: 30 };
    const service = await rouse.service(policy, { flapping });
    const { url } = await rouse.integration(service, 'alertmanager');
    const alerts = ['firing', 'resolved', 'firing', 'resolved', 'firing'].map((status) => ({
      status,
      fingerprint: 'f',
      labels: { alertname: 'Link' },
    }));
    await rouse.post(url, { version: '4', status: 'firing', alerts }, { token: null });
    expect(await rouse.incidentsOf(service)).toMatchObject([
      { status: 'triggered', flapCount: 3 },
      { status: 'resolved' },
    ]);
  });
});

describe('an incident of which nothing is heard', () => {
  let rouse: RunningRouse;
  let policy: { id: string };
  beforeAll(async () => {
    rouse = await startRouse();
    policy = await rouse.policy([{ page: [await rouse.person({ name: 'Ana' })], waitSeconds: 3600 }]);
  });
  afterAll(() => rouse.stop());

  const serviced = async (more: Record<string, unknown> = {}) => {
    const service = await rouse.service(policy, { autoResolveSeconds: 600, ...more });
    return { service, integration: await rouse.integration(service) };
  };

  it('is resolved after its time, which every repeat begins anew', async () => {
    const { service, integration } = await serviced();
    await rouse.trigger(integration, { dedupKey: 'a' });
    const { id } = await rouse.incidentOf(service);
    await rouse.advance({ seconds: 500 });
    await rouse.trigger(integration, { dedupKey: 'a' });
    await rouse.advance({ seconds: 590 });
    expect((await rouse.incident(id)).status).toBe('triggered');
    await rouse.advance({ seconds: 11 });
    expect(await rouse.incident(id)).toMatchObject({ status: 'resolved', resolvedBy: null });
    expect((await rouse.timeline(id)).slice(-2)).toMatchObject([
      { kind: 'incident.auto-resolved', actor: { type: 'system' }, afterSeconds: 600 },
      { kind: 'incident.resolved', actor: { type: 'system' } },
    ]);
    await rouse.trigger(integration, { dedupKey: 'a' });
    expect(await rouse.incidentsOf(service)).toHaveLength(2);
  });

  it('is resolved also while somebody has it, and stays while one of its alerts is heard', async () => {
    const { service, integration } = await serviced({ grouping: { by: 'time', windowSeconds: 3600 } });
    await rouse.trigger(integration, { dedupKey: 'a' });
    await rouse.trigger(integration, { dedupKey: 'b' });
    const { id } = await rouse.incidentOf(service);
    await rouse.post(`/api/v1/incidents/${id}/acknowledge`);
    await rouse.advance({ seconds: 400 });
    await rouse.trigger(integration, { dedupKey: 'b' });
    await rouse.advance({ seconds: 400 });
    expect((await rouse.incident(id)).status).toBe('acknowledged');
    await rouse.advance({ seconds: 201 });
    expect((await rouse.incident(id)).status).toBe('resolved');
  });

  it('follows what the service says meanwhile', async () => {
    const { service, integration } = await serviced();
    await rouse.trigger(integration, { dedupKey: 'a' });
    await rouse.api('PATCH', `/api/v1/services/${service.id}`, { autoResolveSeconds: 1200 });
    await rouse.advance({ seconds: 700 });
    expect((await rouse.incidentOf(service)).status).toBe('triggered');
    await rouse.api('PATCH', `/api/v1/services/${service.id}`, { autoResolveSeconds: null });
    await rouse.advance({ days: 1 });
    expect((await rouse.incidentOf(service)).status).toBe('triggered');
  });

  it('is resolved also where its service says so only afterwards, or sooner than it said', async () => {
    const { service, integration } = await serviced({ autoResolveSeconds: null });
    await rouse.trigger(integration, { dedupKey: 'a' });
    await rouse.advance({ seconds: 700 });
    await rouse.api('PATCH', `/api/v1/services/${service.id}`, { autoResolveSeconds: 3600 });
    await rouse.advance({ seconds: 0 });
    expect((await rouse.incidentOf(service)).status).toBe('triggered');
    await rouse.api('PATCH', `/api/v1/services/${service.id}`, { autoResolveSeconds: 600 });
    await rouse.advance({ seconds: 0 });
    expect((await rouse.incidentOf(service)).status).toBe('resolved');
  });

  it('is resolved once, with many at a time', async () => {
    const { service, integration } = await serviced();
    for (let key = 0; key < 12; key += 1) await rouse.trigger(integration, { dedupKey: String(key) });
    await rouse.advance({ seconds: 601 });
    // One that something else had locked is left to the next look.
    await rouse.eventually(async () => {
      await rouse.advance({ seconds: 0 });
      const found = await rouse.incidentsOf(service);
      expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['resolved']));
    });
    for (const { id } of await rouse.incidentsOf(service)) {
      const kinds = await rouse.timelineKinds(id);
      expect(kinds.filter((kind) => kind === 'incident.resolved')).toHaveLength(1);
    }
  });
});
