import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { ParseId } from '../platform/http/validation.js';
import { pagingRulesSchema, type PagingRules as PagingRulesView } from './paging-rules-schema.js';
import { PagingRules } from './paging-rules.js';

@ApiTags('contact methods')
@Controller('api/v1/users/:id/paging-rules')
export class PagingRulesController {
  constructor(private readonly pagingRules: PagingRules) {}

  @Get()
  @Permit('contact.read')
  @ApiOperation({ summary: 'When to use which contact method, for the person or an admin' })
  @ApiOkResponse({ standardSchema: pagingRulesSchema })
  get(@Asking() principal: Principal, @Param('id', ParseId) userId: string): Promise<PagingRulesView> {
    return this.pagingRules.get(principal, userId);
  }

  @Put()
  @Permit('contact.change')
  @ApiOperation({
    summary: 'Replace the paging rules, by the person or an admin; empty lists bring the default back',
  })
  @ApiOkResponse({ standardSchema: pagingRulesSchema })
  replace(
    @Asking() principal: Principal,
    @Param('id', ParseId) userId: string,
    @Body({ schema: pagingRulesSchema }) body: PagingRulesView,
  ): Promise<PagingRulesView> {
    return this.pagingRules.replace(principal, userId, body);
  }
}
