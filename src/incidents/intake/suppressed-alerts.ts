import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { idSchema } from '../../platform/http/id-schema.js';
import { pageQuerySchema, pageSchema, toPage, type Page } from '../../platform/http/pagination.js';
import { notFound } from '../../platform/http/problem.js';
import { utcTimeSchema } from '../../platform/http/times.js';
import { severitySchema } from '../incoming-event.js';

export const suppressedAlertSchema = z
  .object({
    id: z.string(),
    dedupKey: z.string(),
    summary: z.string(),
    severity: severitySchema,
    source: z.string().nullable(),
    eventCount: z.int(),
    state: z
      .enum(['held-back', 'opened', 'over'])
      .describe(
        'Waits for the end of the maintenance; outlived it and belongs to an incident; ended without one',
      ),
    incidentId: z.string().nullable(),
    maintenanceWindowId: z.string().nullable().describe('Null: the window was deleted'),
    suppressedAt: utcTimeSchema,
    lastEventAt: utcTimeSchema,
  })
  .meta({ id: 'SuppressedAlert' });
export type SuppressedAlert = z.output<typeof suppressedAlertSchema>;

export const suppressedAlertPageSchema = pageSchema(suppressedAlertSchema).meta({
  id: 'SuppressedAlertPage',
});

export const suppressedAlertQuerySchema = pageQuerySchema.extend({
  maintenanceWindowId: idSchema.optional(),
});
export type SuppressedAlertQuery = z.output<typeof suppressedAlertQuerySchema>;

interface Row extends Omit<SuppressedAlert, 'suppressedAt' | 'lastEventAt'> {
  readonly suppressedAt: Date;
  readonly lastEventAt: Date;
}

/** What came during maintenance and was recorded without paging anybody. */
@Injectable()
export class SuppressedAlerts {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. @throws Problem 404 for the service */
  async page(serviceId: string, query: SuppressedAlertQuery): Promise<Page<SuppressedAlert>> {
    const [service] = await this.dataSource.query<unknown[]>('SELECT id FROM services WHERE id = $1', [
      serviceId,
    ]);
    if (service === undefined) throw notFound('service');
    const rows = await this.dataSource.query<Row[]>(
      `SELECT id, dedup_key AS "dedupKey", summary, severity, source, event_count AS "eventCount",
              CASE WHEN incident_id IS NOT NULL THEN 'opened' WHEN status = 'resolved' THEN 'over'
                   ELSE 'held-back' END AS state,
              incident_id AS "incidentId", suppressed_by AS "maintenanceWindowId", suppressed_at AS "suppressedAt",
              last_event_at AS "lastEventAt"
       FROM alerts
       WHERE service_id = $1 AND suppressed_at IS NOT NULL
         AND ($2::uuid IS NULL OR suppressed_by = $2) AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [serviceId, query.maintenanceWindowId ?? null, query.cursor ?? null, query.limit + 1],
    );
    return toPage(
      rows.map((row) => ({
        ...row,
        suppressedAt: row.suppressedAt.toISOString(),
        lastEventAt: row.lastEventAt.toISOString(),
      })),
      query.limit,
    );
  }
}
