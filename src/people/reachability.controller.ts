import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Permit } from '../access/permit.js';
import { pageQuerySchema, toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { reachabilityPageSchema, type Reachability } from './reachability-schema.js';

@ApiTags('contact methods')
@Controller('api/v1/reachability')
export class ReachabilityController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @Permit('contact.survey')
  @ApiOperation({ summary: 'Of everybody: whether a phone of theirs is verified; no numbers' })
  @ApiOkResponse({ standardSchema: reachabilityPageSchema })
  async page(@Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery): Promise<Page<Reachability>> {
    const rows = await this.dataSource.query<(Reachability & { id: string })[]>(
      `SELECT people.id, people.id AS "userId", count(methods.id)::int AS methods,
              coalesce(bool_or(methods.type IN ('sms', 'voice')), false) AS "phoneVerified"
         FROM (SELECT id FROM current_users WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2) AS people
         LEFT JOIN contact_methods AS methods
           ON methods.user_id = people.id AND methods.verified_at IS NOT NULL AND methods.disabled_at IS NULL
        GROUP BY people.id ORDER BY people.id`,
      [cursor ?? null, limit + 1],
    );
    const { items, nextCursor } = toPage(rows, limit);
    const shown = items.map(({ userId, phoneVerified, methods }) => ({ userId, phoneVerified, methods }));
    return { items: shown, nextCursor };
  }
}
