import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { pageQuerySchema, type PageQuery } from '../platform/http/pagination.js';
import {
  heldIncidentPageSchema,
  restoreStateSchema,
  resumeSchema,
  type HeldIncidentPage,
  type RestoreState,
  type Resume,
} from './restore-schema.js';
import { Restores } from './restores.js';

@ApiTags('restore')
@Controller('api/v1/restore')
export class RestoreController {
  constructor(private readonly restores: Restores) {}

  @Get()
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Whether the database was restored, and how many incidents are held since' })
  @ApiOkResponse({ standardSchema: restoreStateSchema })
  state(): Promise<RestoreState> {
    return this.restores.state();
  }

  @Get('held-incidents')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'List the incidents that page nobody since the restore' })
  @ApiOkResponse({ standardSchema: heldIncidentPageSchema })
  held(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<HeldIncidentPage> {
    return this.restores.held(query);
  }

  @Post('resume')
  @HttpCode(200)
  @Permit('restore.resume')
  @ApiOperation({ summary: 'Decide whether what is held since the restore is paged' })
  @ApiOkResponse({ standardSchema: restoreStateSchema })
  resume(
    @Asking() principal: Principal,
    @Body({ schema: resumeSchema }) body: Resume,
  ): Promise<RestoreState> {
    return this.restores.decide(principal, body);
  }
}
