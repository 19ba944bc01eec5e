import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { advanceEscalation } from '../../src/escalations/advance-escalation.job.js';
import { IncidentActions } from '../../src/incidents/incident-actions.js';
import { WakeUpQueue } from '../../src/platform/queue/wake-up-queue.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { QueueUnderTest } from './queues-under-test.js';

const INCIDENTS = 1_000;
/** So many fall due at the same moment, and the next so many a little later. */
const TOGETHER = 20;
const APART_MS = 100;
/** So many are acknowledged at the same time, near the ones that are just being advanced. */
const ANSWERS = 20;
const NEAR = 40;
/** So far before them at most, mostly less: a machine on which answers are slow lets some of them win as well. */
const AHEAD = 200;

/** A thousand incidents whose next step falls due while people acknowledge just those; decided by whoever comes first. */
export function raceAcknowledgements(engine: string, queue: QueueUnderTest): void {
  describe(`acknowledged while the next step falls due, wake-ups by ${engine}`, () => {
    let rouse: RunningRouse;
    beforeAll(async () => {
      rouse = await startRouse(await queue.options());
    });
    afterAll(async () => {
      await rouse.stop();
      await queue.end();
    });

    it('a thousand times: nobody is paged, and no page is sent, after the acknowledgement', async () => {
      const { incidentIds, answererId } = await openIncidents(rouse);
      await makeDueOneAfterTheOther(rouse, incidentIds);
      const patient = { within: 60_000 };
      await rouse.eventually(
        async () => expect(await frontier(rouse, incidentIds)).toBeGreaterThan(0),
        patient,
      );

      const actions = rouse.app.get(IncidentActions, { strict: false });
      const open = new Map(incidentIds.map((id, place) => [id, place]));
      while (open.size > 0) {
        const reached = Math.floor(AHEAD * Math.random() ** 2) + (await frontier(rouse, incidentIds));
        const near = [...open]
          .sort(([, one], [, other]) => Math.abs(one - reached) - Math.abs(other - reached))
          .slice(0, NEAR)
          .sort(() => Math.random() - 0.5)
          .slice(0, ANSWERS);
        await Promise.all(
          near.map(async ([id]) => {
            await actions.act('acknowledge', id, { type: 'user', userId: answererId, via: 'api' });
            open.delete(id);
          }),
        );
      }
      await rouse.advance({ minutes: 10 });

      expect(await rouse.dataSource.query(DECIDED_TOO_LATE)).toEqual([]);
      const [sides] = await rouse.dataSource.query<{ before: number; never: number }[]>(BOTH_SIDES);
      expect(sides?.before).toBeGreaterThan(0);
      expect(sides?.never).toBeGreaterThan(0);
    }, 180_000);
  });
}

/** What stands in an incident's story after its acknowledgement although that was committed first. */
const DECIDED_TOO_LATE = `
  SELECT late.incident_id, late.kind FROM timeline_entries late
  JOIN timeline_entries answer ON answer.incident_id = late.incident_id AND answer.kind = 'incident.acknowledged'
  WHERE late.id > answer.id AND late.kind IN ('page.created', 'step.started')
  UNION ALL
  SELECT page.incident_id, 'attempt' FROM attempts attempt JOIN pages page ON page.id = attempt.page_id
  JOIN incidents incident ON incident.id = page.incident_id WHERE attempt.created_at > incident.acknowledged_at
  UNION ALL
  SELECT incident.id, incident.status FROM incidents incident JOIN escalations ON incident_id = incident.id
  WHERE incident.status <> 'acknowledged' OR escalations.status <> 'stopped'`;

/** For how many the step was quicker, and for how many the answer. */
const BOTH_SIDES = `
  SELECT count(*) FILTER (WHERE paged)::int AS before, count(*) FILTER (WHERE NOT paged)::int AS never
  FROM (SELECT EXISTS (SELECT 1 FROM pages WHERE incident_id = incident.id AND step = 1) AS paged
        FROM incidents incident) AS of`;

/** Incidents whose first step pages somebody in an hour, and whose second step pages somebody at once. */
async function openIncidents(rouse: RunningRouse): Promise<{ incidentIds: string[]; answererId: string }> {
  const quiet = await rouse.person({ name: 'Quiet' });
  await rouse.put(`/api/v1/users/${quiet.id}/paging-rules`, {
    high: [{ contactMethodId: quiet.methods.sms, delaySeconds: 3_600 }],
    low: [],
  });
  const bo = await rouse.person({ name: 'Bo' });
  const policy = await rouse.policy([
    { page: [quiet], waitSeconds: 3_600 },
    { page: [bo], waitSeconds: 3_600 },
  ]);
  const service = await rouse.service(policy);
  const integration = await rouse.integration(service, 'alertmanager');
  for (let from = 0; from < INCIDENTS; from += 250) {
    const alerts = Array.from({ length: 250 }, (_each, place) => ({
      status: 'firing',
      labels: { alertname: `Alert${String(from + place)}` },
      annotations: {},
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example.org',
      fingerprint: String(from + place).padStart(16, '0'),
    }));
    const body = {
      version: '4',
      groupKey: '{}',
      status: 'firing',
      receiver: 'rouse',
      groupLabels: {},
      commonLabels: {},
      commonAnnotations: {},
      externalURL: 'http://alertmanager.example.org',
      truncatedAlerts: 0,
      alerts,
    };
    await rouse.post(new URL(integration.url).pathname, body, { token: null });
  }
  const incidentIds = await rouse.eventually(
    async () => {
      const rows = await rouse.dataSource.query<{ id: string }[]>(
        `SELECT incident.id FROM incidents incident JOIN escalations ON incident_id = incident.id
         WHERE service_id = $1 AND position->>'stepEndsAt' IS NOT NULL ORDER BY incident.id`,
        [service.id],
      );
      expect(rows).toHaveLength(INCIDENTS);
      return rows.map(({ id }) => id);
    },
    { within: 60_000 },
  );
  return { incidentIds, answererId: bo.id };
}

/** Ends the first step of each, some at a time, and sets the alarms for it. */
async function makeDueOneAfterTheOther(rouse: RunningRouse, incidentIds: readonly string[]): Promise<void> {
  const delays = incidentIds.map((_id, place) => 500 + Math.floor(place / TOGETHER) * APART_MS);
  const [rows] = await rouse.dataSource.query<[{ id: string; fence: number; delayMs: number }[], number]>(
    `UPDATE escalations SET fence = fence + 1, due_at = rouse_now() + delay * interval '1 millisecond',
       position = jsonb_set(position, '{stepEndsAt}', to_jsonb(to_char(
         (rouse_now() + (delay - 1) * interval '1 millisecond') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
     FROM unnest($1::uuid[], $2::int[]) AS soon (id, delay) WHERE incident_id = soon.id
     RETURNING incident_id AS id, fence, delay AS "delayMs"`,
    [incidentIds, delays],
  );
  await rouse.app
    .get(WakeUpQueue, { strict: false })
    .schedule(rows.map(({ id, fence, delayMs }) => advanceEscalation(id, fence, delayMs)));
}

/** The place of the last incident whose second step has begun; 0 where none has. */
async function frontier(rouse: RunningRouse, incidentIds: readonly string[]): Promise<number> {
  const [row] = await rouse.dataSource.query<{ id: string | null }[]>(
    'SELECT max(incident_id::text) AS id FROM pages WHERE step = 1',
  );
  return row?.id == null ? 0 : incidentIds.indexOf(row.id);
}
