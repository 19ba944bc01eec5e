import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '../../access/permit.js';
import { Asking, type Principal } from '../../access/principal.js';
import { problemSchema } from '../../platform/http/problem.js';
import { ParseId } from '../../platform/http/validation.js';
import {
  departureInputSchema,
  departureQuerySchema,
  departureSchema,
  type Departure,
  type DepartureInput,
  type DepartureQuery,
} from './departure-schema.js';
import { Departures } from './departures.js';

@ApiTags('users')
@Controller('api/v1/users/:id/departure')
export class DeparturesController {
  constructor(private readonly departures: Departures) {}

  @Get()
  @Permit('person.manage')
  @ApiOperation({ summary: 'What would happen if a person left; changes nothing' })
  @ApiOkResponse({ standardSchema: departureSchema })
  foresee(
    @Param('id', ParseId) id: string,
    @Query({ schema: departureQuerySchema }) query: DepartureQuery,
  ): Promise<Departure> {
    return this.departures.foresee(id, query.successorId ?? null);
  }

  @Post()
  @Permit('person.manage')
  @HttpCode(200)
  @ApiOperation({
    summary: 'A person leaves: out of every rotation and policy from now on, and out of Rouse',
  })
  @ApiOkResponse({ standardSchema: departureSchema })
  @ApiConflictResponse({
    standardSchema: problemSchema,
    description: 'The last admin; or something that cannot go on without them; or gaps that are not accepted',
  })
  carryOut(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: departureInputSchema }) body: DepartureInput,
  ): Promise<Departure> {
    return this.departures.carryOut(principal, id, body);
  }
}
