import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { AllowRole } from '../access/role.js';
import type { Page } from '../platform/http/pagination.js';
import { ParseId } from '../platform/http/validation.js';
import {
  overrideInputSchema,
  overridePageQuerySchema,
  overridePageSchema,
  overrideSchema,
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
  @AllowRole('responder')
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
  @AllowRole('observer')
  @ApiOperation({ summary: 'List the overrides of a schedule that touch a time' })
  @ApiOkResponse({ standardSchema: overridePageSchema })
  list(
    @Param('id', ParseId) id: string,
    @Query({ schema: overridePageQuerySchema }) query: OverridePageQuery,
  ): Promise<Page<OverrideView>> {
    return this.overrides.page(id, query);
  }

  @Delete('overrides/:id')
  @HttpCode(204)
  @AllowRole('responder')
  @ApiOperation({ summary: 'Take an override back; one that is running ends now' })
  @ApiNoContentResponse()
  delete(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.overrides.delete(principal, id);
  }
}
