import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { pageQuerySchema, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { ParseId } from '../../platform/http/validation.js';
import { Permit } from '../permit.js';
import { Asking, type Principal } from '../principal.js';
import { rotationSchema, type Rotation } from '../secret-rotation.js';
import {
  createServiceTokenSchema,
  newServiceTokenSchema,
  serviceTokenPageSchema,
  type CreateServiceToken,
  type NewServiceToken,
  type ServiceToken,
} from './service-token-schema.js';
import { ServiceTokens } from './service-tokens.js';

@ApiTags('service tokens')
@Controller('api/v1/service-tokens')
export class ServiceTokensController {
  constructor(private readonly tokens: ServiceTokens) {}

  @Post()
  @Permit('service-token.manage')
  @ApiOperation({ summary: 'Make an account of a program, with its token; it is shown this once' })
  @ApiCreatedResponse({ standardSchema: newServiceTokenSchema })
  create(
    @Asking() principal: Principal,
    @Body({ schema: createServiceTokenSchema }) body: CreateServiceToken,
  ): Promise<NewServiceToken> {
    return this.tokens.create(principal, body);
  }

  @Get()
  @Permit('service-token.read')
  @ApiOperation({ summary: 'The tokens of programs that are not revoked, without their secrets' })
  @ApiOkResponse({ standardSchema: serviceTokenPageSchema })
  page(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<ServiceToken>> {
    return this.tokens.page(query);
  }

  @Post(':id/rotation')
  @Permit('service-token.manage')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Give the token of a program a new secret; the old one opens for as long as is chosen',
  })
  @ApiOkResponse({ standardSchema: newServiceTokenSchema })
  rotate(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: rotationSchema }) body: Rotation,
  ): Promise<NewServiceToken> {
    return this.tokens.rotate(principal, id, body);
  }

  @Delete(':id')
  @Permit('service-token.revoke')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke the token of a program at once, and retire its account' })
  @ApiNoContentResponse()
  revoke(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.tokens.revoke(principal, id);
  }
}
