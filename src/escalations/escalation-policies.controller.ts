import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { pageQuerySchema, type Page, type PageQuery } from '../platform/http/pagination.js';
import { ParseId } from '../platform/http/validation.js';
import { VersionTag } from '../platform/http/version-tag.interceptor.js';
import { EscalationPolicies } from './escalation-policies.js';
import { escalationPolicyInputSchema, type EscalationPolicyInput } from './escalation-policy-input.js';
import {
  escalationPolicyPageSchema,
  escalationPolicySchema,
  type EscalationPolicyView,
} from './escalation-policy-view.js';

@ApiTags('escalation policies')
@Controller('api/v1/escalation-policies')
export class EscalationPoliciesController {
  constructor(private readonly policies: EscalationPolicies) {}

  @Post()
  @Permit('policy.change')
  @ApiOperation({ summary: 'Make an escalation policy' })
  @ApiCreatedResponse({ standardSchema: escalationPolicySchema })
  create(
    @Asking() principal: Principal,
    @Body({ schema: escalationPolicyInputSchema }) body: EscalationPolicyInput,
  ): Promise<EscalationPolicyView> {
    return this.policies.create(principal, body);
  }

  @Get()
  @Permit('organisation.read')
  @ApiOperation({ summary: 'List escalation policies' })
  @ApiOkResponse({ standardSchema: escalationPolicyPageSchema })
  list(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<EscalationPolicyView>> {
    return this.policies.page(query);
  }

  @Get(':id')
  @Permit('organisation.read')
  @UseInterceptors(VersionTag)
  @ApiOperation({ summary: 'Read an escalation policy; its ETag is its version' })
  @ApiOkResponse({ standardSchema: escalationPolicySchema })
  get(@Param('id', ParseId) id: string): Promise<EscalationPolicyView> {
    return this.policies.get(id);
  }

  @Put(':id')
  @Permit('policy.change')
  @UseInterceptors(VersionTag)
  @ApiOperation({
    summary:
      'Replace an escalation policy, with If-Match only the version that was read; escalations that run keep the one they started with',
  })
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The ETag that was read; another version is 409',
  })
  @ApiOkResponse({ standardSchema: escalationPolicySchema })
  replace(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: escalationPolicyInputSchema }) body: EscalationPolicyInput,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<EscalationPolicyView> {
    return this.policies.replace(principal, id, body, ifMatch);
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('policy.change')
  @ApiOperation({ summary: 'Delete an escalation policy that no service uses' })
  @ApiNoContentResponse()
  delete(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.policies.delete(principal, id);
  }
}
