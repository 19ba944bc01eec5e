import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { escalationPositionSchema } from '../../escalations/planning/escalation-position.js';
import { nextPages, type NextPages } from '../../escalations/planning/next-pages.js';
import type { OnCallNow } from '../../escalations/planning/plan-input.js';
import { policySnapshotSchema } from '../../escalations/policy-snapshot.js';
import { SituationReader } from '../../escalations/situation-reader.js';
import { notFound } from '../../platform/http/problem.js';
import { severitySchema } from '../incoming-event.js';
import { urgencySchema } from '../incident.schema.js';
import type { IncidentOutlookView } from './incident-outlook-schema.js';

/** An incident whose escalation was begun, as far as what comes next depends on it. */
const escalatingSchema = z.object({
  urgency: urgencySchema,
  severity: severitySchema,
  teamId: z.string().nullable(),
  timeZone: z.string(),
  policy: policySnapshotSchema,
  position: escalationPositionSchema,
  /** Nobody has it yet, and its escalation runs. */
  isPaging: z.boolean(),
  now: z.date(),
});
type Escalating = z.output<typeof escalatingSchema>;

/** What becomes of an incident that nobody touches. Only looks: takes no locks and no turns. */
@Injectable()
export class IncidentOutlook {
  constructor(
    private readonly dataSource: DataSource,
    private readonly situations: SituationReader,
  ) {}

  /** @throws Problem 404 */
  async of(incidentId: string): Promise<IncidentOutlookView> {
    const { manager } = this.dataSource;
    const escalating = await readEscalating(manager, incidentId);
    if (escalating === null) return { next: null, onCall: [] };
    const { policy, urgency, severity, teamId, timeZone, position, now } = escalating;
    const asker = { policy, urgency, teamId, timeZone };
    const knownNow = await this.situations.imagine(manager, asker, now);
    const next = escalating.isPaging
      ? await nextPages({ policy, position, incident: { urgency, severity } }, now, async (at) =>
          at === now ? knownNow : this.situations.imagine(manager, asker, at),
        )
      : null;
    return { next: toNextView(next), onCall: await carriersOf(manager, knownNow.onCall) };
  }
}

const toNextView = (next: NextPages | null): IncidentOutlookView['next'] =>
  next && { at: next.at.toISOString(), userIds: [...next.userIds], lastResort: next.isLastResort };

async function carriersOf(
  manager: EntityManager,
  carriers: ReadonlyMap<string, OnCallNow>,
): Promise<IncidentOutlookView['onCall']> {
  const schedules = await manager.query<{ id: string; name: string }[]>(
    'SELECT id, name FROM schedules WHERE id = ANY ($1::uuid[]) ORDER BY name',
    [[...carriers.keys()]],
  );
  return schedules.flatMap(({ id, name }) => {
    const { userId = null, until = null } = carriers.get(id) ?? {};
    const view = { scheduleId: id, scheduleName: name, until: until?.toISOString() ?? null };
    return userId === null ? [] : [{ ...view, userId }];
  });
}

/** Null where its escalation never began. @throws Problem 404 */
async function readEscalating(manager: EntityManager, incidentId: string): Promise<Escalating | null> {
  const [row] = await manager.query<{ policy: unknown }[]>(
    `SELECT incident.urgency, incident.severity, service.team_id AS "teamId", service.time_zone AS "timeZone",
            escalation.policy, escalation.position, rouse_now() AS now,
            incident.status = 'triggered' AND escalation.status = 'running' AS "isPaging"
     FROM incidents incident JOIN services service ON service.id = incident.service_id
     LEFT JOIN escalations escalation ON escalation.incident_id = incident.id
     WHERE incident.id = $1`,
    [incidentId],
  );
  if (row === undefined) throw notFound('incident');
  return row.policy === null ? null : escalatingSchema.parse(row);
}
