import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Write } from '../platform/database/several-writes.js';
import type { Actor } from './actor.js';

/** One line of an incident's story. `details` go out beside the standard members. */
export interface TimelineEntry {
  readonly incidentId: string;
  /** `incident.triggered`, `step.started`, `page.created`, `attempt.sent` and so on; see docs/timeline.md. */
  readonly kind: string;
  readonly actor: Actor;
  readonly reason?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The story of an incident: written in the transaction of what it tells, never changed afterwards (promise 7). */
@Injectable()
export class Timeline {
  /** Appends entries in order, in one statement, at the database's time. */
  async append(manager: EntityManager, entries: readonly TimelineEntry[]): Promise<void> {
    for (const { text, values } of writeOfEntries(entries)) await manager.query(text, [...values]);
  }
}

/** The same as `append`, to be carried out together with other writes; nothing where there are no entries. */
export function writeOfEntries(entries: readonly TimelineEntry[]): Write[] {
  if (entries.length === 0) return [];
  return [
    {
      text: `INSERT INTO timeline_entries (incident_id, kind, actor, reason, details)
       SELECT incident_id, kind, actor, reason, details
       FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::text[], $5::jsonb[]) WITH ORDINALITY
         AS entry (incident_id, kind, actor, reason, details, place)
       ORDER BY place`,
      values: [
        entries.map((entry) => entry.incidentId),
        entries.map((entry) => entry.kind),
        entries.map((entry) => JSON.stringify(entry.actor)),
        entries.map((entry) => entry.reason ?? null),
        entries.map((entry) => JSON.stringify(entry.details ?? {})),
      ],
    },
  ];
}
