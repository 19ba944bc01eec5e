import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Page } from '../platform/http/pagination.js';
import {
  auditLogEntryPageSchema,
  auditLogQuerySchema,
  type AuditLogEntry,
  type AuditLogQuery,
} from './audit-log-schema.js';
import { AuditLogReader } from './audit-log-reader.js';
import { Permit } from './permit.js';

@ApiTags('audit log')
@Controller('api/v1/audit-log')
export class AuditLogController {
  constructor(private readonly reader: AuditLogReader) {}

  @Get()
  @Permit('audit-log.read')
  @ApiOperation({ summary: 'Who changed what, the newest first' })
  @ApiOkResponse({ standardSchema: auditLogEntryPageSchema })
  list(@Query({ schema: auditLogQuerySchema }) query: AuditLogQuery): Promise<Page<AuditLogEntry>> {
    return this.reader.list(query);
  }
}
