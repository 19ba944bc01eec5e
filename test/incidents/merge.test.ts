import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startLiving, type Living, type LivingIncident } from './living.js';

describe('two incidents that are one', () => {
  let living: Living;
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;

  beforeAll(async () => {
    living = await startLiving();
    ({ rouse } = living);
  });
  afterAll(() => rouse.stop());
  beforeEach(async () => {
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
  });

  const ofAna = () => living.triggered([{ page: [ana] }, { page: [ana] }]);
  const ofBo = () => living.triggered([{ page: [bo] }, { page: [bo] }]);
  const merge = (from: { id: string }, into: { id: string }) =>
    living.ask(from, 'merge', { into: into.id }, ana);
  const alertsOf = ({ id }: LivingIncident) => rouse.get(`/api/v1/incidents/${id}/alerts`);

  it('while both page: the one is over and quiet, the other goes on with all the alerts', async () => {
    const [from, into] = [await ofAna(), await ofBo()];
    expect(await merge(from, into)).toMatchObject({
      status: 200,
      body: { status: 'resolved', mergedInto: into.id, alertCount: 0, resolvedBy: ana.id, escalatesAt: null },
    });
    await rouse.advance({ minutes: 2 });
    expect(await living.paged(from)).toEqual([ana.id]);
    expect(await living.paged(into)).toEqual([bo.id, bo.id]);
    expect(await rouse.incident(into.id)).toMatchObject({ status: 'triggered', alertCount: 2 });
    expect(await alertsOf(into)).toMatchObject({
      items: [{ dedupKey: from.dedupKey }, { dedupKey: into.dedupKey }],
    });
    expect(await alertsOf(from)).toMatchObject({ items: [] });
    expect(await living.entries(from, 'incident.merged')).toMatchObject([{ into: into.id, alertCount: 1 }]);
    expect(await living.entries(from, 'incident.resolved')).toHaveLength(1);
    expect(await living.entries(into, 'incident.absorbed')).toMatchObject([{ from: from.id, alertCount: 1 }]);
  });

  it('what monitoring says later of the alerts belongs to the other one', async () => {
    const [from, into] = [await ofAna(), await ofBo()];
    await merge(from, into);
    await rouse.trigger(from.integration, { dedupKey: from.dedupKey });
    expect(await rouse.incidentsOf(from.service)).toHaveLength(1);
    expect(await living.entries(into, 'alert.repeated')).toMatchObject([{ dedupKey: from.dedupKey }]);
    await rouse.sendAction(into.integration, 'resolve', into.dedupKey);
    expect(await rouse.incident(into.id)).toMatchObject({ status: 'triggered' });
    await rouse.sendAction(from.integration, 'resolve', from.dedupKey);
    expect(await rouse.incident(into.id)).toMatchObject({ status: 'resolved' });
    await rouse.trigger(from.integration, { dedupKey: from.dedupKey });
    expect((await rouse.incidentsOf(from.service)).map(({ status }) => status)).toEqual([
      'triggered',
      'resolved',
    ]);
  });

  it('into one that somebody has: nobody is paged any more, and it stays theirs', async () => {
    const [from, into] = [await ofAna(), await ofBo()];
    await living.act(into, 'acknowledge', undefined, bo);
    expect(await merge(from, into)).toMatchObject({ status: 200 });
    await rouse.advance({ minutes: 5 });
    expect(await living.paged(from)).toEqual([ana.id]);
    expect(await rouse.incident(into.id)).toMatchObject({ status: 'acknowledged', assignedTo: [bo.id] });
    expect(await alertsOf(into)).toMatchObject({
      items: [{ status: 'acknowledged' }, { status: 'acknowledged' }],
    });
  });

  it('is as bad as the worse of the two', async () => {
    const from = await ofAna();
    const service = await rouse.service(await rouse.policy([{ page: [bo] }]), { urgency: 'low' });
    await rouse.trigger(await rouse.integration(service), { severity: 'warning' });
    const into = await rouse.incidentOf(service);
    expect(into).toMatchObject({ urgency: 'low', severity: 'warning' });
    await living.settle();
    await merge(from, into);
    expect(await rouse.incident(into.id)).toMatchObject({ urgency: 'high', severity: 'critical' });
    await living.settle();
    // Nobody has it, and now it is urgent: bo is paged anew, by the rules for that.
    expect(await living.paged(into)).toEqual([bo.id, bo.id]);
    expect(await living.entries(into, 'incident.urgency-raised')).toMatchObject([
      { from: 'low', to: 'high', actor: { userId: ana.id } },
    ]);
  });

  it('into one of low urgency that somebody has: it is urgent, and nobody is paged', async () => {
    const from = await ofAna();
    const into = await living.triggered([{ page: [bo] }], { urgency: 'low' });
    await living.act(into, 'acknowledge', undefined, bo);
    await merge(from, into);
    await living.settle();
    expect(await rouse.incident(into.id)).toMatchObject({ urgency: 'high', status: 'acknowledged' });
    expect(await living.paged(into)).toEqual([bo.id]);
  });

  it('one after the other', async () => {
    const [first, second, third] = [await ofAna(), await ofBo(), await ofBo()];
    await merge(first, second);
    await merge(second, third);
    expect(await rouse.incident(third.id)).toMatchObject({ alertCount: 3 });
    expect(await rouse.incident(first.id)).toMatchObject({ mergedInto: second.id });
  });

  it('is refused where it cannot be, and says why', async () => {
    const [one, other, over] = [await ofAna(), await ofBo(), await ofBo()];
    await living.act(over, 'resolve', undefined, bo);
    expect(await merge(one, one)).toMatchObject({ status: 422, body: { errors: [{ path: 'into' }] } });
    const nobody = { id: '01900000-0000-7000-8000-000000000000' };
    expect(await merge(one, nobody)).toMatchObject({ status: 422, body: { errors: [{ path: 'into' }] } });
    expect(await merge(nobody, one)).toMatchObject({ status: 404 });
    expect(await merge(one, over)).toMatchObject({
      status: 409,
      body: {
        detail: expect.stringMatching(/resolved already: nothing can be merged/),
        incident: { id: one.id, status: 'triggered' },
      },
    });
    expect(await merge(over, one)).toMatchObject({ status: 409, body: { incident: { status: 'resolved' } } });
    await merge(one, other);
    expect(await merge(one, other)).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/was merged into #\d+ already/) },
    });
    expect(await living.entries(one, 'answer.too-late')).toHaveLength(2);
  });

  it('in both directions at once: one of them, and the other is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await ofAna(), await ofBo()];
      const answers = await Promise.all([merge(one, other), merge(other, one)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const states = await Promise.all([one, other].map(({ id }) => rouse.incident(id)));
      expect(states.map(({ status }) => status).sort()).toEqual(['resolved', 'triggered']);
      expect(states.map(({ alertCount }) => alertCount).sort()).toEqual([0, 2]);
    }
  });

  it('while monitoring speaks of it: every alert is at home in an incident that is open', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [from, into] = [await ofAna(), await ofBo()];
      const [merged] = await Promise.all([
        merge(from, into),
        rouse.trigger(from.integration, { dedupKey: from.dedupKey }),
        rouse.sendAction(from.integration, 'resolve', from.dedupKey),
        rouse.trigger(from.integration, { dedupKey: from.dedupKey }),
        rouse.trigger(into.integration, { dedupKey: into.dedupKey }),
      ]);
      expect([200, 409]).toContain(merged.status);
      expect(
        await rouse.dataSource.query(
          `SELECT alert.id FROM alerts alert JOIN incidents incident ON incident.id = alert.incident_id
           WHERE alert.status <> 'resolved' AND incident.status = 'resolved'`,
        ),
      ).toEqual([]);
    }
  });
});
