import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import {
  describeWithAlertmanager,
  startAlertmanager,
  type TestAlertmanager,
} from '../support/alertmanager-server.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration, Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

const CALL_AFTER = { seconds: 121 };
const STEP = { seconds: 180 };

describeWithAlertmanager('a real Alertmanager', () => {
  let twilio: TwilioDouble;
  let rouse: RunningRouse;
  let alertmanager: TestAlertmanager | undefined;
  beforeAll(async () => {
    twilio = await startTwilioDouble();
    rouse = await startRouse({ settings: twilio.settings });
    twilio.connect(rouse);
  });
  afterEach(() => alertmanager?.stop());
  afterAll(async () => {
    await rouse.stop();
    await twilio.stop();
  });

  /** Ana is on call and has a phone that also rings; Bo is the next. */
  async function teamOfTwo(): Promise<{
    ana: Person;
    bo: Person;
    service: { id: string };
    integration: Integration;
  }> {
    const ana = await rouse.person({ name: 'Ana', voice: true });
    const bo = await rouse.person({ name: 'Bo' });
    const policy = await rouse.policy([
      { page: [await rouse.schedule([ana])], waitSeconds: 300 },
      { page: [bo], waitSeconds: 300 },
    ]);
    const service = await rouse.service(policy);
    return { ana, bo, service, integration: await rouse.integration(service, 'alertmanager') };
  }

  function alertmanagerFor(integration: Integration): Promise<TestAlertmanager> {
    return startAlertmanager({
      configYaml: `
route: { receiver: rouse, group_by: [alertname], group_wait: 50ms, group_interval: 1s, repeat_interval: 1h }
receivers:
  - name: rouse
    webhook_configs: [{ url: '${integration.url}', send_resolved: true }]
`,
    });
  }

  /** Says to Alertmanager what Prometheus would: that it fires, or that it is over. */
  async function prometheusSays(
    target: TestAlertmanager,
    state: 'fires' | 'is over',
    instance: string,
  ): Promise<void> {
    const now = Date.now();
    const alert = {
      labels: { alertname: 'DiskFull', instance, severity: 'critical' },
      annotations: { summary: `Disk full on ${instance}` },
      startsAt: new Date(now - 60_000).toISOString(),
      endsAt: new Date(state === 'fires' ? now + 3_600_000 : now - 1_000).toISOString(),
    };
    const response = await fetch(`${target.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([alert]),
      signal: AbortSignal.timeout(5_000),
    });
    expect(response.status).toBe(200);
  }

  it('fires; ana does not answer; bo is called, writes ack, and it is quiet until the source resolves it', async () => {
    const { ana, bo, service, integration } = await teamOfTwo();
    const phoneOf = (person: Person) => twilio.phone(String(person.phone));
    alertmanager = await alertmanagerFor(integration);

    await prometheusSays(alertmanager, 'fires', 'db-1');
    const incident = await rouse.incidentOf(service);
    expect(incident).toMatchObject({ title: 'Disk full on db-1', severity: 'critical', status: 'triggered' });
    await phoneOf(ana).expectSms(/Disk full on db-1/);

    await rouse.advance(CALL_AFTER);
    await phoneOf(ana).expectCall();
    await phoneOf(bo).expectNothing();

    await rouse.advance(STEP);
    await phoneOf(bo).expectSms(/Disk full on db-1/);

    expect(await phoneOf(bo).reply('ack')).toEqual([expect.stringContaining('Acknowledged')]);
    expect(await rouse.incident(incident.id)).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: bo.id,
    });
    await rouse.advance({ hours: 2 });
    await phoneOf(ana).expectNothing();
    await phoneOf(bo).expectNothing();

    await prometheusSays(alertmanager, 'is over', 'db-1');
    await rouse.eventually(async () => expect((await rouse.incident(incident.id)).status).toBe('resolved'), {
      within: 10_000,
    });
    expect(await rouse.incident(incident.id)).toMatchObject({ resolvedBy: null });
    expect(await rouse.timelineKinds(incident.id)).toEqual(
      expect.arrayContaining([
        'incident.triggered',
        'step.started',
        'page.created',
        'attempt.sent',
        'attempt.delivered',
        'incident.acknowledged',
        'incident.resolved',
      ]),
    );
  });

  it('is told to send again what could not be stored, and then it is there once', async () => {
    const { service, integration } = await teamOfTwo();
    alertmanager = await alertmanagerFor(integration);
    await rouse.dataSource.query('ALTER TABLE events RENAME TO events_away');
    await prometheusSays(alertmanager, 'fires', 'db-2');
    await rouse.eventually(async () =>
      expect(await rouse.get('/metrics')).toMatch(/route="\/integrations\/:key\/alertmanager",status="503"/),
    );
    expect(await rouse.incidentsOf(service)).toEqual([]);
    await rouse.dataSource.query('ALTER TABLE events_away RENAME TO events');
    const incident = await rouse.eventually(() => rouse.incidentOf(service), { within: 10_000 });
    expect(incident).toMatchObject({ title: 'Disk full on db-2', alertCount: 1 });
  });
});
