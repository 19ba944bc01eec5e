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
import { scheduleInputSchema, type ScheduleInput } from './schedule-input.js';
import {
  schedulePageSchema,
  scheduleSchema,
  writtenScheduleSchema,
  type ScheduleView,
  type WrittenScheduleView,
} from './schedule-view.js';
import { ScheduleVersions, scheduleVersionsSchema, type ScheduleVersionsView } from './schedule-versions.js';
import { Schedules } from './schedules.js';

@ApiTags('schedules')
@Controller('api/v1/schedules')
export class SchedulesController {
  constructor(
    private readonly schedules: Schedules,
    private readonly versions: ScheduleVersions,
  ) {}

  @Post()
  @Permit('schedule.change')
  @UseInterceptors(VersionTag)
  @ApiOperation({ summary: 'Make a schedule' })
  @ApiCreatedResponse({ standardSchema: writtenScheduleSchema })
  create(
    @Asking() principal: Principal,
    @Body({ schema: scheduleInputSchema }) body: ScheduleInput,
  ): Promise<WrittenScheduleView> {
    return this.schedules.create(principal, body);
  }

  @Get()
  @Permit('organisation.read')
  @ApiOperation({ summary: 'List schedules' })
  @ApiOkResponse({ standardSchema: schedulePageSchema })
  list(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<ScheduleView>> {
    return this.schedules.page(query);
  }

  @Get(':id')
  @Permit('organisation.read')
  @UseInterceptors(VersionTag)
  @ApiOperation({ summary: 'Read a schedule; its ETag is its version' })
  @ApiOkResponse({ standardSchema: scheduleSchema })
  get(@Param('id', ParseId) id: string): Promise<ScheduleView> {
    return this.schedules.get(id);
  }

  @Get(':id/versions')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Who changed a schedule, and when: the newest 50 versions, the newest first' })
  @ApiOkResponse({ standardSchema: scheduleVersionsSchema })
  versionsOf(@Param('id', ParseId) id: string): Promise<ScheduleVersionsView> {
    return this.versions.of(id);
  }

  @Put(':id')
  @Permit('schedule.change')
  @UseInterceptors(VersionTag)
  @ApiOperation({ summary: 'Replace a schedule; with If-Match only the version that was read' })
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The ETag that was read; another version is 409',
  })
  @ApiOkResponse({ standardSchema: writtenScheduleSchema })
  replace(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: scheduleInputSchema }) body: ScheduleInput,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<WrittenScheduleView> {
    return this.schedules.replace(principal, id, body, ifMatch);
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('schedule.change')
  @ApiOperation({ summary: 'Archive a schedule that no escalation policy uses; its past can still be read' })
  @ApiNoContentResponse()
  archive(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.schedules.archive(principal, id);
  }
}
