import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import type { Page } from '../platform/http/pagination.js';
import { ParseId } from '../platform/http/validation.js';
import {
  overrideCutSchema,
  overrideInputSchema,
  overridePageQuerySchema,
  overridePageSchema,
  overrideSchema,
  type OverrideCut,
  type OverrideInput,
  type OverridePageQuery,
  type OverrideView,
} from './override-schema.js';
import { Overrides } from './overrides.js';

@ApiTags('overrides')
@Controller('api/v1')
export class OverridesController {
  constructor(private readonly overrides: Overrides) {}

  @Post('schedules/:id/overrides')
  @Permit('override.change')
  @ApiOperation({ summary: 'Let somebody else carry the pager for a while' })
  @ApiCreatedResponse({ standardSchema: overrideSchema })
  create(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: overrideInputSchema }) body: OverrideInput,
  ): Promise<OverrideView> {
    return this.overrides.create(principal, id, body);
  }

  @Get('schedules/:id/overrides')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'List the overrides of a schedule that touch a time' })
  @ApiOkResponse({ standardSchema: overridePageSchema })
  list(
    @Param('id', ParseId) id: string,
    @Query({ schema: overridePageQuerySchema }) query: OverridePageQuery,
  ): Promise<Page<OverrideView>> {
    return this.overrides.page(id, query);
  }

  @Post('overrides/:id/cut')
  @HttpCode(200)
  @Permit('override.change')
  @ApiOperation({ summary: 'Cut an override short: it ends earlier than it would' })
  @ApiOkResponse({ standardSchema: overrideSchema })
  cutShort(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: overrideCutSchema }) body: OverrideCut,
  ): Promise<OverrideView> {
    return this.overrides.cutShort(principal, id, body);
  }

  @Delete('overrides/:id')
  @HttpCode(204)
  @Permit('override.change')
  @ApiOperation({ summary: 'Take an override back; one that is running ends now' })
  @ApiNoContentResponse()
  delete(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.overrides.delete(principal, id);
  }
}
