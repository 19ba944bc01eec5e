import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../../access/principal.js';
import { Permit } from '../../access/permit.js';
import type { Page } from '../../platform/http/pagination.js';
import { ParseId } from '../../platform/http/validation.js';
import { SwapAnswers } from './swap-answers.js';
import {
  scheduleSwapsQuerySchema,
  swapInputSchema,
  swapPageSchema,
  swapSchema,
  swapsQuerySchema,
  type ScheduleSwapsQuery,
  type SwapInput,
  type SwapsQuery,
  type SwapView,
} from './swap-schema.js';
import { toSwapView } from './swap-store.js';
import { Swaps } from './swaps.js';

@ApiTags('swaps')
@Controller('api/v1')
export class SwapsController {
  constructor(
    private readonly swaps: Swaps,
    private readonly answers: SwapAnswers,
  ) {}

  @Post('schedules/:id/swaps')
  @Permit('swap.offer')
  @ApiOperation({ summary: 'Ask somebody, or the team, to take a shift of yours or to swap' })
  @ApiCreatedResponse({ standardSchema: swapSchema })
  create(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: swapInputSchema }) body: SwapInput,
  ): Promise<SwapView> {
    return this.swaps.create(principal, id, body);
  }

  @Get('schedules/:id/swaps')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'List the swaps and covers of a schedule' })
  @ApiOkResponse({ standardSchema: swapPageSchema })
  listOf(
    @Param('id', ParseId) id: string,
    @Query({ schema: scheduleSwapsQuerySchema }) query: ScheduleSwapsQuery,
  ): Promise<Page<SwapView>> {
    return this.swaps.pageOf(id, query);
  }

  @Get('swaps')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'List swaps and covers, all or those that concern you' })
  @ApiOkResponse({ standardSchema: swapPageSchema })
  list(
    @Asking() principal: Principal,
    @Query({ schema: swapsQuerySchema }) query: SwapsQuery,
  ): Promise<Page<SwapView>> {
    return this.swaps.page(principal, query);
  }

  @Get('swaps/:id')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'One swap or cover' })
  @ApiOkResponse({ standardSchema: swapSchema })
  get(@Param('id', ParseId) id: string): Promise<SwapView> {
    return this.swaps.get(id);
  }

  @Post('swaps/:id/accept')
  @HttpCode(200)
  @Permit('swap.answer')
  @ApiOperation({ summary: 'Accept: the shifts change hands at once' })
  @ApiOkResponse({ standardSchema: swapSchema })
  async accept(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<SwapView> {
    return toSwapView(await this.answers.act(principal, id, 'accept'));
  }

  @Post('swaps/:id/decline')
  @HttpCode(200)
  @Permit('swap.answer')
  @ApiOperation({ summary: 'Decline; a request to the team stays open for the others' })
  @ApiOkResponse({ standardSchema: swapSchema })
  async decline(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<SwapView> {
    return toSwapView(await this.answers.act(principal, id, 'decline'));
  }

  @Post('swaps/:id/cancel')
  @HttpCode(200)
  @Permit('swap.cancel')
  @ApiOperation({ summary: 'Take your request back' })
  @ApiOkResponse({ standardSchema: swapSchema })
  async cancel(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<SwapView> {
    return toSwapView(await this.answers.act(principal, id, 'cancel'));
  }
}
