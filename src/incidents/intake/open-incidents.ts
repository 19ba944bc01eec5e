import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Severity } from '../incoming-event.js';
import type { Urgency } from '../lifecycle/urgency.js';

/** An open incident, locked. */
export interface OpenIncident {
  readonly id: string;
  readonly number: number;
  readonly status: 'triggered' | 'acknowledged';
  readonly severity: Severity;
  readonly urgency: Urgency;
}

/** Rows of open incidents that turn out to be worse. */
@Injectable()
export class OpenIncidents {
  /** How bad they are from now on. */
  async raise(
    manager: EntityManager,
    raised: readonly {
      readonly incidentId: string;
      readonly severity: Severity;
      readonly urgency: Urgency;
    }[],
  ): Promise<void> {
    if (raised.length === 0) return;
    await manager.query(
      `UPDATE incidents SET severity = raised.severity, urgency = raised.urgency
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS raised (id, severity, urgency)
       WHERE incidents.id = raised.id`,
      [
        raised.map((each) => each.incidentId),
        raised.map((each) => each.severity),
        raised.map((each) => each.urgency),
      ],
    );
  }
}
