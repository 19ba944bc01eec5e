import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration, Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

describe('what changes while a page is under way', () => {
  let double: TwilioDouble;
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let service: { id: string; name: string };
  let integration: Integration;

  beforeAll(async () => {
    double = await startTwilioDouble();
    rouse = await startRouse({ settings: double.settings });
    double.connect(rouse);
  });
  afterAll(async () => {
    await rouse.stop();
    await double.stop();
  });

  /** Ana gets an SMS at once and a call two minutes later; bo comes after five minutes. */
  beforeEach(async () => {
    double.faults.mend();
    ana = await rouse.person({ name: 'Ana', voice: true });
    bo = await rouse.person({ name: 'Bo' });
    service = await rouse.service(await rouse.policy([{ page: [ana], waitSeconds: 300 }, { page: [bo] }]));
    integration = await rouse.integration(service);
  });

  const phoneOf = (person: Person) => double.phone(person.phone ?? '');
  const kinds = async () => rouse.timelineKinds((await rouse.incidentOf(service)).id);
  const triggered = async () => {
    await rouse.trigger(integration);
    return rouse.incidentOf(service);
  };
  const requestsTo = (person: Person) =>
    double.requests.filter(({ method, form }) => method === 'POST' && form.get('To') === person.phone).length;

  // What is looked up is looked up by time, so first those for which the clock stands still.
  it('a provider that is busy is not hurried by the other channel', async () => {
    double.faults.busy(1_000);
    await triggered();
    // SMS at 0, 2 and 6 s, calls at 2, 4 and 8 s.
    await phoneOf(ana).expectNothing(7_000);
    expect(requestsTo(ana)).toBeLessThanOrEqual(6);
    expect(requestsTo(ana)).toBeGreaterThanOrEqual(4);
  });

  it('a call that was certainly not made is made again, although an SMS has arrived', async () => {
    await triggered();
    await phoneOf(ana).expectSms();
    await rouse.eventually(async () => expect(await kinds()).toContain('attempt.delivered'));
    double.faults.fail({ times: 1 });
    await rouse.dataSource.query(
      `UPDATE pages SET due_at = rouse_now() - interval '1 second' WHERE status = 'waiting' AND incident_id = $1`,
      [(await rouse.incidentOf(service)).id],
    );
    await phoneOf(ana).expectCall({ within: 8_000 });
  });

  it('an answer after the lease: the receipt is still taken, and nothing is sent twice', async () => {
    double.faults.answerLate(1_500);
    const { id } = await triggered();
    await phoneOf(ana).expectSms();
    // Another worker has taken the page up, found no trace of the message, and will try again in a while.
    await rouse.dataSource.query(
      `UPDATE pages SET fence = fence + 1, status = 'waiting', due_at = rouse_now() + interval '4 seconds'
       WHERE incident_id = $1 AND status = 'calling'`,
      [id],
    );
    await rouse.eventually(async () =>
      expect(await kinds()).toEqual(expect.arrayContaining(['attempt.late', 'attempt.delivered'])),
    );
    await phoneOf(ana).expectNothing(4_500);
    expect(await kinds()).not.toContain('attempt.failed');
  });

  it('STOP turns the phone off: it does not ring either', async () => {
    await triggered();
    await phoneOf(ana).expectSms();
    await phoneOf(ana).reply('STOP');
    await rouse.advance({ seconds: 121 });
    // Nothing is left of ana's, so it is bo's turn.
    await phoneOf(ana).expectNothing();
    expect(await kinds()).toContain('page.withdrawn');
  });

  it('a contact method that is deleted is not used any more, and where it was the only one the next step begins', async () => {
    const cy = await rouse.person({ name: 'Cy' });
    await rouse.put(`/api/v1/users/${cy.id}/paging-rules`, {
      high: [{ contactMethodId: cy.methods.sms, delaySeconds: 60 }],
      low: [],
    });
    service = await rouse.service(await rouse.policy([{ page: [cy], waitSeconds: 3_000 }, { page: [bo] }]));
    integration = await rouse.integration(service);
    await triggered();
    await rouse.eventually(async () => expect(await kinds()).toContain('page.created'));
    await rouse.delete(`/api/v1/contact-methods/${cy.methods.sms ?? ''}`);
    await rouse.advance({ seconds: 61 });
    await phoneOf(bo).expectSms();
    await phoneOf(cy).expectNothing(0);
    expect(await kinds()).toEqual(expect.arrayContaining(['page.withdrawn', 'step.unreachable']));
  });

  it('who has acknowledged and escalated is not called about it any more', async () => {
    const { id } = await triggered();
    await phoneOf(ana).expectSms();
    await rouse.post(`/api/v1/incidents/${id}/acknowledge`, undefined, { token: ana.token });
    await rouse.advance({ seconds: 5 });
    await rouse.post(`/api/v1/incidents/${id}/escalate`, undefined, { token: ana.token });
    await phoneOf(bo).expectSms();
    await rouse.advance({ seconds: 121 });
    await phoneOf(ana).expectNothing();
    expect(await kinds()).toContain('page.cancelled');
  });

  it('a rule with a long delay has as much time to succeed as any other', async () => {
    await rouse.put(`/api/v1/users/${ana.id}/paging-rules`, {
      high: [{ contactMethodId: ana.methods.sms, delaySeconds: 1_860 }],
      low: [],
    });
    service = await rouse.service(await rouse.policy([{ page: [ana], waitSeconds: 3_600 }]));
    integration = await rouse.integration(service);
    await triggered();
    await rouse.eventually(async () => expect(await kinds()).toContain('page.created'));
    double.faults.busy();
    await rouse.advance({ seconds: 1_861 });
    await rouse.advance({ seconds: 5 });
    await phoneOf(ana).expectSms();
  });

  it('every page to the last resort fails: again five minutes later, not an hour', async () => {
    const boss = await rouse.person({ name: 'Boss' });
    const team = { name: `team of ${service.name}`, members: [{ userId: boss.id, role: 'manager' }] };
    const created = await rouse.post('/api/v1/teams', team);
    service = await rouse.service(await rouse.policy([{ page: [bo], waitSeconds: 60 }]), {
      teamId: created instanceof Object && 'id' in created ? created.id : null,
    });
    integration = await rouse.integration(service);
    double.faults.refuse(bo.phone ?? '', 30_007);
    double.faults.refuse(boss.phone ?? '', 30_007);
    await triggered();
    await rouse.eventually(async () =>
      expect((await kinds()).filter((kind) => kind === 'step.unreachable')).toHaveLength(2),
    );
    double.faults.mend();
    await rouse.advance({ seconds: 290 });
    await phoneOf(boss).expectNothing();
    await rouse.advance({ seconds: 11 });
    await phoneOf(boss).expectSms();
  });
});
