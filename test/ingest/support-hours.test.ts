import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { pagesOf, timeOf, waitUntil } from './clock.js';

const EVERY_DAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

describe('support hours', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let policy: { id: string };
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana', voice: true });
    const [sms, voice] = [ana.methods.sms ?? '', ana.methods.voice ?? ''];
    await rouse.put(`/api/v1/users/${ana.id}/paging-rules`, {
      high: [{ contactMethodId: voice, delaySeconds: 0 }],
      low: [{ contactMethodId: sms, delaySeconds: 0 }],
    });
    policy = await rouse.policy([{ page: [ana], waitSeconds: 36_000 }]);
  });
  afterAll(() => rouse.stop());

  /** A service whose hours are 09:00 to 17:00 UTC every day. */
  const serviced = async (supportHours: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => {
    const service = await rouse.service(policy, {
      urgency: 'support-hours',
      supportHours: {
        weekdays: EVERY_DAY,
        from: '09:00',
        to: '17:00',
        during: 'high',
        outside: 'low',
        raiseAtStart: true,
        ...supportHours,
      },
      ...more,
    });
    return { service, integration: await rouse.integration(service) };
  };
  /** Waits for the next time at which it is so late in UTC. */
  const waitFor = async (hour: number, minute = 0): Promise<void> => {
    const now = await timeOf(rouse);
    const moment = new Date(now);
    moment.setUTCHours(hour, minute, 0, 0);
    await waitUntil(rouse, moment > now ? moment : new Date(moment.getTime() + 86_400_000));
  };
  const pageTypes = async (service: { id: string }): Promise<unknown> =>
    rouse.dataSource.query(
      `SELECT type FROM pages JOIN incidents ON incidents.id = pages.incident_id
       WHERE incidents.service_id = $1 ORDER BY pages.id`,
      [service.id],
    );
  const pagesAre = (service: { id: string }, count: number): Promise<void> =>
    rouse.eventually(async () => {
      expect(await pagesOf(rouse, service)).toBe(count);
    });

  it('make incidents urgent, and what was not answered before is paged anew when they begin', async () => {
    await waitFor(3);
    const { service, integration } = await serviced();
    await rouse.trigger(integration, { dedupKey: 'night' });
    const night = await rouse.incidentOf(service);
    expect(night['urgency']).toBe('low');
    await pagesAre(service, 1);
    await waitFor(8, 59);
    expect((await rouse.incident(night.id))['urgency']).toBe('low');
    await waitFor(9, 1);
    expect((await rouse.incident(night.id))['urgency']).toBe('high');
    await pagesAre(service, 2);
    expect(await pageTypes(service)).toEqual([{ type: 'sms' }, { type: 'voice' }]);
    const raised = (await rouse.timeline(night.id)).find(({ kind }) => kind === 'incident.urgency-raised');
    expect(raised).toMatchObject({
      reason: 'the support hours began',
      actor: { type: 'system' },
      to: 'high',
    });
    await rouse.trigger(integration, { dedupKey: 'day' });
    expect((await rouse.incidentsOf(service))[0]).toMatchObject({ urgency: 'high' });
  });

  it('leave alone what somebody has, and what they do not make urgent', async () => {
    await waitFor(3);
    const { service, integration } = await serviced({ during: 'severity' });
    await rouse.trigger(integration, { dedupKey: 'taken', severity: 'critical' });
    await rouse.trigger(integration, { dedupKey: 'mild', severity: 'warning' });
    await rouse.trigger(integration, { dedupKey: 'bad', severity: 'error' });
    const [bad, mild, taken] = await rouse.incidentsOf(service);
    await rouse.post(`/api/v1/incidents/${taken?.id ?? ''}/acknowledge`, undefined, { token: ana.token });
    await waitFor(9, 1);
    const urgencies = (await rouse.incidentsOf(service)).map(({ id, urgency }) => [id, urgency]);
    expect(urgencies).toEqual([
      [bad?.id, 'high'],
      [mild?.id, 'low'],
      [taken?.id, 'low'],
    ]);
  });

  it('make a new alert urgent, also where it joins what was not', async () => {
    await waitFor(8, 30);
    const grouping = { by: 'time', windowSeconds: 86_400 };
    const { service, integration } = await serviced({ raiseAtStart: false }, { grouping });
    await rouse.trigger(integration, { dedupKey: 'night' });
    await pagesAre(service, 1);
    await waitFor(9, 1);
    await rouse.trigger(integration, { dedupKey: 'night' });
    expect((await rouse.incidentOf(service))['urgency']).toBe('low');
    await rouse.trigger(integration, { dedupKey: 'day' });
    expect(await rouse.incidentOf(service)).toMatchObject({ urgency: 'high', alertCount: 2 });
    await pagesAre(service, 2);
    expect(await pageTypes(service)).toEqual([{ type: 'sms' }, { type: 'voice' }]);
  });

  it('raise every day, as the service says at that moment', async () => {
    await waitFor(3);
    const { service, integration } = await serviced({ raiseAtStart: false });
    await rouse.trigger(integration, { dedupKey: 'a' });
    await waitFor(9, 1);
    expect((await rouse.incidentOf(service))['urgency']).toBe('low');
    const told = z.object({ supportHours: z.looseObject({}) });
    const { supportHours } = told.parse(await rouse.get(`/api/v1/services/${service.id}`));
    await rouse.api('PATCH', `/api/v1/services/${service.id}`, {
      timeZone: 'Asia/Kolkata',
      supportHours: { ...supportHours, raiseAtStart: true },
    });
    // 09:00 in Kolkata is 03:30 UTC.
    await waitFor(3, 29);
    expect((await rouse.incidentOf(service))['urgency']).toBe('low');
    await waitFor(3, 31);
    expect((await rouse.incidentOf(service))['urgency']).toBe('high');
  });
});
