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
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Permit } from '../../access/permit.js';
import { Asking, type Principal } from '../../access/principal.js';
import { signedInSchema, type SignedIn } from '../../access/sessions/session-schema.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { pageQuerySchema, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { problemSchema } from '../../platform/http/problem.js';
import { TakesNoBody } from '../../platform/http/request-body.js';
import { ParseId } from '../../platform/http/validation.js';
import { AccountDoor } from '../account-links/account-door.js';
import { doorSource, signIn } from '../account-links/door-sign-in.js';
import { InvitationAcceptance } from './invitation-acceptance.js';
import {
  acceptanceSchema,
  inviteSchema,
  openInvitationPageSchema,
  sentInvitationSchema,
  type Acceptance,
  type Invite,
  type OpenInvitation,
  type SentInvitation,
} from './invitation-schema.js';
import { Invitations } from './invitations.js';

@ApiTags('invitations')
@Controller('api/v1/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: Invitations,
    private readonly acceptance: InvitationAcceptance,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl' | 'sessions'>,
  ) {}

  @Post()
  @Permit('person.manage')
  @ApiOperation({ summary: 'Invite a person, who exists from now on and chooses a password when they come' })
  @ApiCreatedResponse({ standardSchema: sentInvitationSchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'They can sign in already' })
  invite(
    @Asking() principal: Principal,
    @Body({ schema: inviteSchema }) body: Invite,
  ): Promise<SentInvitation> {
    return this.invitations.invite(principal, body);
  }

  @Get()
  @Permit('person.manage')
  @ApiOperation({ summary: 'Whoever was invited and has not come yet' })
  @ApiOkResponse({ standardSchema: openInvitationPageSchema })
  page(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<OpenInvitation>> {
    return this.invitations.page(query);
  }

  @Post('acceptance')
  @AccountDoor('mailed-secret', 'the secret of the invitation is the permission')
  @ApiOperation({ summary: 'Accept an invitation: choose a password, and be signed in' })
  @ApiCreatedResponse({ standardSchema: signedInSchema })
  async accept(
    @Body({ schema: acceptanceSchema }) body: Acceptance,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    return signIn(
      reply,
      await this.acceptance.accept(body, doorSource(request, this.settings)),
      this.settings,
    );
  }

  @Post(':id/renewal')
  @TakesNoBody()
  @Permit('person.manage')
  @ApiOperation({ summary: 'Send an invitation again, with a new link; the old one is dead' })
  @ApiCreatedResponse({ standardSchema: sentInvitationSchema })
  renew(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<SentInvitation> {
    return this.invitations.renew(principal, id);
  }

  @Delete(':id')
  @Permit('person.manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke an invitation; the person stays' })
  @ApiNoContentResponse()
  revoke(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.invitations.revoke(principal, id);
  }
}
