import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { holdRunning, resumeHeld } from '../escalations/held-escalations.js';
import { WakeUpQueue } from '../platform/queue/wake-up-queue.js';
import { SYSTEM, type Actor } from './actor.js';
import { Timeline } from './timeline.js';

/** An incident that pages nobody since the database was restored. */
export interface HeldIncident {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly serviceId: string;
  readonly serviceName: string;
  readonly createdAt: Date;
  readonly heldSince: Date;
}

/** In SQL: this escalation is held. After an answer its incident is not triggered, and nothing is held any more. */
const IS_HELD = `escalation.held_since IS NOT NULL AND escalation.status = 'stopped' AND incident.status = 'triggered'`;
const HELD = `FROM escalations escalation JOIN incidents incident ON incident.id = escalation.incident_id WHERE ${IS_HELD}`;

/** So many incidents go on in one transaction. */
const BATCH = 200;

/** Incidents whose escalations are held after a restore: what they stand for is over, or its source says it again. */
@Injectable()
export class HeldIncidents {
  constructor(
    private readonly dataSource: DataSource,
    private readonly timeline: Timeline,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  /**
   * Holds every escalation that runs, ends requests for help that wait, and lets what resolves by silence begin to
   * count anew: of the time since the backup nothing was heard, whatever was said.
   * @returns how many escalations are held by it
   */
  async holdAll(manager: EntityManager, reason: string): Promise<number> {
    await manager.query(`SELECT FROM incidents WHERE status <> 'resolved' ORDER BY id FOR NO KEY UPDATE`);
    const incidentIds = await holdRunning(manager);
    await this.timeline.append(
      manager,
      incidentIds.map((incidentId) => ({ incidentId, kind: 'escalation.held', actor: SYSTEM, reason })),
    );
    await manager.query(CANCEL_REQUESTS, [JSON.stringify(SYSTEM), reason]);
    await manager.query(COUNT_SILENCE_ANEW);
    return incidentIds.length;
  }

  /** All of them go on, in transactions of their own: one that fails leaves the rest held. @returns how many */
  async resumeAll(actor: Actor, reason: string): Promise<number> {
    for (let total = 0; ;) {
      const { count, wakeUps } = await this.dataSource.transaction(async (manager) => {
        const rows = await manager.query<{ id: string }[]>(
          `SELECT incident.id ${HELD} ORDER BY incident.id LIMIT $1 FOR NO KEY UPDATE OF incident`,
          [BATCH],
        );
        const resumed = await resumeHeld(
          manager,
          rows.map(({ id }) => id),
        );
        await this.timeline.append(
          manager,
          resumed.incidentIds.map((incidentId) => ({
            incidentId,
            kind: 'escalation.resumed',
            actor,
            reason,
          })),
        );
        return { count: rows.length, wakeUps: resumed.wakeUps };
      });
      await this.wakeUps.schedule(wakeUps);
      total += count;
      if (count < BATCH) return total;
    }
  }

  async count(manager: EntityManager = this.dataSource.manager): Promise<number> {
    const [row] = await manager.query<{ count: number }[]>(`SELECT count(*)::int AS count ${HELD}`);
    return row?.count ?? 0;
  }

  /** In the order in which they were opened. */
  page({ limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<HeldIncident[]> {
    return this.dataSource.query<HeldIncident[]>(
      `SELECT held.*, service.name AS "serviceName" FROM (
         SELECT incident.id, incident.number::int AS number, incident.title, incident.service_id AS "serviceId",
                incident.created_at AS "createdAt", escalation.held_since AS "heldSince" ${HELD}
            AND ($2::uuid IS NULL OR incident.id > $2) ORDER BY incident.id LIMIT $1) held
       JOIN services service ON service.id = held."serviceId" ORDER BY held.id`,
      [limit + 1, cursor ?? null],
    );
  }
}

const CANCEL_REQUESTS = `
WITH cancelled AS (
  UPDATE responder_requests SET status = 'cancelled', due_at = NULL, fence = fence + 1 WHERE status = 'pending'
  RETURNING id, incident_id, user_id)
INSERT INTO timeline_entries (incident_id, kind, actor, reason, details)
SELECT incident_id, 'responder.cancelled', $1::jsonb, $2,
       jsonb_build_object('responderRequestId', id, 'userId', user_id)
FROM cancelled ORDER BY id`;

const COUNT_SILENCE_ANEW = `
WITH incidents_anew AS (
  UPDATE incidents SET auto_resolve_at = rouse_now() + service.auto_resolve_seconds * interval '1 second'
  FROM services service
  WHERE service.id = incidents.service_id AND incidents.status <> 'resolved' AND auto_resolve_at IS NOT NULL)
UPDATE alerts SET settles_at = rouse_now() + coalesce((service.flapping ->> 'quietSeconds')::int, 0) * interval '1 second'
FROM services service
WHERE service.id = alerts.service_id AND alerts.status <> 'resolved' AND settles_at IS NOT NULL`;
