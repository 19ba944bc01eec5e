import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { ParseId } from '../platform/http/validation.js';
import { LayerShifts, layerShiftsSchema, type LayerShiftsView } from './layer-shifts.js';
import { previewViewSchema, type PreviewView } from './preview-view.js';
import { SchedulePreview } from './schedule-preview.js';
import { renderingSchema, type RenderingView } from './schedule-view.js';
import {
  previewSchema,
  shiftsQuerySchema,
  windowQuerySchema,
  type PreviewInput,
  type ScheduleWindow,
  type ShiftsQuery,
} from './schedule-window.js';
import { Shifts } from './shifts.js';
import { userShiftsSchema, type UserShiftsView } from './user-shifts.js';

@ApiTags('shifts')
@Controller('api/v1')
export class ShiftsController {
  constructor(
    private readonly shifts: Shifts,
    private readonly layerShifts: LayerShifts,
    private readonly schedulePreview: SchedulePreview,
  ) {}

  @Get('schedules/:id/shifts')
  @Permit('organisation.read')
  @ApiOperation({
    summary: 'Who was, is and will be on call within a window of at most 400 days, and what nobody covers',
  })
  @ApiOkResponse({ standardSchema: renderingSchema })
  within(
    @Param('id', ParseId) id: string,
    @Query({ schema: shiftsQuerySchema }) query: ShiftsQuery,
  ): Promise<RenderingView> {
    return this.shifts.within(id, query);
  }

  @Get('schedules/:id/layer-shifts')
  @Permit('organisation.read')
  @ApiOperation({
    summary: 'What each layer alone says for a window of at most 400 days, and who of them is away',
  })
  @ApiOkResponse({ standardSchema: layerShiftsSchema })
  ofLayers(
    @Param('id', ParseId) id: string,
    @Query({ schema: windowQuerySchema }) window: ScheduleWindow,
  ): Promise<LayerShiftsView> {
    return this.layerShifts.within(id, window);
  }

  @Post('schedules/preview')
  @HttpCode(200)
  @Permit('organisation.read')
  @ApiOperation({
    summary:
      'The same for a draft, by the rules alone; with scheduleId also who gains and loses which hours. Nothing is saved',
  })
  @ApiOkResponse({ standardSchema: previewViewSchema })
  preview(@Body({ schema: previewSchema }) body: PreviewInput): Promise<PreviewView> {
    return this.schedulePreview.preview(body);
  }

  @Get('users/:id/shifts')
  @Permit('organisation.read')
  @ApiOperation({ summary: "One person's shifts in all schedules, within a window of at most 400 days" })
  @ApiOkResponse({ standardSchema: userShiftsSchema })
  ofUser(
    @Param('id', ParseId) id: string,
    @Query({ schema: windowQuerySchema }) window: ScheduleWindow,
  ): Promise<UserShiftsView> {
    return this.shifts.ofUser(id, window);
  }

  @Get('me/shifts')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'My shifts in all schedules, within a window of at most 400 days' })
  @ApiOkResponse({ standardSchema: userShiftsSchema })
  mine(
    @Asking() principal: Principal,
    @Query({ schema: windowQuerySchema }) window: ScheduleWindow,
  ): Promise<UserShiftsView> {
    return this.shifts.mine(principal, window);
  }
}
