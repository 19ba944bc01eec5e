import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration } from '../support/story.js';
import { nextChangeToSummer, pagesOf, timeOf, waitUntil } from './clock.js';

const suppressedSchema = z.object({
  items: z.array(
    z.looseObject({ dedupKey: z.string(), state: z.string(), incidentId: z.string().nullable() }),
  ),
});

describe('alerts during maintenance', () => {
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
  const minutesFromNow = async (minutes: number): Promise<string> =>
    new Date((await timeOf(rouse)).getTime() + minutes * 60_000).toISOString();
  /** An hour of maintenance that began a minute ago. */
  const plan = async (service: { id: string }, more: Record<string, unknown> = {}): Promise<string> =>
    idOf(
      await rouse.post('/api/v1/maintenance-windows', {
        name: 'New disks',
        serviceIds: [service.id],
        start: await minutesFromNow(-1),
        end: await minutesFromNow(59),
        ...more,
      }),
    );
  const suppressed = async (service: { id: string }) =>
    suppressedSchema
      .parse(await rouse.get(`/api/v1/services/${service.id}/suppressed-alerts`))
      .items.map(({ dedupKey, state }) => `${dedupKey} ${state}`)
      .sort();
  const pagesAre = (service: { id: string }, count: number): Promise<void> =>
    rouse.eventually(async () => {
      expect(await pagesOf(rouse, service)).toBe(count);
    });
  const openAndRepeat = async (integration: Integration): Promise<void> => {
    await rouse.trigger(integration, { dedupKey: 'stays', summary: 'Disk full' });
    await rouse.trigger(integration, { dedupKey: 'stays' });
    await rouse.trigger(integration, { dedupKey: 'ends' });
    await rouse.sendAction(integration, 'acknowledge', 'ends');
    await rouse.sendAction(integration, 'resolve', 'ends');
  };

  it.each([
    ['deleted', 'DELETE FROM maintenance_windows WHERE id = $1'],
    ['ended', 'UPDATE maintenance_windows SET ended_early_at = rouse_now() WHERE id = $1'],
  ])('open an incident where the window is %s at the moment at which they come', async (_title, change) => {
    const { service, integration } = await serviced();
    const windowId = await plan(service);
    const trigger = await rouse.dataSource.transaction(async (manager) => {
      await manager.query('SELECT id FROM maintenance_windows WHERE id = $1 FOR UPDATE', [windowId]);
      const waiting = rouse.trigger(integration);
      await sleep(300);
      await manager.query(change, [windowId]);
      return { waiting };
    });
    await trigger.waiting;
    expect(await rouse.incidentsOf(service)).toMatchObject([{ status: 'triggered' }]);
    expect(await suppressed(service)).toEqual([]);
  });

  it('are recorded and page nobody; what outlives it opens its incident at the end', async () => {
    const { service, integration } = await serviced();
    const windowId = await plan(service);
    await openAndRepeat(integration);
    await rouse.advance({ minutes: 58 });
    expect(await rouse.incidentsOf(service)).toEqual([]);
    expect(await suppressed(service)).toEqual(['ends over', 'stays held-back']);
    expect(await rouse.get(`/api/v1/services/${service.id}/suppressed-alerts?limit=1`)).toMatchObject({
      items: [{ maintenanceWindowId: windowId, eventCount: 1 }],
      nextCursor: expect.anything(),
    });
    const events: unknown = await rouse.dataSource.query(
      `SELECT count(*)::int AS events FROM events WHERE service_id = $1 AND alert_id IS NOT NULL`,
      [service.id],
    );
    expect(events).toEqual([{ events: 5 }]);
    await rouse.advance({ minutes: 2 });
    const { id, title } = await rouse.incidentOf(service);
    expect(title).toBe('Disk full');
    await pagesAre(service, 1);
    expect((await rouse.timeline(id))[0]).toMatchObject({
      kind: 'incident.triggered',
      actor: { type: 'system' },
      dedupKey: 'stays',
      afterMaintenance: true,
    });
    expect(await suppressed(service)).toEqual(['ends over', 'stays opened']);
    await rouse.sendAction(integration, 'resolve', 'stays');
    expect((await rouse.incident(id)).status).toBe('resolved');
  });

  it('that come again after it open their incident at once, by the event', async () => {
    const { service, integration } = await serviced();
    await plan(service);
    await rouse.trigger(integration, { dedupKey: 'a' });
    // The window is over, and nobody has looked yet.
    await rouse.dataSource.query(`UPDATE maintenance_windows SET ended_early_at = rouse_now()`);
    await rouse.trigger(integration, { dedupKey: 'a' });
    const { id } = await rouse.incidentOf(service);
    expect((await rouse.timeline(id))[0]).toMatchObject({
      actor: { type: 'integration' },
      afterMaintenance: true,
    });
    expect((await rouse.incidentOf(service)).alertCount).toBe(1);
  });

  it.each<[string, (path: string) => Promise<unknown>]>([
    ['ended early', (path) => rouse.post(`${path}/end`)],
    ['deleted', (path) => rouse.delete(path)],
    ['moved', async (path) => rouse.api('PATCH', path, { start: await minutesFromNow(5) })],
  ])('open their incidents when it is %s', async (_title, change) => {
    const { service, integration } = await serviced();
    const id = await plan(service);
    await rouse.trigger(integration, { dedupKey: 'a' });
    await change(`/api/v1/maintenance-windows/${id}`);
    await rouse.advance({ seconds: 1 });
    await rouse.incidentOf(service);
    await pagesAre(service, 1);
  });

  it('stay held back while it is prolonged, or another one goes on', async () => {
    const { service, integration } = await serviced();
    const id = await plan(service);
    await plan(service, { end: await minutesFromNow(180) });
    await rouse.trigger(integration, { dedupKey: 'a' });
    await rouse.api('PATCH', `/api/v1/maintenance-windows/${id}`, { end: await minutesFromNow(120) });
    await rouse.advance({ minutes: 170 });
    expect(await rouse.incidentsOf(service)).toEqual([]);
    await rouse.advance({ minutes: 11 });
    await rouse.incidentOf(service);
  });

  it('are dropped at its end where it says so; what comes later opens an incident', async () => {
    const { service, integration } = await serviced();
    await plan(service, { atEnd: 'discard' });
    await rouse.trigger(integration, { dedupKey: 'a' });
    await rouse.advance({ minutes: 61 });
    expect(await rouse.incidentsOf(service)).toEqual([]);
    expect(await suppressed(service)).toEqual(['a over']);
    await rouse.trigger(integration, { dedupKey: 'a' });
    await rouse.incidentOf(service);
  });

  it('open one incident each where events come while it ends', async () => {
    const { service, integration } = await serviced();
    const id = await plan(service);
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const dedupKey of keys) await rouse.trigger(integration, { dedupKey });
    await Promise.all([
      rouse.post(`/api/v1/maintenance-windows/${id}/end`),
      ...keys.map((dedupKey) => rouse.trigger(integration, { dedupKey })),
      rouse.advance({ seconds: 1 }),
    ]);
    await rouse.advance({ seconds: 60 });
    const incidents = await rouse.incidentsOf(service);
    expect(incidents.map(({ alertCount }) => alertCount)).toEqual(keys.map(() => 1));
    expect(await suppressed(service)).toEqual(keys.map((key) => `${key} opened`));
  });

  it('of an incident that is open already count on it, and go on paging', async () => {
    const { service, integration } = await serviced();
    await rouse.trigger(integration, { dedupKey: 'a' });
    await pagesAre(service, 1);
    await plan(service);
    await rouse.trigger(integration, { dedupKey: 'a' });
    const { id } = await rouse.incidentOf(service);
    expect(await rouse.timelineKinds(id)).toContain('alert.repeated');
    await rouse.sendAction(integration, 'resolve', 'a');
    expect((await rouse.incident(id)).status).toBe('resolved');
    expect(await suppressed(service)).toEqual([]);
  });

  it('of other services page as ever', async () => {
    const { service } = await serviced();
    const other = await serviced();
    await plan(service);
    await rouse.trigger(other.integration, { dedupKey: 'a' });
    await rouse.incidentOf(other.service);
  });

  it('come together at its end as the service groups them', async () => {
    const { service, integration } = await serviced({ grouping: { by: 'time', windowSeconds: 300 } });
    await plan(service);
    for (const dedupKey of ['a', 'b', 'c']) await rouse.trigger(integration, { dedupKey });
    await rouse.advance({ minutes: 61 });
    expect((await rouse.incidentOf(service)).alertCount).toBe(3);
  });

  it('are held back by a rule on the wall clock, over a change of the clock', async () => {
    const { service, integration } = await serviced();
    const change = await nextChangeToSummer(rouse);
    const dayBefore = new Date(change.getTime() - 86_400_000).toISOString().slice(0, 10);
    await plan(service, {
      start: `${dayBefore}T02:30`,
      end: `${dayBefore}T03:30`,
      recurrence: 'FREQ=DAILY',
      timeZone: 'Europe/Berlin',
    });
    const at = (minutes: number) => waitUntil(rouse, new Date(change.getTime() + minutes * 60_000));
    // The day before: 02:30 to 03:30 is 01:30 to 02:30 UTC.
    await at(-24 * 60 + 29);
    await rouse.trigger(integration, { dedupKey: 'before' });
    expect(await rouse.incidentsOf(service)).toHaveLength(1);
    await at(-24 * 60 + 31);
    await rouse.trigger(integration, { dedupKey: 'first' });
    await at(-24 * 60 + 89);
    expect(await suppressed(service)).toEqual(['first held-back']);
    await at(-24 * 60 + 91);
    expect(await rouse.incidentsOf(service)).toHaveLength(2);
    // The clock goes from 02:00 to 03:00, so it begins then, and ends at 03:30 all the same.
    await at(-1);
    await rouse.trigger(integration, { dedupKey: 'second' });
    expect(await rouse.incidentsOf(service)).toHaveLength(3);
    await at(1);
    await rouse.trigger(integration, { dedupKey: 'third' });
    await at(29);
    expect(await rouse.incidentsOf(service)).toHaveLength(3);
    await at(31);
    expect(await rouse.incidentsOf(service)).toHaveLength(4);
    // In summer 02:30 is 00:30 UTC.
    await at(24 * 60 - 29);
    await rouse.trigger(integration, { dedupKey: 'fourth' });
    expect(await rouse.incidentsOf(service)).toHaveLength(4);
  });
});
