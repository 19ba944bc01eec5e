import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import type { Principal } from '../access/principal.js';
import { conflict } from '../platform/http/problem.js';
import { IncidentActions } from './incident-actions.js';
import { IncidentReader } from './incident-reader.js';
import type { IncidentView } from './incident.schema.js';
import type { IncidentAction } from './lifecycle/incident-lifecycle.js';
import { Timeline } from './timeline.js';

/** What people ask of incidents over the API. */
@Injectable()
export class IncidentRequests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly actions: IncidentActions,
    private readonly reader: IncidentReader,
    private readonly timeline: Timeline,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Acts and answers with the incident as it is then.
   * @throws Problem 404; 409 with the incident where somebody or something was quicker
   */
  async act(action: IncidentAction, incidentId: string, principal: Principal): Promise<IncidentView> {
    const outcome = await this.actions.act(action, incidentId, {
      type: 'user',
      userId: principal.userId,
      via: 'api',
    });
    const incident = await this.reader.one(incidentId);
    if (outcome.kind === 'too-late') throw conflict(outcome.detail, { incident });
    return incident;
  }

  /** Adds a note to the story. */
  async note(incidentId: string, text: string, principal: Principal): Promise<IncidentView> {
    const incident = await this.reader.one(incidentId);
    await this.dataSource.transaction(async (manager) => {
      const actor = { type: 'user', userId: principal.userId, via: 'api' } as const;
      await this.timeline.append(manager, [{ incidentId, kind: 'note.added', actor, details: { text } }]);
      await this.audit.record(manager, principal, {
        action: 'incident.note',
        objectType: 'incident',
        objectId: incidentId,
        after: { text },
      });
    });
    return incident;
  }
}
