import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Page } from '../platform/http/pagination.js';
import { AuditLogExport } from './audit-log-export.js';
import {
  auditLogEntryPageSchema,
  auditLogExportQuerySchema,
  auditLogQuerySchema,
  type AuditLogEntry,
  type AuditLogExportQuery,
  type AuditLogQuery,
} from './audit-log-schema.js';
import { AuditLogReader } from './audit-log-reader.js';
import { Permit } from './permit.js';
import { Asking, type Principal } from './principal.js';

/** RFC 4180; JSON lines have no registered name. */
const MEDIA_TYPES = { csv: 'text/csv; charset=utf-8; header=present', jsonl: 'application/jsonl' } as const;

@ApiTags('audit log')
@Controller('api/v1/audit-log')
@Permit('audit-log.read')
export class AuditLogController {
  constructor(
    private readonly reader: AuditLogReader,
    private readonly exports: AuditLogExport,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who changed what, the newest first' })
  @ApiOkResponse({ standardSchema: auditLogEntryPageSchema })
  list(@Query({ schema: auditLogQuerySchema }) query: AuditLogQuery): Promise<Page<AuditLogEntry>> {
    return this.reader.list(query);
  }

  @Get('export')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'The same as a file, all of it; that it was exported stands in it' })
  @ApiOkResponse({
    description: 'A line an entry, the newest first: JSON, or CSV with a head',
    content: {
      'text/csv': { schema: { type: 'string' } },
      'application/jsonl': { schema: { type: 'string' } },
    },
  })
  async export(
    @Asking() principal: Principal,
    @Query({ schema: auditLogExportQuerySchema }) query: AuditLogExportQuery,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.exports.open(principal, query), {
      type: MEDIA_TYPES[query.format],
      disposition: `attachment; filename="audit-log.${query.format}"`,
    });
  }
}
