import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { pageQuerySchema, type Page, type PageQuery } from '../platform/http/pagination.js';
import { ParseId } from '../platform/http/validation.js';
import { ServiceCatalog } from './service-catalog.js';
import {
  changeServiceSchema,
  createServiceSchema,
  servicePageSchema,
  serviceSchema,
  type ChangeService,
  type CreateService,
  type ListedServiceView,
  type ServiceView,
} from './service-schema.js';

@ApiTags('services')
@Controller('api/v1/services')
export class ServicesController {
  constructor(private readonly services: ServiceCatalog) {}

  @Post()
  @Permit('service.change')
  @ApiOperation({ summary: 'Make a service' })
  @ApiCreatedResponse({ standardSchema: serviceSchema })
  create(
    @Asking() principal: Principal,
    @Body({ schema: createServiceSchema }) body: CreateService,
  ): Promise<ServiceView> {
    return this.services.create(principal, body);
  }

  @Get()
  @Permit('organisation.read')
  @ApiOperation({ summary: 'List services' })
  @ApiOkResponse({ standardSchema: servicePageSchema })
  list(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<ListedServiceView>> {
    return this.services.page(query);
  }

  @Get(':id')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Read a service' })
  @ApiOkResponse({ standardSchema: serviceSchema })
  get(@Param('id', ParseId) id: string): Promise<ServiceView> {
    return this.services.get(id);
  }

  @Patch(':id')
  @Permit('service.change')
  @ApiOperation({ summary: 'Change a service; what is absent stays' })
  @ApiOkResponse({ standardSchema: serviceSchema })
  change(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: changeServiceSchema }) body: ChangeService,
  ): Promise<ServiceView> {
    return this.services.change(principal, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('service.change')
  @ApiOperation({ summary: 'Delete a service that never had an incident, with its integrations' })
  @ApiNoContentResponse()
  delete(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.services.delete(principal, id);
  }
}
