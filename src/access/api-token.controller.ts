import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { pageQuerySchema, type Page, type PageQuery } from '../platform/http/pagination.js';
import { ParseId } from '../platform/http/validation.js';
import {
  apiTokenPageSchema,
  createApiTokenSchema,
  newApiTokenSchema,
  type ApiToken,
  type CreateApiToken,
  type NewApiToken,
} from './api-token-schema.js';
import { ApiTokens } from './api-tokens.js';
import { Asking, type Principal } from './principal.js';
import { Permit } from './permit.js';
import { rotationSchema, type Rotation } from './secret-rotation.js';

@ApiTags('tokens')
@Controller('api/v1')
export class ApiTokenController {
  constructor(private readonly tokens: ApiTokens) {}

  @Post('users/:id/tokens')
  @Permit('credential.change')
  @ApiOperation({ summary: 'Make an API token, by the person or an admin; it is shown this once' })
  @ApiCreatedResponse({ standardSchema: newApiTokenSchema })
  create(
    @Asking() principal: Principal,
    @Param('id', ParseId) userId: string,
    @Body({ schema: createApiTokenSchema }) body: CreateApiToken,
  ): Promise<NewApiToken> {
    return this.tokens.create(principal, userId, body);
  }

  @Get('users/:id/tokens')
  @Permit('credential.read')
  @ApiOperation({ summary: 'The API tokens of a person that are not revoked, without their secrets' })
  @ApiOkResponse({ standardSchema: apiTokenPageSchema })
  list(
    @Asking() principal: Principal,
    @Param('id', ParseId) userId: string,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<ApiToken>> {
    return this.tokens.list(principal, userId, query);
  }

  @Post('tokens/:id/rotation')
  @Permit('credential.change')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give an API token a new secret; the old one opens for as long as is chosen' })
  @ApiOkResponse({ standardSchema: newApiTokenSchema })
  rotate(
    @Asking() principal: Principal,
    @Param('id', ParseId) tokenId: string,
    @Body({ schema: rotationSchema }) body: Rotation,
  ): Promise<NewApiToken> {
    return this.tokens.rotate(principal, tokenId, body);
  }

  @Delete('tokens/:id')
  @Permit('credential.revoke')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke an API token at once, by its person or an admin' })
  @ApiNoContentResponse()
  revoke(@Asking() principal: Principal, @Param('id', ParseId) tokenId: string): Promise<void> {
    return this.tokens.revoke(principal, tokenId);
  }
}
