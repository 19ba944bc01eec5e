import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import type { Principal } from '../access/principal.js';
import { toPage, type Page } from '../platform/http/pagination.js';
import { notFound } from '../platform/http/problem.js';
import type { WakeUp } from '../platform/queue/wake-up.js';
import { WakeUpQueue } from '../platform/queue/wake-up-queue.js';
import type { Actor } from './actor.js';
import type { NoteView, TimelineQuery } from './incident.schema.js';
import { IncidentStore } from './incident-store.js';
import { Timeline } from './timeline.js';
import { wakeIncident } from './wake-incident.job.js';

const KIND = 'note.added';

/** The channel of an incident: what people say to one another about it, who and when. Also of one that is over. */
@Injectable()
export class IncidentNotes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: IncidentStore,
    private readonly timeline: Timeline,
    private readonly audit: AuditLog,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  /**
   * Adds a note. By whoever has acknowledged the incident it is a sign of life.
   * @throws Problem 404 when there is no such incident
   */
  async add(incidentId: string, text: string, principal: Principal): Promise<void> {
    const wakeUps = await this.dataSource.transaction((manager) =>
      this.addWithin(manager, incidentId, text, principal),
    );
    await this.wakeUps.schedule(wakeUps);
  }

  private async addWithin(
    manager: EntityManager,
    incidentId: string,
    text: string,
    principal: Principal,
  ): Promise<WakeUp[]> {
    const [incident] = await this.store.lock(manager, [incidentId]);
    if (!incident) throw notFound('incident');
    const actor = { type: 'user', userId: principal.userId, via: 'api' } as const;
    await this.timeline.append(manager, [{ incidentId, kind: KIND, actor, details: { text } }]);
    await this.audit.record(manager, principal, {
      action: 'incident.note',
      objectType: 'incident',
      objectId: incidentId,
      after: { text },
    });
    if (incident.status !== 'acknowledged' || incident.acknowledgedBy !== principal.userId) return [];
    return wakeIncident(incidentId, await this.store.renew(manager, incidentId));
  }

  /**
   * Oldest first.
   * @throws Problem 404 when there is no such incident
   */
  async list(incidentId: string, query: TimelineQuery): Promise<Page<NoteView>> {
    const known = await this.dataSource.query<unknown[]>('SELECT 1 FROM incidents WHERE id = $1', [
      incidentId,
    ]);
    if (known.length === 0) throw notFound('incident');
    const rows = await this.dataSource.query<{ id: string; at: Date; actor: Actor; text: string }[]>(
      `SELECT id::text, at, actor, details ->> 'text' AS text FROM timeline_entries
       WHERE incident_id = $1 AND kind = 'note.added' AND id > $2 ORDER BY timeline_entries.id LIMIT $3`,
      [incidentId, query.cursor ?? '0', query.limit + 1],
    );
    return toPage(
      rows.map((row) => ({ ...row, at: row.at.toISOString() })),
      query.limit,
    );
  }
}
