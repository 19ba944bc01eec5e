import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Rows of alerts, as those see them who close what has been quiet. */
@Injectable()
export class AlertStore {
  /** A flapping alert has been quiet for long enough. */
  async settle(manager: EntityManager, alertId: string): Promise<void> {
    await manager.query(
      `UPDATE alerts SET status = 'resolved', resolved_at = rouse_now(), settles_at = NULL WHERE id = $1`,
      [alertId],
    );
  }

  /** Those of the incidents that have an open alert. */
  async stillOpen(manager: EntityManager, incidentIds: readonly string[]): Promise<Set<string>> {
    if (incidentIds.length === 0) return new Set();
    const rows = await manager.query<{ id: string }[]>(
      `SELECT incident.id FROM unnest($1::uuid[]) AS incident (id)
       WHERE EXISTS (SELECT FROM alerts alert WHERE alert.incident_id = incident.id AND alert.status <> 'resolved')`,
      [incidentIds],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
