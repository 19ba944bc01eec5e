import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { pageSchema, type Page, type PageQuery } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';
import { severitySchema } from './incoming-event.js';

export const serviceStateSchema = z
  .object({
    serviceId: z.string(),
    triggered: z.int().describe('So many wait for somebody'),
    acknowledged: z.int().describe('So many somebody has'),
    severity: severitySchema.describe('The worst of them'),
    since: utcTimeSchema.describe('When the oldest of them began'),
  })
  .meta({ id: 'ServiceState' });
export type ServiceState = z.output<typeof serviceStateSchema>;

export const serviceStatePageSchema = pageSchema(serviceStateSchema).meta({ id: 'ServiceStatePage' });

interface Row extends Omit<ServiceState, 'since'> {
  readonly since: Date;
}

/** How each service stands: what of its incidents is open. Services in which all is quiet are not named. */
@Injectable()
export class ServiceStates {
  constructor(private readonly dataSource: DataSource) {}

  /** Of all services at once, by the id of the service. */
  async page({ limit, cursor }: PageQuery): Promise<Page<ServiceState>> {
    const rows = await this.dataSource.query<Row[]>(
      `SELECT service_id AS "serviceId",
              count(*) FILTER (WHERE status = 'triggered')::int AS triggered,
              count(*) FILTER (WHERE status = 'acknowledged')::int AS acknowledged,
              (array_agg(severity ORDER BY array_position('{critical,error,warning,info}', severity)))[1] AS severity,
              min(created_at) AS since
         FROM incidents WHERE status <> 'resolved' AND ($1::uuid IS NULL OR service_id > $1)
        GROUP BY service_id ORDER BY service_id LIMIT $2`,
      [cursor ?? null, limit + 1],
    );
    const items = rows.slice(0, limit).map((row) => ({ ...row, since: row.since.toISOString() }));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.serviceId ?? null) : null };
  }
}
