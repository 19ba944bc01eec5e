import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Asking, type Principal } from '../access/principal.js';
import { AllowRole } from '../access/role.js';
import type { Page } from '../platform/http/pagination.js';
import { problemSchema } from '../platform/http/problem.js';
import { TakesNoBody } from '../platform/http/request-body.js';
import { ParseId } from '../platform/http/validation.js';
import { IncidentReader } from './incident-reader.js';
import { IncidentRequests } from './incident-requests.js';
import {
  incidentPageSchema,
  incidentQuerySchema,
  incidentSchema,
  noteSchema,
  timelinePageSchema,
  timelineQuerySchema,
  type IncidentQuery,
  type IncidentView,
  type TimelinePage,
  type TimelineQuery,
} from './incident.schema.js';

@ApiTags('incidents')
@Controller('api/v1/incidents')
export class IncidentsController {
  constructor(
    private readonly reader: IncidentReader,
    private readonly requests: IncidentRequests,
  ) {}

  @Get()
  @AllowRole('observer')
  @ApiOperation({ summary: 'Incidents, newest first' })
  @ApiOkResponse({ standardSchema: incidentPageSchema })
  list(@Query({ schema: incidentQuerySchema }) query: IncidentQuery): Promise<Page<IncidentView>> {
    return this.reader.list(query);
  }

  @Get(':id')
  @AllowRole('observer')
  @ApiOperation({ summary: 'One incident' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  one(@Param('id', ParseId) id: string): Promise<IncidentView> {
    return this.reader.one(id);
  }

  @Get(':id/timeline')
  @AllowRole('observer')
  @ApiOperation({ summary: 'The story of an incident: every event, step, page, attempt, receipt and answer' })
  @ApiOkResponse({ standardSchema: timelinePageSchema })
  timeline(
    @Param('id', ParseId) id: string,
    @Query({ schema: timelineQuerySchema }) query: TimelineQuery,
  ): Promise<TimelinePage> {
    return this.reader.timeline(id, query);
  }

  @Post(':id/acknowledge')
  @TakesNoBody()
  @AllowRole('responder')
  @HttpCode(200)
  @ApiOperation({ summary: 'I have it: stop paging' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'Somebody else has it, or it is over' })
  acknowledge(@Param('id', ParseId) id: string, @Asking() principal: Principal): Promise<IncidentView> {
    return this.requests.act('acknowledge', id, principal);
  }

  @Post(':id/resolve')
  @TakesNoBody()
  @AllowRole('responder')
  @HttpCode(200)
  @ApiOperation({ summary: 'It is over' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'It is over already' })
  resolve(@Param('id', ParseId) id: string, @Asking() principal: Principal): Promise<IncidentView> {
    return this.requests.act('resolve', id, principal);
  }

  @Post(':id/escalate')
  @TakesNoBody()
  @AllowRole('responder')
  @HttpCode(200)
  @ApiOperation({ summary: 'Page the next step now' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'It is over already' })
  escalate(@Param('id', ParseId) id: string, @Asking() principal: Principal): Promise<IncidentView> {
    return this.requests.act('escalate', id, principal);
  }

  @Post(':id/notes')
  @AllowRole('responder')
  @HttpCode(200)
  @ApiOperation({ summary: 'Add a note to the story' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  note(
    @Param('id', ParseId) id: string,
    @Body({ schema: noteSchema }) body: z.output<typeof noteSchema>,
    @Asking() principal: Principal,
  ): Promise<IncidentView> {
    return this.requests.note(id, body.text, principal);
  }
}
