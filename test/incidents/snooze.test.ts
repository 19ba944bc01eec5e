import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IncidentActions } from '../../src/incidents/incident-actions.js';
import { IncidentWaking } from '../../src/incidents/incident-waking.js';
import type { RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startLiving, type Living } from './living.js';

describe('an incident that somebody has', () => {
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

  const toAnaThenBo = () => [{ page: [ana] }, { page: [bo] }];

  it('is theirs who acknowledges what only the source has acknowledged', async () => {
    const incident = await living.triggered(toAnaThenBo());
    await rouse.sendAction(incident.integration, 'acknowledge', incident.dedupKey);
    expect(await living.act(incident, 'acknowledge', undefined, bo)).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: bo.id,
      assignedTo: [bo.id],
    });
    expect(await living.entries(incident, 'incident.acknowledged')).toMatchObject([
      { actor: { type: 'integration' } },
      { actor: { type: 'user', userId: bo.id } },
    ]);
    expect((await living.ask(incident, 'acknowledge', undefined, ana)).status).toBe(409);
    await rouse.advance({ minutes: 10 });
    expect(await living.paged(incident)).toEqual([ana.id]);
  });

  describe('and snoozes', () => {
    it('is theirs and silent until then; then it is triggered again and paged from the beginning', async () => {
      const incident = await living.triggered(toAnaThenBo());
      await rouse.advance({ minutes: 2 });
      expect(await living.paged(incident)).toEqual([ana.id, bo.id]);
      const snoozed = await living.act(incident, 'snooze', { seconds: 3600 }, bo);
      expect(snoozed).toMatchObject({
        status: 'acknowledged',
        acknowledgedBy: bo.id,
        assignedTo: [bo.id],
        snoozedUntil: expect.stringMatching(/Z$/),
        escalatesAt: null,
      });
      await rouse.advance({ minutes: 59 });
      expect(await living.paged(incident)).toHaveLength(2);
      await rouse.advance({ minutes: 2 });
      expect(await rouse.incident(incident.id)).toMatchObject({
        status: 'triggered',
        acknowledgedBy: null,
        snoozedUntil: null,
        wakesAt: null,
        assignedTo: [ana.id],
      });
      expect(await living.paged(incident)).toEqual([ana.id, bo.id, ana.id]);
      const kinds = await rouse.timelineKinds(incident.id);
      expect(kinds.filter((kind) => /^incident\./.test(kind))).toEqual([
        'incident.triggered',
        'incident.acknowledged',
        'incident.snoozed',
        'incident.woke',
      ]);
      expect(await living.entries(incident, 'incident.woke')).toMatchObject([{ actor: { type: 'system' } }]);
      await rouse.advance({ minutes: 2 });
      expect(await living.paged(incident)).toEqual([ana.id, bo.id, ana.id, bo.id]);
    });

    it('can be snoozed again, by a teammate too, and stays with who had it', async () => {
      const incident = await living.triggered(toAnaThenBo());
      await living.act(incident, 'acknowledge', undefined, ana);
      await living.act(incident, 'snooze', { seconds: 600 }, ana);
      expect(await living.act(incident, 'snooze', { seconds: 1800 }, bo)).toMatchObject({
        acknowledgedBy: ana.id,
      });
      await rouse.advance({ minutes: 29 });
      expect(await rouse.incident(incident.id)).toMatchObject({ status: 'acknowledged' });
      await rouse.advance({ minutes: 2 });
      expect(await rouse.incident(incident.id)).toMatchObject({ status: 'triggered' });
    });

    it('takes what only the source has acknowledged', async () => {
      const incident = await living.triggered(toAnaThenBo());
      await rouse.sendAction(incident.integration, 'acknowledge', incident.dedupKey);
      const snoozed = await living.act(incident, 'snooze', { seconds: 600 }, bo);
      expect(snoozed).toMatchObject({ acknowledgedBy: bo.id, assignedTo: [bo.id] });
    });

    it('wakes by the policy that it began with', async () => {
      const policy = await rouse.policy([{ page: [ana] }]);
      const service = await rouse.service(policy);
      await rouse.trigger(await rouse.integration(service));
      const incident = await rouse.incidentOf(service);
      await living.act(incident, 'snooze', { seconds: 60 }, ana);
      await rouse.put(`/api/v1/escalation-policies/${policy.id}`, {
        name: `changed ${service.name}`,
        repeat: 0,
        steps: [{ targets: [{ type: 'user', id: bo.id }], escalateAfterSeconds: 60 }],
      });
      await rouse.advance({ seconds: 61 });
      expect(await living.paged(incident)).toEqual([ana.id]);
    });

    it.each(['resolve', 'escalate'])('%s ends the snooze', async (action) => {
      const incident = await living.triggered(toAnaThenBo());
      await living.act(incident, 'snooze', { seconds: 600 }, ana);
      expect(await living.act(incident, action, undefined, ana)).toMatchObject({
        snoozedUntil: null,
        wakesAt: null,
      });
      await rouse.advance({ minutes: 11 });
      expect(await living.entries(incident, 'incident.woke')).toEqual([]);
    });

    it('a wake-up that is early, late, twice or stale does nothing', async () => {
      const incident = await living.triggered(toAnaThenBo());
      await living.act(incident, 'snooze', { seconds: 600 }, ana);
      const waking = rouse.app.get(IncidentWaking, { strict: false });
      const fence = async (): Promise<number> => {
        const [row] = await rouse.dataSource.query<[{ fence: number }]>(
          'SELECT fence FROM incidents WHERE id = $1',
          [incident.id],
        );
        return row.fence;
      };
      const first = await fence();
      for (const each of [first - 1, first, first + 1]) await waking.handle({ id: incident.id, fence: each });
      expect(await rouse.incident(incident.id)).toMatchObject({ status: 'acknowledged' });
      await rouse.advance({ minutes: 11 });
      await Promise.all(
        [first, await fence()].map((each) => waking.handle({ id: incident.id, fence: each })),
      );
      expect(await living.entries(incident, 'incident.woke')).toHaveLength(1);
      expect(await living.paged(incident)).toEqual([ana.id, ana.id]);
    });

    it('goes for links and texts, too', async () => {
      const incident = await living.triggered(toAnaThenBo());
      const actions = rouse.app.get(IncidentActions, { strict: false });
      const outcome = await actions.snooze(incident.id, 600, { type: 'user', userId: ana.id, via: 'link' });
      expect(outcome).toMatchObject({ kind: 'done', incident: { status: 'acknowledged' } });
      expect(await living.entries(incident, 'incident.snoozed')).toMatchObject([
        { actor: { type: 'user', userId: ana.id, via: 'link' }, seconds: 600 },
      ]);
    });
  });

  describe('of a service that wants to see signs of life', () => {
    const minutes = (count: number) => rouse.advance({ minutes: count });
    const statusOf = async ({ id }: { id: string }) => (await rouse.incident(id)).status;
    const acknowledged = async () => {
      const incident = await living.triggered(toAnaThenBo(), { ackTimeoutSeconds: 600 });
      await living.act(incident, 'acknowledge', undefined, ana);
      return incident;
    };

    it('is triggered and paged again when there are none', async () => {
      const incident = await acknowledged();
      await minutes(9);
      expect(await statusOf(incident)).toBe('acknowledged');
      await minutes(2);
      expect(await rouse.incident(incident.id)).toMatchObject({ status: 'triggered', acknowledgedBy: null });
      expect(await living.paged(incident)).toEqual([ana.id, ana.id]);
      expect(await living.entries(incident, 'acknowledgement.timed-out')).toMatchObject([
        { actor: { type: 'system' }, acknowledgedBy: ana.id, reason: expect.stringMatching(/^Ana /) },
      ]);
    });

    it('a note, a snooze and saying it again by the same person are signs; the same by others are none', async () => {
      const incident = await acknowledged();
      await minutes(6);
      await living.act(incident, 'notes', { text: 'looking at it' }, ana);
      await minutes(6);
      await living.act(incident, 'acknowledge', undefined, ana);
      await minutes(6);
      expect(await statusOf(incident)).toBe('acknowledged');
      await living.act(incident, 'notes', { text: 'any news?' }, bo);
      expect(await living.ask(incident, 'acknowledge', undefined, bo)).toMatchObject({ status: 409 });
      await rouse.sendAction(incident.integration, 'acknowledge', incident.dedupKey);
      await minutes(5);
      expect(await statusOf(incident)).toBe('triggered');
    });

    it('a snooze takes the place of the timeout', async () => {
      const incident = await acknowledged();
      await living.act(incident, 'snooze', { seconds: 3600 }, ana);
      await living.act(incident, 'notes', { text: 'after lunch' }, ana);
      await minutes(59);
      expect(await statusOf(incident)).toBe('acknowledged');
      await minutes(2);
      expect(await statusOf(incident)).toBe('triggered');
      expect(await living.entries(incident, 'acknowledgement.timed-out')).toEqual([]);
    });

    it('the acknowledgement of the source ends, too', async () => {
      const incident = await living.triggered(toAnaThenBo(), { ackTimeoutSeconds: 600 });
      await rouse.sendAction(incident.integration, 'acknowledge', incident.dedupKey);
      await minutes(11);
      expect(await statusOf(incident)).toBe('triggered');
    });
  });

  it('says so where the source acknowledges what somebody has already', async () => {
    const incident = await living.triggered(toAnaThenBo());
    await living.act(incident, 'acknowledge', undefined, ana);
    await rouse.sendAction(incident.integration, 'acknowledge', incident.dedupKey);
    expect(await living.entries(incident, 'acknowledgement.repeated')).toMatchObject([
      { actor: { type: 'integration' } },
    ]);
    expect(await rouse.incident(incident.id)).toMatchObject({ acknowledgedBy: ana.id });
  });
});
