import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { Limited } from '../../platform/http/limits/limited.js';
import { Open } from '../../platform/http/open.js';
import { pageQuerySchema, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { problemSchema } from '../../platform/http/problem.js';
import { CarriesSecret } from '../../platform/http/request-body.js';
import { ParseId } from '../../platform/http/validation.js';
import { Asking, type Principal } from '../principal.js';
import { Permit } from '../permit.js';
import { refuseOtherOrigins } from './same-origin.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import { SessionRegister } from './session-register.js';
import {
  confirmationSchema,
  sessionPageSchema,
  signedInSchema,
  signInSchema,
  type Confirmation,
  type Session,
  type SignedIn,
  type SignInInput,
} from './session-schema.js';
import { SignIn } from './sign-in.js';
import { signInSource } from './sign-in-source.js';

@ApiTags('sessions')
@Controller('api/v1')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly register: SessionRegister,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl' | 'sessions'>,
  ) {}

  @Post('sessions')
  @Limited('sign-in')
  @Open('whoever signs in is not signed in yet')
  @CarriesSecret()
  @ApiOperation({ summary: 'Sign in by e-mail address and password; the session is in the cookie' })
  @ApiCreatedResponse({ standardSchema: signedInSchema })
  @ApiUnauthorizedResponse({ standardSchema: problemSchema, description: 'One answer for every reason' })
  async begin(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: signInSchema }) body: SignInInput,
  ): Promise<SignedIn> {
    refuseOtherOrigins(request, this.settings.publicUrl);
    const session = await this.signIn.byPassword(body, signInSource(request, this.settings));
    setSessionCookie(reply, session.secret, this.settings);
    return session.signedIn;
  }

  @Delete('session')
  @Permit('session.keep')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out: end the session of the cookie' })
  @ApiNoContentResponse()
  async end(@Asking() principal: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.register.endThis(principal);
    clearSessionCookie(reply, this.settings);
  }

  @Post('session/confirmation')
  @Limited('confirmation')
  @Permit('session.keep')
  @CarriesSecret()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Show again who one is, by the password, for what asks for it in the next 15 minutes',
  })
  @ApiNoContentResponse()
  confirm(
    @Asking() principal: Principal,
    @Body({ schema: confirmationSchema }) { password }: Confirmation,
  ): Promise<void> {
    return this.signIn.confirm(principal, password);
  }

  @Get('users/:id/sessions')
  @Permit('credential.read')
  @ApiOperation({ summary: 'The sessions of a person: where, since when, last seen' })
  @ApiOkResponse({ standardSchema: sessionPageSchema })
  list(
    @Asking() principal: Principal,
    @Param('id', ParseId) userId: string,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<Session>> {
    return this.register.list(principal, userId, query);
  }

  @Delete('sessions/:id')
  @Permit('credential.revoke')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a session at once, by its person or an admin' })
  @ApiNoContentResponse()
  endOne(@Asking() principal: Principal, @Param('id', ParseId) sessionId: string): Promise<void> {
    return this.register.end(principal, sessionId);
  }

  @Delete('users/:id/sessions')
  @Permit('credential.revoke')
  @HttpCode(204)
  @ApiOperation({ summary: 'End all sessions of a person, but for the one that asks' })
  @ApiNoContentResponse()
  endAll(@Asking() principal: Principal, @Param('id', ParseId) userId: string): Promise<void> {
    return this.register.endAll(principal, userId);
  }
}
