import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration, Person, Schedule } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';
import type { QueueUnderTest } from './queues-under-test.js';

/** The same stories on either engine of the queue. */
export function tellPagingStories(engine: string, queue: QueueUnderTest): void {
  describe(`paging, wake-ups by ${engine}`, () => {
    let double: TwilioDouble;
    let rouse: RunningRouse;
    let ana: Person;
    let bo: Person;
    let schedule: Schedule;
    let policy: { id: string };
    let service: { id: string; name: string };
    let integration: Integration;

    beforeAll(async () => {
      double = await startTwilioDouble();
      rouse = await startRouse({ ...(await queue.options()), settings: double.settings });
      double.connect(rouse);
    });
    afterAll(async () => {
      await rouse.stop();
      await double.stop();
      await queue.end();
    });

    /** Ana carries the pager of a service; after two minutes it is bo's turn. */
    beforeEach(async () => {
      double.faults.mend();
      double.callbacks = 'in-order';
      ana = await rouse.person({ name: 'Ana', voice: true });
      bo = await rouse.person({ name: 'Bo' });
      schedule = await rouse.schedule([ana]);
      policy = await rouse.policy([{ page: [schedule] }, { page: [bo], waitSeconds: 300 }]);
      service = await rouse.service(policy);
      integration = await rouse.integration(service);
    });

    const phoneOf = (person: Person) => double.phone(person.phone ?? '');
    const kinds = async () => rouse.timelineKinds((await rouse.incidentOf(service)).id);

    // First, while the database's clock and the provider's agree: what is looked up is looked up by time.
    describe('when the provider behaves badly', () => {
      it('busy: asked again, once it is not', async () => {
        double.faults.busy(2);
        await rouse.trigger(integration);
        await phoneOf(ana).expectSms(/./, { within: 20_000 });
        expect((await kinds()).filter((kind) => kind === 'attempt.failed')).toHaveLength(2);
      });

      it('connection lost after it sent: looked up, and not sent twice', async () => {
        double.faults.drop({ recorded: true });
        await rouse.trigger(integration);
        await phoneOf(ana).expectSms();
        await rouse.eventually(async () =>
          expect(await kinds()).toEqual(expect.arrayContaining(['attempt.unknown', 'attempt.delivered'])),
        );
        await phoneOf(ana).expectNothing(1_500);
      });

      it('connection lost before it sent: the next channel at once', async () => {
        double.faults.drop({ recorded: false });
        await rouse.trigger(integration);
        await (await phoneOf(ana).expectCall()).answer();
        expect(await kinds()).toEqual(expect.arrayContaining(['attempt.unknown', 'attempt.failed']));
      });

      it('500 on the only channel: tried until it works', async () => {
        service = await rouse.service(await rouse.policy([{ page: [bo] }]));
        double.faults.fail({ times: 2 });
        await rouse.trigger(await rouse.integration(service));
        await phoneOf(bo).expectSms(/./, { within: 20_000 });
      });

      it('undelivered: the phone rings at once', async () => {
        double.failDeliveryTo(ana.phone ?? '', 30003);
        await rouse.trigger(integration);
        await phoneOf(ana).expectCall();
        expect(await kinds()).toContain('attempt.failed');
      });

      it('no receipt in time: the phone rings at once', async () => {
        double.callbacks = 'none';
        await rouse.trigger(integration);
        await phoneOf(ana).expectSms();
        await rouse.eventually(async () => expect(await kinds()).toContain('attempt.sent'));
        await rouse.advance({ seconds: 46 });
        await phoneOf(ana).expectCall();
      });

      it('callbacks twice and in the wrong order change nothing', async () => {
        double.callbacks = 'reversed';
        await rouse.trigger(integration);
        await phoneOf(ana).expectSms();
        await rouse.eventually(async () => expect(await kinds()).toContain('attempt.delivered'));
        await double.settle();
        expect((await kinds()).filter((kind) => kind === 'attempt.delivered')).toHaveLength(1);
      });

      it('no such number: the method is turned off, and nobody left to hope for means the next step at once', async () => {
        const cy = await rouse.person({ name: 'Cy' });
        double.faults.refuse(cy.phone ?? '', 21211);
        service = await rouse.service(await rouse.policy([{ page: [cy] }, { page: [bo] }]));
        await rouse.trigger(await rouse.integration(service));
        await phoneOf(bo).expectSms();
        expect(await kinds()).toContain('step.unreachable');
        const methods = await rouse.get(`/api/v1/users/${cy.id}/contact-methods`);
        expect(methods).toMatchObject({ items: [{ disabledReason: expect.any(String) }] });
      });
    });

    it('ana does not answer, so bo is paged two minutes later; he replies ack and everything is quiet', async () => {
      await rouse.trigger(integration, { summary: 'card errors' });
      await phoneOf(ana).expectSms(/card errors/);
      await rouse.advance({ minutes: 2 });
      await phoneOf(bo).expectSms(/card errors/);
      const call = await phoneOf(ana).expectCall();
      await call.ignore();

      expect((await phoneOf(bo).reply('ack')).join()).toMatch(/Acknowledged/);
      const incident = await rouse.incidentOf(service);
      expect(incident).toMatchObject({ status: 'acknowledged', acknowledgedBy: bo.id, assignedTo: [bo.id] });
      await rouse.advance({ hours: 3 });
      await phoneOf(ana).expectNothing();
      await phoneOf(bo).expectNothing(0);
      expect(await kinds()).toEqual(
        expect.arrayContaining([
          'incident.triggered',
          'step.started',
          'page.created',
          'attempt.sent',
          'attempt.delivered',
          'incident.acknowledged',
        ]),
      );
    });

    it('is over when the source says so: nobody else is paged', async () => {
      const dedupKey = await rouse.trigger(integration);
      await phoneOf(ana).expectSms();
      await rouse.sendAction(integration, 'resolve', dedupKey);
      expect(await rouse.incidentOf(service)).toMatchObject({ status: 'resolved' });
      await rouse.advance({ hours: 1 });
      await phoneOf(ana).expectNothing();
      await phoneOf(bo).expectNothing(0);
    });

    it('counts what monitoring repeats, and opens a new incident after a resolve', async () => {
      const dedupKey = await rouse.trigger(integration);
      await rouse.trigger(integration, { dedupKey });
      expect(await rouse.incidentsOf(service)).toHaveLength(1);
      await rouse.sendAction(integration, 'resolve', dedupKey);
      await rouse.trigger(integration, { dedupKey });
      expect((await rouse.incidentsOf(service)).map(({ status }) => status)).toEqual([
        'triggered',
        'resolved',
      ]);
    });

    it('two first triggers at once are one incident', async () => {
      await Promise.all(
        Array.from({ length: 10 }, () => rouse.trigger(integration, { dedupKey: 'the same' })),
      );
      expect(await rouse.incidentsOf(service)).toHaveLength(1);
      await phoneOf(ana).expectSms();
      await phoneOf(ana).expectNothing();
    });

    it('an acknowledgement by two at once has one winner, and the other is told', async () => {
      await rouse.trigger(integration);
      const { id } = await rouse.incidentOf(service);
      const answers = await Promise.all(
        [ana, bo].map(({ token }) =>
          rouse.api('POST', `/api/v1/incidents/${id}/acknowledge`, undefined, { token }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
        detail: expect.stringMatching(/(Ana|Bo) has acknowledged/),
        incident: { status: 'acknowledged' },
      });
      const late = (await rouse.timeline(id)).filter(({ kind }) => kind === 'answer.too-late');
      expect(late).toMatchObject([
        { action: 'acknowledge', actor: { via: 'api' }, reason: expect.stringMatching(/has acknowledged/) },
      ]);
    });

    it('escalates at once when somebody asks for it, also after an acknowledgement', async () => {
      await rouse.trigger(integration);
      await phoneOf(ana).expectSms();
      const { id } = await rouse.incidentOf(service);
      await rouse.post(`/api/v1/incidents/${id}/acknowledge`, undefined, { token: ana.token });
      await rouse.post(`/api/v1/incidents/${id}/escalate`, undefined, { token: ana.token });
      await phoneOf(bo).expectSms();
      expect(await rouse.incident(id)).toMatchObject({ status: 'triggered', acknowledgedBy: null });
    });

    it('pages the newcomer of a hand-off while nobody has answered', async () => {
      const cy = await rouse.person({ name: 'Cy' });
      await rouse.trigger(integration);
      await phoneOf(ana).expectSms();
      const [{ now }] = await rouse.dataSource.query<[{ now: Date }]>('SELECT rouse_now() AS now');
      const inAMinute = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
      await rouse.post(`/api/v1/schedules/${schedule.id}/overrides`, {
        start: inAMinute(1),
        end: inAMinute(60),
        userId: cy.id,
      });
      await rouse.advance({ seconds: 61 });
      await phoneOf(cy).expectSms();
      await phoneOf(bo).expectNothing(0);
      expect(await kinds()).toContain('handoff.paged');
    });

    it('keeps the policy that it began with', async () => {
      await rouse.trigger(integration);
      await phoneOf(ana).expectSms();
      const cy = await rouse.person({ name: 'Cy' });
      await rouse.put(`/api/v1/escalation-policies/${policy.id}`, {
        name: `changed ${service.name}`,
        repeat: 0,
        steps: [{ targets: [{ type: 'user', id: cy.id }], escalateAfterSeconds: 60 }],
      });
      await rouse.advance({ minutes: 2 });
      await phoneOf(bo).expectSms();
      await phoneOf(cy).expectNothing(0);
    });

    it('nobody on call: the step is skipped at once and said so', async () => {
      const future = await rouse.schedule([ana], { startsAt: '2090-01-02T09:00' });
      service = await rouse.service(await rouse.policy([{ page: [future] }, { page: [bo] }]));
      await rouse.trigger(await rouse.integration(service));
      await phoneOf(bo).expectSms();
      expect(await kinds()).toEqual(expect.arrayContaining(['step.skipped', 'step.started']));
    });

    it('nobody answers: the last resort is paged, the managers of the team', async () => {
      const boss = await rouse.person({ name: 'Boss' });
      const teamId = idOf(
        await rouse.post('/api/v1/teams', {
          name: `team of ${service.name}`,
          members: [{ userId: boss.id, role: 'manager' }],
        }),
      );
      service = await rouse.service(await rouse.policy([{ page: [bo], waitSeconds: 60 }]), {
        teamId,
      });
      await rouse.trigger(await rouse.integration(service));
      await phoneOf(bo).expectSms();
      await rouse.advance({ minutes: 1 });
      await phoneOf(boss).expectSms();
      await rouse.advance({ hours: 1 });
      await phoneOf(boss).expectSms();
      expect(await kinds()).toContain('escalation.exhausted');
    });

    it('the queue forgets everything: every deadline is met all the same', async () => {
      await rouse.trigger(integration);
      await phoneOf(ana).expectSms();
      await queue.loseEverything(rouse);
      // No sweep by hand: the sweeper of the process itself must find it.
      await rouse.dataSource.query(
        `UPDATE escalations SET due_at = rouse_now(),
           position = jsonb_set(position, '{stepEndsAt}', '"2026-01-01T00:00:00.000Z"')
         WHERE incident_id = $1`,
        [(await rouse.incidentOf(service)).id],
      );
      await phoneOf(bo).expectSms(/./, { within: 5_000 });
    });
  });
}
