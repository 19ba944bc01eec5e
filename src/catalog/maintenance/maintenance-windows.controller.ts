import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Asking, type Principal } from '../../access/principal.js';
import { Permit } from '../../access/permit.js';
import type { Page } from '../../platform/http/pagination.js';
import { TakesNoBody } from '../../platform/http/request-body.js';
import { ParseId } from '../../platform/http/validation.js';
import {
  changeMaintenanceWindowSchema,
  createMaintenanceWindowSchema,
  maintenanceWindowPageSchema,
  maintenanceWindowQuerySchema,
  maintenanceWindowSchema,
  type ChangeMaintenanceWindow,
  type CreateMaintenanceWindow,
  type MaintenanceWindowQuery,
  type MaintenanceWindowView,
} from './maintenance-schema.js';
import { MaintenanceWindows } from './maintenance-windows.js';

@ApiTags('maintenance-windows')
@Controller('api/v1/maintenance-windows')
export class MaintenanceWindowsController {
  constructor(private readonly windows: MaintenanceWindows) {}

  @Post()
  @Permit('maintenance.change')
  @ApiOperation({ summary: 'Plan maintenance: alerts of these services are recorded and page nobody' })
  @ApiCreatedResponse({ standardSchema: maintenanceWindowSchema })
  create(
    @Asking() principal: Principal,
    @Body({ schema: createMaintenanceWindowSchema }) body: CreateMaintenanceWindow,
  ): Promise<MaintenanceWindowView> {
    return this.windows.create(principal, body);
  }

  @Get()
  @Permit('organisation.read')
  @ApiOperation({ summary: 'List maintenance windows, those over included' })
  @ApiOkResponse({ standardSchema: maintenanceWindowPageSchema })
  list(
    @Query({ schema: maintenanceWindowQuerySchema }) query: MaintenanceWindowQuery,
  ): Promise<Page<MaintenanceWindowView>> {
    return this.windows.page(query);
  }

  @Get(':id')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Read a maintenance window' })
  @ApiOkResponse({ standardSchema: maintenanceWindowSchema })
  get(@Param('id', ParseId) id: string): Promise<MaintenanceWindowView> {
    return this.windows.get(id);
  }

  @Patch(':id')
  @Permit('maintenance.change')
  @ApiOperation({ summary: 'Change a maintenance window; what is absent stays' })
  @ApiOkResponse({ standardSchema: maintenanceWindowSchema })
  change(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: changeMaintenanceWindowSchema }) body: ChangeMaintenanceWindow,
  ): Promise<MaintenanceWindowView> {
    return this.windows.change(principal, id, body);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Permit('maintenance.change')
  @TakesNoBody()
  @ApiOperation({ summary: 'End the occurrence that is in effect now' })
  @ApiOkResponse({ standardSchema: maintenanceWindowSchema })
  end(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<MaintenanceWindowView> {
    return this.windows.endNow(principal, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('maintenance.change')
  @ApiOperation({ summary: 'Delete a maintenance window; alerts that it holds back open their incidents' })
  @ApiNoContentResponse()
  delete(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.windows.delete(principal, id);
  }
}
