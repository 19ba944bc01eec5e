import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { pageQuerySchema, type Page, type PageQuery } from '../platform/http/pagination.js';
import { ParseId } from '../platform/http/validation.js';
import { teamInputSchema, teamPageSchema, teamSchema, type Team, type TeamInput } from './team-schema.js';
import { Teams } from './teams.js';

@ApiTags('teams')
@Controller('api/v1/teams')
export class TeamsController {
  constructor(private readonly teams: Teams) {}

  @Post()
  @Permit('team.create')
  @ApiOperation({ summary: 'Make a team' })
  @ApiCreatedResponse({ standardSchema: teamSchema })
  create(@Asking() principal: Principal, @Body({ schema: teamInputSchema }) body: TeamInput): Promise<Team> {
    return this.teams.create(principal, body);
  }

  @Get()
  @Permit('organisation.read')
  @ApiOperation({ summary: 'All teams' })
  @ApiOkResponse({ standardSchema: teamPageSchema })
  page(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<Team>> {
    return this.teams.page(query);
  }

  @Get(':id')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'One team' })
  @ApiOkResponse({ standardSchema: teamSchema })
  get(@Param('id', ParseId) id: string): Promise<Team> {
    return this.teams.get(id);
  }

  @Put(':id')
  @Permit('team.change')
  @ApiOperation({ summary: "Replace a team's name and members, by an admin or one of its managers" })
  @ApiOkResponse({ standardSchema: teamSchema })
  replace(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: teamInputSchema }) body: TeamInput,
  ): Promise<Team> {
    return this.teams.replace(principal, id, body);
  }
}
