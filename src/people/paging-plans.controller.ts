import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { ParseId } from '../platform/http/validation.js';
import {
  pagingPlanDraftSchema,
  pagingPlanQuerySchema,
  pagingPlanSchema,
  type PagingPlan,
  type PagingPlanDraft,
  type PagingPlanQuery,
} from './paging-plan-schema.js';
import { PagingPlans } from './paging-plans.js';

@ApiTags('contact methods')
@Controller('api/v1/users/:id/paging-plan')
export class PagingPlansController {
  constructor(private readonly plans: PagingPlans) {}

  @Get()
  @Permit('contact.read')
  @ApiOperation({ summary: 'What happens, at which second, to a person who is paged and does not answer' })
  @ApiOkResponse({ standardSchema: pagingPlanSchema })
  of(
    @Asking() principal: Principal,
    @Param('id', ParseId) userId: string,
    @Query({ schema: pagingPlanQuerySchema }) query: PagingPlanQuery,
  ): Promise<PagingPlan> {
    return this.plans.of(principal, userId, query);
  }

  @Post()
  @Permit('contact.read')
  @HttpCode(200)
  @ApiOperation({ summary: 'The same by rules and waking hours that are not saved yet; changes nothing' })
  @ApiOkResponse({ standardSchema: pagingPlanSchema })
  ofDraft(
    @Asking() principal: Principal,
    @Param('id', ParseId) userId: string,
    @Body({ schema: pagingPlanDraftSchema }) draft: PagingPlanDraft,
  ): Promise<PagingPlan> {
    return this.plans.ofDraft(principal, userId, draft);
  }
}
