import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { ParseId } from '../platform/http/validation.js';
import {
  pagingPlanQuerySchema,
  pagingPlanSchema,
  type PagingPlan,
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
}
