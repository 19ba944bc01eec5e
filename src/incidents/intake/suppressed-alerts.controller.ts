import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '../../access/permit.js';
import type { Page } from '../../platform/http/pagination.js';
import { ParseId } from '../../platform/http/validation.js';
import {
  suppressedAlertPageSchema,
  suppressedAlertQuerySchema,
  SuppressedAlerts,
  type SuppressedAlert,
  type SuppressedAlertQuery,
} from './suppressed-alerts.js';

@ApiTags('maintenance-windows')
@Controller('api/v1/services')
export class SuppressedAlertsController {
  constructor(private readonly alerts: SuppressedAlerts) {}

  @Get(':id/suppressed-alerts')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'List what came during maintenance and paged nobody, newest first' })
  @ApiOkResponse({ standardSchema: suppressedAlertPageSchema })
  list(
    @Param('id', ParseId) id: string,
    @Query({ schema: suppressedAlertQuerySchema }) query: SuppressedAlertQuery,
  ): Promise<Page<SuppressedAlert>> {
    return this.alerts.page(id, query);
  }
}
