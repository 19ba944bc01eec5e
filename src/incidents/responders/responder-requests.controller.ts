import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Asking, type Principal } from '../../access/principal.js';
import { Permit } from '../../access/permit.js';
import { pageQuerySchema, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { problemSchema } from '../../platform/http/problem.js';
import { TakesNoBody } from '../../platform/http/request-body.js';
import { ParseId } from '../../platform/http/validation.js';
import {
  askedRequestsSchema,
  responderRequestInputSchema,
  responderRequestPageSchema,
  responderRequestSchema,
  type AskedRequestsView,
  type ResponderRequestInput,
  type ResponderRequestView,
} from './responder-request-schema.js';
import { ResponderRequests } from './responder-requests.js';

@ApiTags('responders')
@Controller('api/v1')
export class ResponderRequestsController {
  constructor(private readonly requests: ResponderRequests) {}

  @Post('incidents/:id/responder-requests')
  @Permit('incident.respond')
  @ApiOperation({ summary: 'Help me: page another person, or whoever is on call in a schedule' })
  @ApiCreatedResponse({ standardSchema: responderRequestSchema })
  @ApiConflictResponse({
    standardSchema: problemSchema,
    description: 'It is over, or they are asked already',
  })
  create(
    @Param('id', ParseId) id: string,
    @Body({ schema: responderRequestInputSchema }) body: ResponderRequestInput,
    @Asking() principal: Principal,
  ): Promise<ResponderRequestView> {
    return this.requests.create(principal, id, body);
  }

  @Get('incidents/:id/responder-requests')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Who was asked to help, newest first' })
  @ApiOkResponse({ standardSchema: responderRequestPageSchema })
  list(
    @Param('id', ParseId) id: string,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<ResponderRequestView>> {
    return this.requests.list(id, query);
  }

  @Get('me/responder-requests')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Requests to help that wait for my answer, newest first' })
  @ApiOkResponse({ standardSchema: askedRequestsSchema })
  asked(@Asking() principal: Principal): Promise<AskedRequestsView> {
    return this.requests.askedOf(principal);
  }

  @Post('responder-requests/:id/accept')
  @TakesNoBody()
  @Permit('responder-request.answer')
  @HttpCode(200)
  @ApiOperation({ summary: 'I come and help' })
  @ApiOkResponse({ standardSchema: responderRequestSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'It is answered or over already' })
  accept(@Param('id', ParseId) id: string, @Asking() principal: Principal): Promise<ResponderRequestView> {
    return this.requests.answerRequest(principal, id, 'accept');
  }

  @Post('responder-requests/:id/decline')
  @TakesNoBody()
  @Permit('responder-request.answer')
  @HttpCode(200)
  @ApiOperation({ summary: 'I cannot help' })
  @ApiOkResponse({ standardSchema: responderRequestSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'It is answered or over already' })
  decline(@Param('id', ParseId) id: string, @Asking() principal: Principal): Promise<ResponderRequestView> {
    return this.requests.answerRequest(principal, id, 'decline');
  }

  @Post('responder-requests/:id/cancel')
  @TakesNoBody()
  @Permit('responder-request.cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a request for help back' })
  @ApiOkResponse({ standardSchema: responderRequestSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'It is answered or over already' })
  cancel(@Param('id', ParseId) id: string, @Asking() principal: Principal): Promise<ResponderRequestView> {
    return this.requests.cancel(principal, id);
  }
}
