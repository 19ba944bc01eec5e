import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { oneService, type OneService } from './one-service.js';

describe('POST /integrations/:key/alertmanager', () => {
  let rouse: RunningRouse;
  let it1: OneService;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());
  beforeEach(async () => {
    it1 = await oneService(rouse);
  });

  const alert = (fingerprint: string, status: 'firing' | 'resolved' = 'firing', severity = 'critical') => ({
    status,
    labels: { alertname: 'DiskFull', instance: fingerprint, severity },
    annotations: { summary: `Disk full on ${fingerprint}` },
    startsAt: '2026-01-05T09:00:00Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example.org/graph',
    fingerprint,
  });
  const group = (...alerts: unknown[]) => ({
    version: '4',
    groupKey: '{}:{alertname="DiskFull"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'rouse',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example.org',
    alerts,
  });
  const notify = (body: unknown) => rouse.api('POST', it1.alertmanager.url, body, { token: null });
  const stories = async () =>
    (await rouse.incidentsOf(it1.service)).map(({ title, status }) => `${title}: ${status}`).sort();

  it('opens an incident for each alert of a group', async () => {
    const answer = await notify(group(alert('db-1'), alert('db-2', 'firing', 'warning')));
    expect(answer).toMatchObject({ status: 200, body: { status: 'success' } });
    expect(await stories()).toEqual(['Disk full on db-1: triggered', 'Disk full on db-2: triggered']);
    expect(await rouse.incidentsOf(it1.service)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ severity: 'critical', urgency: 'high' }),
        expect.objectContaining({ severity: 'warning', urgency: 'low' }),
      ]),
    );
  });

  it('counts what is sent again, and resolves what is over while the group still fires', async () => {
    await notify(group(alert('db-1'), alert('db-2')));
    await notify(group(alert('db-1'), alert('db-2')));
    await notify(group(alert('db-1', 'resolved'), alert('db-2')));
    expect(await stories()).toEqual(['Disk full on db-1: resolved', 'Disk full on db-2: triggered']);
    expect(
      await rouse.dataSource.query(
        `SELECT source, status, event_count AS events FROM alerts WHERE service_id = $1 ORDER BY source`,
        [it1.service.id],
      ),
    ).toMatchObject([
      { source: 'db-1', status: 'resolved' },
      { source: 'db-2', status: 'triggered', events: 3 },
    ]);
  });

  it('takes an alert that is over and never fired here, and a group of none', async () => {
    expect((await notify(group(alert('db-1', 'resolved')))).status).toBe(200);
    expect((await notify(group())).status).toBe(200);
    expect(await stories()).toEqual([]);
  });

  it('fires, ends and fires again within one group in that order', async () => {
    await notify(group(alert('db-1'), alert('db-1', 'resolved'), alert('db-1')));
    expect(await stories()).toEqual(['Disk full on db-1: resolved', 'Disk full on db-1: triggered']);
  });

  it('takes a storm in one post: 500 alerts', async () => {
    const names = Array.from({ length: 500 }, (_alert, index) => `db-${String(index)}`);
    expect((await notify(group(...names.map((name) => alert(name))))).status).toBe(200);
    const rows = await rouse.dataSource.query<unknown>(
      'SELECT count(*)::int AS n FROM incidents WHERE service_id = $1',
      [it1.service.id],
    );
    expect(rows).toEqual([{ n: 500 }]);
  });

  it('stores none of a group in which one alert is wrong, and says which', async () => {
    const { fingerprint: _none, ...unnamed } = alert('db-2');
    const answer = await notify(group(alert('db-1'), unnamed));
    expect(answer).toMatchObject({
      status: 400,
      body: { status: 400, errors: [{ path: 'alerts.1.fingerprint', message: 'is required' }] },
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await stories()).toEqual([]);
  });

  it.each([
    ['no body', undefined],
    ['half of JSON', '{"alerts":['],
    ['a text', '"alerts"'],
  ])('refuses %s', async (_case, body) => {
    expect(await notify(body)).toMatchObject({ status: 400, body: { title: 'The request cannot be read' } });
  });
});
