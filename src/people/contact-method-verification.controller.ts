import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { TakesNoBody } from '../platform/http/request-body.js';
import { ParseId } from '../platform/http/validation.js';
import { ContactMethodVerification } from './contact-method-verification.js';
import {
  sentCodeSchema,
  verifiedSchema,
  verifySchema,
  type SentCode,
  type Verified,
  type Verify,
} from './verification-schema.js';

@ApiTags('contact methods')
@Controller('api/v1/contact-methods/:id')
export class ContactMethodVerificationController {
  constructor(private readonly verification: ContactMethodVerification) {}

  @Post('verification')
  @TakesNoBody()
  @Permit('contact.change')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a 6-digit code to the contact method, good 10 minutes and 5 tries' })
  @ApiOkResponse({ standardSchema: sentCodeSchema })
  sendCode(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<SentCode> {
    return this.verification.sendCode(principal, id);
  }

  @Post('verify')
  @Permit('contact.change')
  @HttpCode(200)
  @ApiOperation({ summary: 'Verify the contact method with the code that was sent to it' })
  @ApiOkResponse({ standardSchema: verifiedSchema })
  verify(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: verifySchema }) { code }: Verify,
  ): Promise<Verified> {
    return this.verification.verify(principal, id, code);
  }
}
