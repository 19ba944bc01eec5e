import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AllowRole } from '../access/role.js';
import { ParseId } from '../platform/http/validation.js';
import { renderingSchema, type RenderingView } from './schedule-view.js';
import {
  previewSchema,
  windowQuerySchema,
  type PreviewInput,
  type ScheduleWindow,
} from './schedule-window.js';
import { Shifts } from './shifts.js';

@ApiTags('schedules')
@Controller('api/v1/schedules')
export class ShiftsController {
  constructor(private readonly shifts: Shifts) {}

  @Get(':id/shifts')
  @AllowRole('observer')
  @ApiOperation({ summary: 'Who is on call within a window of at most 400 days, and what nobody covers' })
  @ApiOkResponse({ standardSchema: renderingSchema })
  within(
    @Param('id', ParseId) id: string,
    @Query({ schema: windowQuerySchema }) window: ScheduleWindow,
  ): Promise<RenderingView> {
    return this.shifts.within(id, window);
  }

  @Post('preview')
  @HttpCode(200)
  @AllowRole('observer')
  @ApiOperation({ summary: 'The same for a draft, by the rules alone; nothing is saved' })
  @ApiOkResponse({ standardSchema: renderingSchema })
  preview(@Body({ schema: previewSchema }) body: PreviewInput): RenderingView {
    return this.shifts.preview(body);
  }
}
