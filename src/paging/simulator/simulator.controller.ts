import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '../../access/permit.js';
import { pageQuerySchema, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { TakesNoBody } from '../../platform/http/request-body.js';
import { ParseId } from '../../platform/http/validation.js';
import { SimulatedCalls } from './simulated-calls.js';
import { SimulatedPhones } from './simulated-phones.js';
import {
  callsQuerySchema,
  messagesQuerySchema,
  pressKeysSchema,
  sendSmsSchema,
  sentSmsSchema,
  simulatedCallPageSchema,
  simulatedCallSchema,
  simulatedMessagePageSchema,
  simulatedPhonePageSchema,
  type CallsQuery,
  type MessagesQuery,
  type PressKeys,
  type SendSms,
  type SentSms,
  type SimulatedCall,
  type SimulatedMessage,
  type SimulatedPhone,
} from './simulator-schemas.js';
import { SimulatorGuard } from './simulator.guard.js';

@ApiTags('simulator')
@UseGuards(SimulatorGuard)
@Controller('api/v1/simulator')
export class SimulatorController {
  constructor(
    private readonly phones: SimulatedPhones,
    private readonly calls: SimulatedCalls,
  ) {}

  @Get('phones')
  @Permit('phone-simulator.use')
  @ApiOperation({ summary: "Everybody's phones" })
  @ApiOkResponse({ standardSchema: simulatedPhonePageSchema })
  listPhones(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<SimulatedPhone>> {
    return this.phones.phones(query);
  }

  @Get('messages')
  @Permit('phone-simulator.use')
  @ApiOperation({ summary: 'Messages, the newest last; the cursor may be the id of the last one seen' })
  @ApiOkResponse({ standardSchema: simulatedMessagePageSchema })
  listMessages(
    @Query({ schema: messagesQuerySchema }) query: MessagesQuery,
  ): Promise<Page<SimulatedMessage>> {
    return this.phones.messages(query);
  }

  @Get('calls')
  @Permit('phone-simulator.use')
  @ApiOperation({ summary: 'Calls, the newest last' })
  @ApiOkResponse({ standardSchema: simulatedCallPageSchema })
  listCalls(@Query({ schema: callsQuerySchema }) query: CallsQuery): Promise<Page<SimulatedCall>> {
    return this.calls.page(query);
  }

  @Post('sms')
  @HttpCode(200)
  @Permit('phone-simulator.use')
  @ApiOperation({ summary: 'Write an SMS from a phone to Rouse' })
  @ApiOkResponse({ standardSchema: sentSmsSchema })
  sendSms(@Body({ schema: sendSmsSchema }) body: SendSms): Promise<SentSms> {
    return this.phones.send(body);
  }

  @Post('calls/:id/answer')
  @TakesNoBody()
  @HttpCode(200)
  @Permit('phone-simulator.use')
  @ApiOperation({ summary: 'Pick up' })
  @ApiOkResponse({ standardSchema: simulatedCallSchema })
  answer(@Param('id', ParseId) id: string): Promise<SimulatedCall> {
    return this.calls.answer(id);
  }

  @Post('calls/:id/keys')
  @HttpCode(200)
  @Permit('phone-simulator.use')
  @ApiOperation({ summary: 'Press keys, picking up first where it still rings' })
  @ApiOkResponse({ standardSchema: simulatedCallSchema })
  pressKeys(
    @Param('id', ParseId) id: string,
    @Body({ schema: pressKeysSchema }) { digits }: PressKeys,
  ): Promise<SimulatedCall> {
    return this.calls.press(id, digits);
  }

  @Post('calls/:id/hang-up')
  @TakesNoBody()
  @HttpCode(200)
  @Permit('phone-simulator.use')
  @ApiOperation({ summary: 'Hang up, or turn a ringing call down' })
  @ApiOkResponse({ standardSchema: simulatedCallSchema })
  hangUp(@Param('id', ParseId) id: string): Promise<SimulatedCall> {
    return this.calls.hangUp(id);
  }
}
