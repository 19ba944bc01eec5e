import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Incident, Integration, Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

describe('many incidents at one person', () => {
  let double: TwilioDouble;
  let rouse: RunningRouse;
  let ana: Person;
  let service: { id: string; name: string };
  let integration: Integration;

  beforeAll(async () => {
    double = await startTwilioDouble();
    // An api alone: nothing is sent before the test lets time pass.
    rouse = await startRouse({ settings: { ...double.settings, ROUSE_ROLE: 'api' } });
    double.connect(rouse);
  });
  afterAll(async () => {
    await rouse.stop();
    await double.stop();
  });

  const pagedBy = async (person: Person) => {
    service = await rouse.service(await rouse.policy([{ page: [person], waitSeconds: 7_200 }]));
    integration = await rouse.integration(service);
  };
  beforeEach(async () => {
    double.faults.mend();
    double.callbacks = 'in-order';
    ana = await rouse.person({ name: 'Ana', voice: true });
    await pagedBy(ana);
  });

  const phone = (person = ana) => double.phone(person.phone ?? '');
  const trigger = async (count: number) => {
    for (let number = 0; number < count; number += 1) await rouse.trigger(integration);
  };
  /** A second process on the same database; it knows nothing of how providers behaved towards the first. */
  const anotherRouse = () =>
    startRouse({
      database: { url: rouse.databaseUrl },
      settings: { ...double.settings, ROUSE_ROLE: 'api' },
    });
  const letPass = (seconds: number) => rouse.advance({ seconds });
  const acknowledge = ({ id }: Incident) =>
    rouse.post(`/api/v1/incidents/${id}/acknowledge`, undefined, { token: ana.token });
  /** How many pages of this type each message or call stood for, in their order. */
  const bundles = async (type: string) => {
    const rows = await rouse.dataSource.query<{ pages: number }[]>(
      `SELECT count(*)::int AS pages FROM attempts JOIN pages page ON page.id = page_id
       WHERE page.user_id = $1 AND page.type = $2
       GROUP BY coalesce(lead_attempt_id, attempts.id) ORDER BY min(attempts.created_at), pages`,
      [ana.id, type],
    );
    return rows.map(({ pages }) => pages);
  };
  const statuses = async (type: string) => {
    const rows = await rouse.dataSource.query<{ status: string }[]>(
      'SELECT DISTINCT status FROM pages WHERE user_id = $1 AND type = $2',
      [ana.id, type],
    );
    return rows.map(({ status }) => status);
  };

  it('two at once are two messages', async () => {
    await trigger(2);
    await letPass(0);
    await phone().expectSms(/^#/);
    await phone().expectSms(/^#/);
    await phone().expectNothing();
  });

  it('the first few go at once, the rest together when the slot comes; what was acknowledged is not in it', async () => {
    await trigger(3);
    await letPass(0);
    for (let each = 0; each < 3; each += 1) await phone().expectSms(/^#/);
    await trigger(6);
    await letPass(0);
    await phone().expectNothing();
    const [newest, next] = await rouse.incidentsOf(service);
    if (!newest || !next) throw new Error('no incidents');
    expect(await rouse.timelineKinds(newest.id)).toContain('page.held');
    await acknowledge(newest);
    await acknowledge(next);
    await letPass(20);
    await phone().expectSms(/^4 incidents, worst: #/);
    await phone().expectNothing();
    expect(await rouse.timelineKinds(newest.id)).toContain('page.cancelled');
    expect(await bundles('sms')).toEqual([1, 1, 1, 4]);
  });

  it('an acknowledgement at the moment of the bundle comes before it or after it, never between', async () => {
    await trigger(10);
    const incidents = await rouse.incidentsOf(service);
    await Promise.all([letPass(0), ...incidents.map(acknowledge)]);
    await letPass(30);
    await letPass(30);
    expect(
      await rouse.dataSource.query(
        `SELECT incident.number FROM incidents incident JOIN pages page ON page.incident_id = incident.id
         JOIN attempts attempt ON attempt.page_id = page.id
         WHERE incident.service_id = $1 AND attempt.created_at > incident.acknowledged_at`,
        [service.id],
      ),
    ).toEqual([]);
  });

  it('a bundle that is not delivered: one call for all of them', async () => {
    double.failDeliveryTo(ana.phone ?? '', 30_007);
    await trigger(5);
    await letPass(0);
    await rouse.eventually(async () => expect(await statuses('sms')).toEqual(['failed']));
    expect(await bundles('sms')).toEqual([1, 1, 3]);
    await letPass(20);
    const call = await phone().expectCall();
    expect(await call.answer()).toMatch(/5 incidents/);
    expect(await bundles('voice')).toEqual([5]);
  });

  it('a call under way: the next one waits for its end, and then tells of all', async () => {
    ana = await rouse.person({ name: 'Ana', phone: null, voice: '+15557770001' });
    await pagedBy(ana);
    const line = double.phone('+15557770001');
    await trigger(1);
    await letPass(0);
    const first = await line.expectCall();
    await trigger(2);
    await letPass(5);
    await line.expectNothing();
    await first.ignore();
    await letPass(0);
    await line.expectCall();
    await line.expectNothing();
    expect(await bundles('voice')).toEqual([1, 2]);
  });

  // What is looked up is looked up by time, so while the provider's clock and the database's still agree.
  it('no answer from the provider to a bundle: looked up for all, and not sent twice', async () => {
    await trigger(3);
    await letPass(0);
    for (let each = 0; each < 3; each += 1) await phone().expectSms(/^#/);
    await trigger(4);
    double.callbacks = 'none';
    double.faults.drop({ recorded: true });
    await letPass(20);
    await phone().expectSms(/^4 incidents/);
    await letPass(2);
    await phone().expectNothing();
    await rouse.eventually(async () => expect(await statuses('sms')).not.toContain('calling'));
    expect(await bundles('sms')).toEqual([1, 1, 1, 4]);
  });

  it('the worker that sent a bundle does not come back: another one looks it up for all', async () => {
    await trigger(4);
    double.callbacks = 'none';
    double.faults.answerLate(3_000, 3);
    const other = await anotherRouse();
    const sending = letPass(0);
    for (let each = 0; each < 3; each += 1) await phone().expectSms(/^#|^2 incidents/);
    // The lease runs out before the answers come.
    await other.advance({ seconds: 21 });
    expect(await statuses('sms')).toEqual(['sent']);
    await sending;
    await other.stop();
    await phone().expectNothing();
    const { id } = (await rouse.incidentsOf(service))[0] ?? { id: '' };
    expect(await rouse.timelineKinds(id)).toContain('attempt.late');
    expect(await bundles('sms')).toEqual([1, 1, 2]);
  });

  it('a phone that still rings is hung up on when all that it rings for is answered', async () => {
    ana = await rouse.person({ name: 'Ana', phone: null, voice: '+15557770002' });
    await pagedBy(ana);
    await trigger(2);
    await letPass(0);
    const call = await double.phone('+15557770002').expectCall();
    await rouse.eventually(() => expect(call.status).toBe('ringing'));
    const [one, other] = await rouse.incidentsOf(service);
    if (!one || !other) throw new Error('no incidents');
    await acknowledge(one);
    await letPass(0);
    expect(call.status).toBe('ringing');
    await acknowledge(other);
    await letPass(0);
    await rouse.eventually(() => expect(call.status).toBe('canceled'));
    await letPass(300);
    await double.phone('+15557770002').expectNothing();
  });

  it('old news after an outage is summed up', async () => {
    ana = await rouse.person({ name: 'Ana' });
    await pagedBy(ana);
    double.faults.busy(10_000);
    await trigger(6);
    const failing = await anotherRouse();
    for (let minute = 0; minute < 20; minute += 1) await failing.advance({ seconds: 61 });
    expect(await statuses('sms')).toEqual(['waiting']);
    await failing.stop();
    double.faults.mend();
    await letPass(61);
    await phone().expectSms(/^6 incidents, worst: #/);
    await letPass(120);
    await phone().expectNothing();
  });

  it('half an hour in vain: it is given up, and said so', async () => {
    ana = await rouse.person({ name: 'Ana' });
    await pagedBy(ana);
    double.faults.busy(10_000);
    await trigger(1);
    const failing = await anotherRouse();
    for (let minute = 0; minute < 32; minute += 1) await failing.advance({ seconds: 61 });
    await failing.stop();
    expect(await rouse.timelineKinds((await rouse.incidentOf(service)).id)).toContain('page.expired');
  });
});
