import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLiving, type Living } from '../incidents/living.js';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { idOf } from '../support/rouse-client.js';
import { timeOf } from './clock.js';

describe('an alert that was held back and comes again before anybody has looked whether the maintenance is over', () => {
  let living: Living;
  beforeAll(async () => {
    living = await startLiving();
  });
  afterAll(() => living.rouse.stop());

  it('opens its incident at once, as bad as it ever was, and counts as heard of then', async () => {
    const { rouse } = living;
    const ana = await rouse.person({ name: 'Ana' });
    const service = await rouse.service(await rouse.policy([{ page: [ana] }]), { urgency: 'severity' });
    const integration = await rouse.integration(service);
    const now = (await timeOf(rouse)).getTime();
    const windowId = idOf(
      await rouse.post('/api/v1/maintenance-windows', {
        name: 'New disks',
        serviceIds: [service.id],
        start: new Date(now - 60_000).toISOString(),
        end: new Date(now + 600_000).toISOString(),
      }),
    );
    await rouse.trigger(integration, { dedupKey: 'disk', severity: 'critical' });
    await rouse.trigger(integration, { dedupKey: 'disk', severity: 'warning' });
    expect(await rouse.incidentsOf(service)).toEqual([]);
    await advanceDatabaseClock(rouse.dataSource, { seconds: 601 });
    const over = (await timeOf(rouse)).getTime();
    await rouse.trigger(integration, { dedupKey: 'disk', severity: 'warning' });
    const incident = await rouse.incidentOf(service);
    expect(incident).toMatchObject({ status: 'triggered', severity: 'critical', urgency: 'high' });
    const alerts = await rouse.get(`/api/v1/incidents/${incident.id}/alerts`);
    expect(alerts).toMatchObject({
      items: [{ severity: 'critical', status: 'triggered', eventCount: 3 }],
    });
    const heard = await rouse.dataSource.query<unknown[]>(
      'SELECT id FROM alerts WHERE incident_id = $1 AND suppressed_by = $2 AND last_event_at >= $3',
      [incident.id, windowId, new Date(over)],
    );
    expect(heard).toHaveLength(1);
    await living.settle();
    expect(await living.paged(incident)).toEqual([ana.id]);
  });
});
