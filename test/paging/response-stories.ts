import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startMailServer, type TestMailServer } from '../support/mail-server.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Incident, Person, Schedule } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';
import type { QueueUnderTest } from './queues-under-test.js';

/** How a team lives through incidents: the same on either engine of the queue. */
export function tellResponseStories(engine: string, queue: QueueUnderTest): void {
  describe(`responding, wake-ups by ${engine}`, () => {
    let double: TwilioDouble;
    let mail: TestMailServer;
    let rouse: RunningRouse;
    let ana: Person;
    let bo: Person;

    beforeAll(async () => {
      [double, mail] = [await startTwilioDouble(), await startMailServer()];
      const settings = { ...double.settings, SMTP_URL: mail.url, MAIL_FROM: 'Rouse <rouse@example.org>' };
      rouse = await startRouse({ ...(await queue.options()), settings });
      double.connect(rouse);
    });
    afterAll(async () => {
      await rouse.stop();
      await double.stop();
      await mail.stop();
      await queue.end();
    });
    beforeEach(async () => {
      double.faults.mend();
      double.callbacks = 'in-order';
      ana = await rouse.person({ name: 'Ana' });
      bo = await rouse.person({ name: 'Bo' });
    });

    const phoneOf = (person: Person) => double.phone(person.phone ?? '');
    const kindsOf = (incident: Incident) => rouse.timelineKinds(incident.id);
    const act = (incident: Incident, action: string, body?: unknown, by: Person = ana) =>
      rouse.post(`/api/v1/incidents/${incident.id}/${action}`, body, { token: by.token });
    const has = (incident: Incident, kind: string) =>
      rouse.eventually(async () => expect(await kindsOf(incident)).toContain(kind));

    /** An incident of a service whose policy pages these, each for two minutes. */
    async function incidentFor(steps: readonly (Person | Schedule)[], more: Record<string, unknown> = {}) {
      const policy = await rouse.policy(steps.map((target) => ({ page: [target] })));
      const service = await rouse.service(policy, more);
      const integration = await rouse.integration(service);
      await rouse.trigger(integration);
      return { policy, service, integration, incident: await rouse.incidentOf(service) };
    }

    it('nobody answers twice round: the last resort of the policy is paged, and again', async () => {
      const cy = await rouse.person({ name: 'Cy' });
      const policy = await rouse.post('/api/v1/escalation-policies', {
        name: `twice round, ${engine}`,
        repeat: 1,
        steps: [ana, bo].map(({ id }) => ({ targets: [{ type: 'user', id }], escalateAfterSeconds: 120 })),
        lastResort: [{ type: 'user', id: cy.id }],
      });
      const service = await rouse.service({ id: idOf(policy) });
      await rouse.trigger(await rouse.integration(service));
      for (const person of [ana, bo, ana, bo]) {
        await phoneOf(person).expectSms();
        await phoneOf(cy).expectNothing(0);
        await rouse.advance({ minutes: 2 });
      }
      await phoneOf(cy).expectSms();
      await has(await rouse.incidentOf(service), 'escalation.exhausted');
      await rouse.advance({ hours: 1 });
      await phoneOf(cy).expectSms();
    });

    it('SMS, voice and API acknowledge at the same moment: one wins, and all three are told', async () => {
      const [cy, dee] = [
        await rouse.person({ name: 'Cy' }),
        await rouse.person({ name: 'Dee', voice: '+15557654321', phone: null }),
      ];
      const service = await rouse.service(await rouse.policy([{ page: [ana, cy, dee] }]));
      await rouse.trigger(await rouse.integration(service));
      const { code } = await phoneOf(cy).expectSms();
      const call = await double.phone('+15557654321').expectCall();
      await call.answer();
      const incident = await rouse.incidentOf(service);
      const [api, sms, voice] = await Promise.all([
        rouse.api('POST', `/api/v1/incidents/${incident.id}/acknowledge`, undefined, { token: ana.token }),
        phoneOf(cy).reply(`ack ${code}`),
        call.press('4'),
      ]);
      const winners = [
        api.status === 200,
        /^Acknowledged/.test(sms.join(' ')),
        /is acknowledged, and yours/.test(voice),
      ];
      expect(winners.filter(Boolean)).toHaveLength(1);
      const { acknowledgedBy } = await rouse.incident(incident.id);
      expect(acknowledgedBy).toBe([ana, cy, dee][winners.indexOf(true)]?.id);
      if (api.status !== 200) expect(api).toMatchObject({ status: 409, body: { detail: /acknowledged/ } });
      for (const told of [sms.join(' '), voice]) expect(told).toMatch(/acknowledged/i);
      const answers = (await rouse.timeline(incident.id)).map(({ kind }) => kind);
      expect(answers.filter((kind) => kind === 'incident.acknowledged')).toHaveLength(1);
      expect(answers.filter((kind) => kind === 'answer.too-late')).toHaveLength(2);
    });

    it('a hand-off in the middle pages whoever comes on call', async () => {
      const [{ start }] = await rouse.dataSource.query<[{ start: Date }]>(
        `SELECT rouse_now() - interval '1 hour' AS start`,
      );
      const schedule = await rouse.schedule([ana, bo], {
        startsAt: start.toISOString().slice(0, 16),
        handoff: 'FREQ=MINUTELY;INTERVAL=61',
      });
      const { incident } = await incidentFor([schedule]);
      await phoneOf(ana).expectSms();
      await rouse.advance({ seconds: 61 });
      await has(incident, 'handoff.paged');
      await phoneOf(bo).expectSms();
    });

    it('snoozed it is quiet, and when it wakes it pages again', async () => {
      const { incident } = await incidentFor([ana, bo]);
      await phoneOf(ana).expectSms();
      await act(incident, 'snooze', { seconds: 3600 });
      expect(await rouse.incident(incident.id)).toMatchObject({
        status: 'acknowledged',
        snoozedUntil: expect.any(String),
      });
      await rouse.advance({ minutes: 59 });
      await phoneOf(bo).expectNothing(0);
      await rouse.advance({ minutes: 2 });
      await phoneOf(ana).expectSms();
      expect(await rouse.incident(incident.id)).toMatchObject({ status: 'triggered', snoozedUntil: null });
      expect(await kindsOf(incident)).toEqual(expect.arrayContaining(['incident.snoozed', 'incident.woke']));
    });

    it('merged while it pages: the one is quiet, the other goes on', async () => {
      const first = await incidentFor([ana, bo]);
      await phoneOf(ana).expectSms();
      const dedupKey = await rouse.trigger(first.integration, { summary: 'the same, seen elsewhere' });
      await phoneOf(ana).expectSms();
      const second = (await rouse.incidentsOf(first.service)).find(({ id }) => id !== first.incident.id);
      if (second === undefined) throw new Error('there is no second incident');
      await act(second, 'merge', { into: first.incident.id });
      expect(await rouse.incident(second.id)).toMatchObject({
        status: 'resolved',
        mergedInto: first.incident.id,
      });
      await rouse.advance({ minutes: 2 });
      expect((await phoneOf(bo).expectSms()).body).toContain(`#${String(first.incident.number)}`);
      await phoneOf(bo).expectNothing();
      await rouse.sendAction(first.integration, 'resolve', dedupKey);
      expect(await rouse.incident(first.incident.id)).toMatchObject({ status: 'triggered', alertCount: 2 });
    });

    it('an acknowledgement that goes stale pages again', async () => {
      const { incident } = await incidentFor([ana], { ackTimeoutSeconds: 1800 });
      await phoneOf(ana).expectSms();
      await phoneOf(ana).reply('ack');
      await rouse.advance({ minutes: 29 });
      await phoneOf(ana).expectNothing(0);
      await rouse.advance({ minutes: 2 });
      await phoneOf(ana).expectSms();
      expect(await rouse.incident(incident.id)).toMatchObject({ status: 'triggered' });
      await has(incident, 'acknowledgement.timed-out');
    });

    it('reassigned while it pages: from now on the others are paged', async () => {
      const cy = await rouse.person({ name: 'Cy' });
      const { incident } = await incidentFor([ana, bo]);
      await phoneOf(ana).expectSms();
      await act(incident, 'reassign', { userIds: [cy.id] });
      await phoneOf(cy).expectSms();
      expect(await rouse.incident(incident.id)).toMatchObject({ status: 'triggered', assignedTo: [cy.id] });
      await rouse.advance({ minutes: 2 });
      await phoneOf(bo).expectNothing();
    });

    it('help is asked for, and given', async () => {
      const { incident } = await incidentFor([ana]);
      await phoneOf(ana).expectSms();
      await phoneOf(ana).reply('ack');
      await act(incident, 'responder-requests', { userId: bo.id, message: 'I need the database' });
      await phoneOf(bo).expectSms(/I need the database/);
      await phoneOf(bo).reply('ack');
      await rouse.eventually(async () =>
        expect(await rouse.incident(incident.id)).toMatchObject({
          acknowledgedBy: ana.id,
          responders: [{ userId: bo.id, status: 'accepted' }],
        }),
      );
    });

    it('undelivered: the telephone rings at once', async () => {
      const cy = await rouse.person({ name: 'Cy', voice: true });
      double.failDeliveryTo(cy.phone ?? '', 30003);
      await incidentFor([cy]);
      await phoneOf(cy).expectCall();
    });

    it('the carrier of SMS is down: the telephone rings and a mail comes', async () => {
      const address = `${String(performance.now())}@example.org`;
      const cy = await rouse.person({ name: 'Cy', voice: true, email: address });
      double.faults.outage('Messages');
      await incidentFor([cy]);
      await phoneOf(cy).expectCall({ within: 30_000 });
      await rouse.eventually(() => expect(mail.mails.map(({ to }) => to)).toContain(address), {
        within: 30_000,
      });
    });

    it('the policy is changed and a person deleted while it runs: it goes on with who is left', async () => {
      const cy = await rouse.person({ name: 'Cy' });
      const { policy, incident } = await incidentFor([ana, bo, cy]);
      await phoneOf(ana).expectSms();
      await rouse.put(`/api/v1/escalation-policies/${policy.id}`, {
        name: `without bo, ${engine}`,
        repeat: 0,
        steps: [{ targets: [{ type: 'user', id: ana.id }], escalateAfterSeconds: 60 }],
      });
      await rouse.delete(`/api/v1/users/${bo.id}`);
      await rouse.advance({ minutes: 2 });
      await phoneOf(cy).expectSms();
      await phoneOf(bo).expectNothing(0);
      await has(incident, 'step.skipped');
    });

    it('STOP in the middle of it: that phone is left alone, and the next step is not held up', async () => {
      const { incident } = await incidentFor([ana, bo]);
      await phoneOf(ana).expectSms();
      await phoneOf(ana).reply('STOP');
      await rouse.advance({ minutes: 2 });
      await phoneOf(bo).expectSms();
      await act(incident, 'resolve', undefined, bo);
      await incidentFor([ana, bo]);
      await phoneOf(bo).expectSms();
      await phoneOf(ana).expectNothing(0);
    });

    it('a storm of 500 incidents at one person is a handful of messages, and one answer takes them all', async () => {
      const service = await rouse.service(await rouse.policy([{ page: [ana], waitSeconds: 3600 }]));
      const { url } = await rouse.integration(service, 'alertmanager');
      const alert = (index: number) => ({
        status: 'firing',
        labels: { alertname: `Storm${String(index)}`, severity: 'critical' },
        annotations: {},
        startsAt: '2026-01-01T00:00:00Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: '',
        fingerprint: `${engine}-${String(index)}`,
      });
      const alerts = Array.from({ length: 500 }, (_, index) => alert(index));
      const group = {
        version: '4',
        status: 'firing',
        receiver: 'rouse',
        groupKey: 'storm',
        truncatedAlerts: 0,
      };
      const shared = { groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: '' };
      await rouse.post(url, { ...group, ...shared, alerts }, { token: null });
      const received = () => double.messages.filter(({ to }) => to === ana.phone);
      const paged = async () => {
        const [row] = await rouse.dataSource.query<{ pages: number }[]>(
          'SELECT count(*)::int AS pages FROM pages WHERE user_id = $1',
          [ana.id],
        );
        return row?.pages;
      };
      await rouse.eventually(async () => expect(await paged()).toBe(500), { within: 60_000 });
      for (let second = 10; second < 60; second += 10) await rouse.advance({ seconds: 10 });
      await rouse.eventually(() => expect(received().at(-1)?.body).toMatch(/incidents, worst/));
      expect(received().length).toBeLessThanOrEqual(5);
      expect((await phoneOf(ana).reply('ack all')).join(' ')).toMatch(/Acknowledged all 500/);
      await rouse.advance({ hours: 2 });
      const before = received().length;
      await rouse.advance({ hours: 2 });
      expect(received()).toHaveLength(before);
      expect(await rouse.get(`/api/v1/incidents?serviceId=${service.id}&status=triggered`)).toMatchObject({
        items: [],
      });
    }, 120_000);
  });
}
