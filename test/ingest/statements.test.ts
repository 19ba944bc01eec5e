import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countQueries } from '../schedules/count-queries.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const FEW = 3;
const MANY = 60;

describe('a post of many alerts', () => {
  let rouse: RunningRouse;
  let policy: { id: string };
  beforeAll(async () => {
    rouse = await startRouse();
    policy = await rouse.policy([{ page: [await rouse.person({ name: 'Ana' })] }]);
  });
  afterAll(() => rouse.stop());

  let posts = 0;
  /** Alerts that nobody has sent before, as `status` says it; and the same once more. */
  const post = async (url: string, count: number, statuses: readonly string[]): Promise<void> => {
    posts += 1;
    for (const status of statuses) {
      const alerts = Array.from({ length: count }, (_none, place) => ({
        status,
        fingerprint: `${String(posts)}-${String(place)}`,
        labels: { alertname: 'Slow', severity: 'warning', cluster: `north-${String(posts)}` },
      }));
      await rouse.post(url, { version: '4', status, alerts }, { token: null });
    }
  };

  it.each([
    ['that open incidents', {}, ['firing']],
    ['that come again', {}, ['firing', 'firing']],
    ['that join one incident', { grouping: { by: 'time', windowSeconds: 3600 } }, ['firing']],
    [
      'that end one incident',
      { grouping: { by: 'fields', fields: ['details.labels.cluster'] } },
      ['firing', 'resolved'],
    ],
  ] as const)('%s takes as many statements as one of few', async (_title, more, statuses) => {
    const service = await rouse.service(policy, { autoResolveSeconds: 3600, ...more });
    const { url } = await rouse.integration(service, 'alertmanager');
    const few = await countQueries(rouse, () => post(url, FEW, statuses));
    const many = await countQueries(rouse, () => post(url, MANY, statuses));
    expect(many).toBe(few);
  });

  it('during maintenance too', async () => {
    const service = await rouse.service(policy);
    const { url } = await rouse.integration(service, 'alertmanager');
    const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();
    const window = { name: 'Disks', serviceIds: [service.id], start: hours(-1), end: hours(1) };
    await rouse.post('/api/v1/maintenance-windows', window);
    const few = await countQueries(rouse, () => post(url, FEW, ['firing', 'firing', 'resolved']));
    const many = await countQueries(rouse, () => post(url, MANY, ['firing', 'firing', 'resolved']));
    expect(many).toBe(few);
    expect(await rouse.incidentsOf(service)).toEqual([]);
  });
});
