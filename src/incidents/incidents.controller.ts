import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { pageQuerySchema, type Page, type PageQuery } from '../platform/http/pagination.js';
import { problemSchema } from '../platform/http/problem.js';
import { TakesNoBody } from '../platform/http/request-body.js';
import { ParseId } from '../platform/http/validation.js';
import { alertPageSchema, type AlertView } from './alert-schema.js';
import {
  incidentChangeSchema,
  mergeSchema,
  noteInputSchema,
  reassignSchema,
  snoozeSchema,
  type Merge,
  type NoteInput,
  type Snooze,
} from './incident-action-schema.js';
import type { Reassignment } from './incident-actions.js';
import type { IncidentChange } from './incident-changes.js';
import { IncidentNotes } from './incident-notes.js';
import { IncidentReader } from './incident-reader.js';
import { IncidentRequests } from './incident-requests.js';
import {
  incidentPageSchema,
  incidentQuerySchema,
  incidentSchema,
  notePageSchema,
  timelinePageSchema,
  timelineQuerySchema,
  type IncidentQuery,
  type IncidentView,
  type NoteView,
  type TimelinePage,
  type TimelineQuery,
} from './incident.schema.js';
import { ServiceStates, serviceStatePageSchema, type ServiceState } from './service-states.js';

@ApiTags('incidents')
@Controller('api/v1/incidents')
export class IncidentsController {
  constructor(
    private readonly reader: IncidentReader,
    private readonly requests: IncidentRequests,
    private readonly notes: IncidentNotes,
    private readonly states: ServiceStates,
  ) {}

  @Get()
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Incidents, newest first' })
  @ApiOkResponse({ standardSchema: incidentPageSchema })
  list(@Query({ schema: incidentQuerySchema }) query: IncidentQuery): Promise<Page<IncidentView>> {
    return this.reader.list(query);
  }

  @Get('by-service')
  @Permit('organisation.read')
  @ApiOperation({
    summary: 'How many incidents are open in which service; services without any are left out',
  })
  @ApiOkResponse({ standardSchema: serviceStatePageSchema })
  byService(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<ServiceState>> {
    return this.states.page(query);
  }

  @Get(':id')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'One incident' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  one(@Param('id', ParseId) id: string): Promise<IncidentView> {
    return this.reader.one(id);
  }

  @Get(':id/timeline')
  @Permit('organisation.read')
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
  @Permit('incident.respond')
  @HttpCode(200)
  @ApiOperation({ summary: 'I have it: stop paging' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'Somebody else has it, or it is over' })
  acknowledge(@Param('id', ParseId) id: string, @Asking() principal: Principal): Promise<IncidentView> {
    return this.requests.act('acknowledge', id, principal);
  }

  @Post(':id/resolve')
  @TakesNoBody()
  @Permit('incident.respond')
  @HttpCode(200)
  @ApiOperation({ summary: 'It is over' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'It is over already' })
  resolve(@Param('id', ParseId) id: string, @Asking() principal: Principal): Promise<IncidentView> {
    return this.requests.act('resolve', id, principal);
  }

  @Post(':id/escalate')
  @TakesNoBody()
  @Permit('incident.respond')
  @HttpCode(200)
  @ApiOperation({ summary: 'Page the next step now' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'It is over already' })
  escalate(@Param('id', ParseId) id: string, @Asking() principal: Principal): Promise<IncidentView> {
    return this.requests.act('escalate', id, principal);
  }

  @Post(':id/snooze')
  @Permit('incident.respond')
  @HttpCode(200)
  @ApiOperation({
    summary: 'I have it, for later: silent for so many seconds, then triggered and paged again',
  })
  @ApiOkResponse({ standardSchema: incidentSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'It is over already' })
  snooze(
    @Param('id', ParseId) id: string,
    @Body({ schema: snoozeSchema }) body: Snooze,
    @Asking() principal: Principal,
  ): Promise<IncidentView> {
    return this.requests.snooze(id, body.seconds, principal);
  }

  @Post(':id/reassign')
  @Permit('incident.respond')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give it to other people, or to another policy: they are paged at once' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'It is over already' })
  reassign(
    @Param('id', ParseId) id: string,
    @Body({ schema: reassignSchema }) body: Reassignment,
    @Asking() principal: Principal,
  ): Promise<IncidentView> {
    return this.requests.reassign(id, body, principal);
  }

  @Post(':id/merge')
  @Permit('incident.respond')
  @HttpCode(200)
  @ApiOperation({ summary: 'Move its alerts to another incident, and resolve it' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'It or the other one is over already' })
  merge(
    @Param('id', ParseId) id: string,
    @Body({ schema: mergeSchema }) body: Merge,
    @Asking() principal: Principal,
  ): Promise<IncidentView> {
    return this.requests.merge(id, body.into, principal);
  }

  @Patch(':id')
  @Permit('incident.respond')
  @ApiOperation({ summary: 'Change its title, priority or urgency' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'It is over already' })
  change(
    @Param('id', ParseId) id: string,
    @Body({ schema: incidentChangeSchema }) body: IncidentChange,
    @Asking() principal: Principal,
  ): Promise<IncidentView> {
    return this.requests.change(id, body, principal);
  }

  @Get(':id/alerts')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'What monitoring told of it' })
  @ApiOkResponse({ standardSchema: alertPageSchema })
  alerts(
    @Param('id', ParseId) id: string,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<AlertView>> {
    return this.reader.alerts(id, query);
  }

  @Get(':id/notes')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'What people said about it, oldest first' })
  @ApiOkResponse({ standardSchema: notePageSchema })
  listNotes(
    @Param('id', ParseId) id: string,
    @Query({ schema: timelineQuerySchema }) query: TimelineQuery,
  ): Promise<Page<NoteView>> {
    return this.notes.list(id, query);
  }

  @Post(':id/notes')
  @Permit('incident.respond')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say something about it; also about one that is over' })
  @ApiOkResponse({ standardSchema: incidentSchema })
  note(
    @Param('id', ParseId) id: string,
    @Body({ schema: noteInputSchema }) body: NoteInput,
    @Asking() principal: Principal,
  ): Promise<IncidentView> {
    return this.requests.note(id, body.text, principal);
  }
}
