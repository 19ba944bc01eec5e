import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../../access/principal.js';
import { Permit } from '../../access/permit.js';
import { TakesNoBody } from '../../platform/http/request-body.js';
import { ParseId } from '../../platform/http/validation.js';
import {
  contactTestSchema,
  testAnswerSchema,
  testPageSchema,
  type ContactTest,
  type TestAnswer,
  type TestPage,
} from './contact-test-schema.js';
import { ContactTests } from './contact-tests.js';

@ApiTags('contact methods')
@Controller('api/v1/contact-methods/:id/test')
export class ContactTestsController {
  constructor(private readonly tests: ContactTests) {}

  @Post()
  @TakesNoBody()
  @Permit('contact.change')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a test page to the contact method, at most 5 in 10 minutes a person' })
  @ApiAcceptedResponse({ standardSchema: testPageSchema })
  send(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<TestPage> {
    return this.tests.send(principal, id);
  }

  @Get()
  @Permit('contact.read')
  @ApiOperation({ summary: 'What became of the last test page' })
  @ApiOkResponse({ standardSchema: contactTestSchema })
  last(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<ContactTest> {
    return this.tests.last(principal, id);
  }

  @Post('answer')
  @Permit('contact.change')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer the last test page with the code that it told' })
  @ApiOkResponse({ standardSchema: contactTestSchema })
  answer(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: testAnswerSchema }) { code }: TestAnswer,
  ): Promise<ContactTest> {
    return this.tests.answerByCode(principal, id, code);
  }
}
