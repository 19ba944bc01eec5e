import { Body, Controller, Header, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Open } from '../../../../platform/http/open.js';
import {
  callAnsweredSchema,
  inboundSmsSchema,
  keyPressedSchema,
  statusSchema,
  turnQuerySchema,
  type CallAnsweredRequest,
  type InboundSmsRequest,
  type KeyPressedRequest,
  type StatusRequest,
  type TurnQuery,
} from './twilio-requests.js';
import type { TwilioProvider } from '../twilio-accounts.js';
import { SignedBy, TwilioSignatureGuard } from './twilio-signature.guard.js';
import { TwilioWebhooks } from './twilio-webhooks.js';

const XML = 'text/xml; charset=utf-8';

/** What Twilio calls. 404 while Twilio is off, 403 without a valid signature. */
@ApiTags('twilio')
@ApiConsumes('application/x-www-form-urlencoded')
@Open('signed by Twilio')
@UseGuards(TwilioSignatureGuard)
@Controller('twilio')
export class TwilioController {
  constructor(private readonly webhooks: TwilioWebhooks) {}

  @Post('sms')
  @HttpCode(200)
  @Header('content-type', XML)
  @ApiProduces('text/xml')
  @ApiOperation({ summary: 'An SMS came in' })
  sms(
    @SignedBy() provider: TwilioProvider,
    @Body({ schema: inboundSmsSchema }) body: InboundSmsRequest,
  ): Promise<string> {
    return this.webhooks.smsArrived(provider, body);
  }

  @Post('voice/:pageId')
  @HttpCode(200)
  @Header('content-type', XML)
  @ApiProduces('text/xml')
  @ApiOperation({ summary: 'A call was answered: what to say' })
  voice(
    @SignedBy() provider: TwilioProvider,
    @Param('pageId') pageId: string,
    @Body({ schema: callAnsweredSchema }) _body: CallAnsweredRequest,
  ): Promise<string> {
    return this.webhooks.callAnswered(provider, pageId);
  }

  @Post('voice/:pageId/keys')
  @HttpCode(200)
  @Header('content-type', XML)
  @ApiProduces('text/xml')
  @ApiOperation({ summary: 'A key was pressed in a call' })
  keys(
    @SignedBy() provider: TwilioProvider,
    @Param('pageId') pageId: string,
    @Query({ schema: turnQuerySchema }) { turn }: TurnQuery,
    @Body({ schema: keyPressedSchema }) body: KeyPressedRequest,
  ): Promise<string> {
    return this.webhooks.keyPressed(provider, pageId, turn, body);
  }

  @Post('status')
  @HttpCode(204)
  @ApiOperation({ summary: 'How far a message or call has come' })
  status(
    @SignedBy() provider: TwilioProvider,
    @Body({ schema: statusSchema }) body: StatusRequest,
  ): Promise<void> {
    return this.webhooks.statusChanged(provider, body);
  }
}
