import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { formFields, leadTo, sendAccountPage } from '../../access/sessions/account-pages.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { Open } from '../../platform/http/open.js';
import { AccountDoor } from '../account-links/account-door.js';
import { doorSource, signIn } from '../account-links/door-sign-in.js';
import type { LinkedPerson } from '../account-links/linked-person.js';
import { formPage, overPage, type Form } from '../account-links/link-pages.js';
import { submit } from '../account-links/submitted-form.js';
import { InvitationAcceptance } from './invitation-acceptance.js';
import { acceptanceFormSchema } from './invitation-schema.js';

const REASON = 'the link is the permission: a random secret in it, for one invitation';

/** Where the links of invitations lead. */
@ApiExcludeController()
@Controller('invitations')
export class InvitationPageController {
  constructor(
    private readonly acceptance: InvitationAcceptance,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl' | 'sessions'>,
  ) {}

  /** Only shows: programs that preview links must not accept. */
  @Get(':secret')
  @Open(REASON)
  async show(
    @Param('secret') secret: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const person = await this.acceptance.look(secret);
    return sendAccountPage(reply, person === null ? overPage() : formPage(acceptanceForm(person)));
  }

  @Post(':secret')
  @AccountDoor('mailed-secret', REASON)
  async accept(
    @Param('secret') secret: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const source = doorSource(request, this.settings);
    const person = await this.acceptance.look(secret);
    if (person === null) return sendAccountPage(reply, overPage());
    // What was typed stays, but for the password.
    const { name = person.name, timeZone = person.timeZone } = formFields(body);
    const form = acceptanceForm({ ...person, name, timeZone });
    const submitted = await submit(form, body, acceptanceFormSchema, (accepted) =>
      this.acceptance.accept({ secret, ...accepted }, source),
    );
    if ('page' in submitted) return sendAccountPage(reply, submitted.page);
    signIn(reply, submitted.done, this.settings);
    return leadTo(reply, '../');
  }
}

function acceptanceForm({ name, email, timeZone }: LinkedPerson): Form {
  return {
    title: 'Welcome to Rouse',
    text: `You are invited as ${email}. Choose a password, and you are in.`,
    fields: [
      { kind: 'account', email },
      { kind: 'text', name: 'name', label: 'Your name', value: name, autocomplete: 'name' },
      {
        kind: 'choice',
        name: 'timeZone',
        label: 'Your time zone',
        value: timeZone,
        choices: [...new Set([timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])],
      },
      { kind: 'new-password', name: 'password', label: 'Password' },
    ],
    button: 'Come in',
  };
}
