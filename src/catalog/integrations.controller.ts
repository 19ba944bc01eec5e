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
import { rotationSchema, type Rotation } from '../access/secret-rotation.js';
import { pageQuerySchema, type Page, type PageQuery } from '../platform/http/pagination.js';
import { ParseId } from '../platform/http/validation.js';
import {
  createdIntegrationSchema,
  createIntegrationSchema,
  integrationPageSchema,
  type CreatedIntegration,
  type CreateIntegration,
  type IntegrationView,
} from './integration-schema.js';
import { Integrations } from './integrations.js';

@ApiTags('integrations')
@Controller('api/v1')
export class IntegrationsController {
  constructor(private readonly integrations: Integrations) {}

  @Post('services/:id/integrations')
  @Permit('service.change')
  @ApiOperation({ summary: 'Open a way in for monitoring; its key is told only now' })
  @ApiCreatedResponse({ standardSchema: createdIntegrationSchema })
  create(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: createIntegrationSchema }) body: CreateIntegration,
  ): Promise<CreatedIntegration> {
    return this.integrations.add(principal, id, body);
  }

  @Get('services/:id/integrations')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'List the ways in of a service, without their keys' })
  @ApiOkResponse({ standardSchema: integrationPageSchema })
  list(
    @Param('id', ParseId) id: string,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<IntegrationView>> {
    return this.integrations.page(id, query);
  }

  @Post('integrations/:id/rotation')
  @HttpCode(200)
  @Permit('service.change')
  @ApiOperation({ summary: 'Give an integration a new key; the old one opens for as long as is chosen' })
  @ApiOkResponse({ standardSchema: createdIntegrationSchema })
  rotate(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: rotationSchema }) body: Rotation,
  ): Promise<CreatedIntegration> {
    return this.integrations.rotate(principal, id, body);
  }

  @Delete('integrations/:id')
  @HttpCode(204)
  @Permit('service.change')
  @ApiOperation({ summary: 'Revoke an integration: no key of it opens anything from now on' })
  @ApiNoContentResponse()
  revoke(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.integrations.revoke(principal, id);
  }
}
