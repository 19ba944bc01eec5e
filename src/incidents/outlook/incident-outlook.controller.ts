import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '../../access/permit.js';
import { ParseId } from '../../platform/http/validation.js';
import { incidentOutlookSchema, type IncidentOutlookView } from './incident-outlook-schema.js';
import { IncidentOutlook } from './incident-outlook.js';

@ApiTags('incidents')
@Controller('api/v1/incidents')
export class IncidentOutlookController {
  constructor(private readonly outlook: IncidentOutlook) {}

  @Get(':id/outlook')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Who is paged next if nobody acts, and who is on call for it now' })
  @ApiOkResponse({ standardSchema: incidentOutlookSchema })
  of(@Param('id', ParseId) id: string): Promise<IncidentOutlookView> {
    return this.outlook.of(id);
  }
}
