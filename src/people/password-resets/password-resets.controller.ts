import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Permit } from '../../access/permit.js';
import { Asking, type Principal } from '../../access/principal.js';
import { signedInSchema, type SignedIn } from '../../access/sessions/session-schema.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { TakesNoBody } from '../../platform/http/request-body.js';
import { ParseId } from '../../platform/http/validation.js';
import { AccountDoor } from '../account-links/account-door.js';
import { doorSource, signIn } from '../account-links/door-sign-in.js';
import { sentLinkSchema, type SentLink } from '../account-links/link-schema.js';
import { PasswordResetCompletion } from './password-reset-completion.js';
import { PasswordResetLinks } from './password-reset-links.js';
import { PasswordResetRequests } from './password-reset-requests.js';
import {
  completionSchema,
  passwordResetRequestSchema,
  passwordResetTakenSchema,
  RESET_TOLD,
  type Completion,
  type PasswordResetRequest,
  type PasswordResetTaken,
} from './password-reset-schema.js';

@ApiTags('password resets')
@Controller('api/v1')
export class PasswordResetsController {
  constructor(
    private readonly requests: PasswordResetRequests,
    private readonly links: PasswordResetLinks,
    private readonly completion: PasswordResetCompletion,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl' | 'sessions'>,
  ) {}

  @Post('password-resets')
  @AccountDoor('password-reset', 'whoever forgot their password cannot sign in')
  @HttpCode(202)
  @ApiOperation({ summary: 'Ask for a reset link by mail; the answer is the same whoever has the address' })
  @ApiResponse({ status: 202, standardSchema: passwordResetTakenSchema })
  ask(@Body({ schema: passwordResetRequestSchema }) { email }: PasswordResetRequest): PasswordResetTaken {
    this.requests.take(email);
    return { detail: RESET_TOLD };
  }

  @Post('password-resets/completion')
  @AccountDoor('mailed-secret', 'the secret of the link is the permission')
  @ApiOperation({ summary: 'Choose a new password; ends all sessions and begins one' })
  @ApiCreatedResponse({ standardSchema: signedInSchema })
  async complete(
    @Body({ schema: completionSchema }) body: Completion,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const source = doorSource(request, this.settings);
    return signIn(reply, await this.completion.complete(body, source), this.settings);
  }

  @Post('users/:id/password-reset')
  @TakesNoBody()
  @Permit('person.manage')
  @ApiOperation({ summary: 'Make a reset link for a person, to hand over where mail does not reach them' })
  @ApiCreatedResponse({ standardSchema: sentLinkSchema })
  make(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<SentLink> {
    return this.links.make(principal, id);
  }
}
