import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { Limited } from '../../platform/http/limits/limited.js';
import { Open } from '../../platform/http/open.js';
import { problemSchema } from '../../platform/http/problem.js';
import { CarriesSecret } from '../../platform/http/request-body.js';
import { refuseOtherOrigins } from '../sessions/same-origin.js';
import { setSessionCookie } from '../sessions/session-cookie.js';
import { signedInSchema, type SignedIn } from '../sessions/session-schema.js';
import { signInSource } from '../sessions/sign-in-source.js';
import { setUpSchema, setUpStateSchema, type SetUpInput, type SetUpState } from './set-up-schema.js';
import { SetUp } from './set-up.js';

@ApiTags('set-up')
@Controller('api/v1/set-up')
export class SetUpController {
  constructor(
    private readonly setUp: SetUp,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl' | 'sessions'>,
  ) {}

  @Get()
  @Open('there may be nobody yet who could sign in')
  @ApiOperation({ summary: 'Whether Rouse waits for its first admin' })
  @ApiOkResponse({ standardSchema: setUpStateSchema })
  async state(): Promise<SetUpState> {
    return { needed: await this.setUp.isNeeded() };
  }

  @Post()
  @Limited('set-up')
  @Open('the code that a start of Rouse prints is the permission')
  @CarriesSecret()
  @ApiOperation({ summary: 'Make the first admin, by the code that a start of Rouse prints, and sign in' })
  @ApiCreatedResponse({ standardSchema: signedInSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'An admin can sign in already' })
  async complete(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: setUpSchema }) body: SetUpInput,
  ): Promise<SignedIn> {
    refuseOtherOrigins(request, this.settings.publicUrl);
    const session = await this.setUp.complete(body, signInSource(request, this.settings));
    setSessionCookie(reply, session.secret, this.settings);
    return session.signedIn;
  }
}
