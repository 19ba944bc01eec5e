import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { leadTo, sendAccountPage } from '../../access/sessions/account-pages.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { Open } from '../../platform/http/open.js';
import { AccountDoor } from '../account-links/account-door.js';
import { doorSource, signIn } from '../account-links/door-sign-in.js';
import type { LinkedPerson } from '../account-links/linked-person.js';
import { formPage, overPage, tellingPage, type Form } from '../account-links/link-pages.js';
import { submit } from '../account-links/submitted-form.js';
import { PasswordResetCompletion } from './password-reset-completion.js';
import { PasswordResetRequests } from './password-reset-requests.js';
import { completionFormSchema, passwordResetRequestSchema, RESET_TOLD } from './password-reset-schema.js';

const FORGOTTEN = 'whoever forgot their password cannot sign in';
const LINKED = 'the link is the permission: a random secret in it, for one new password';

/** Where somebody asks for a reset link, and where it leads. */
@ApiExcludeController()
@Controller('password-resets')
export class PasswordResetPageController {
  constructor(
    private readonly requests: PasswordResetRequests,
    private readonly completion: PasswordResetCompletion,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl' | 'sessions'>,
  ) {}

  @Get()
  @Open(FORGOTTEN)
  showRequest(@Res({ passthrough: true }) reply: FastifyReply): string {
    return sendAccountPage(reply, formPage(REQUEST_FORM));
  }

  @Post()
  @AccountDoor('password-reset', FORGOTTEN)
  async ask(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const submitted = await submit(REQUEST_FORM, body, passwordResetRequestSchema, ({ email }) => {
      this.requests.take(email);
      return Promise.resolve(tellingPage('Look into your mail', RESET_TOLD, 202));
    });
    return sendAccountPage(reply, 'page' in submitted ? submitted.page : submitted.done);
  }

  /** Only shows: programs that preview links must not use them up. */
  @Get(':secret')
  @Open(LINKED)
  async show(
    @Param('secret') secret: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const person = await this.completion.look(secret);
    return sendAccountPage(reply, person === null ? overPage() : formPage(completionForm(person)));
  }

  @Post(':secret')
  @AccountDoor('mailed-secret', LINKED)
  async complete(
    @Param('secret') secret: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const source = doorSource(request, this.settings);
    const person = await this.completion.look(secret);
    if (person === null) return sendAccountPage(reply, overPage());
    const submitted = await submit(completionForm(person), body, completionFormSchema, ({ password }) =>
      this.completion.complete({ secret, password }, source),
    );
    if ('page' in submitted) return sendAccountPage(reply, submitted.page);
    signIn(reply, submitted.done, this.settings);
    return leadTo(reply, '../');
  }
}

const REQUEST_FORM: Form = {
  title: 'A new password',
  text: 'Say your e-mail address, and a link comes by mail with which you choose a new password.',
  fields: [{ kind: 'email', name: 'email', label: 'E-mail address' }],
  button: 'Send the link',
};

const completionForm = ({ email }: LinkedPerson): Form => ({
  title: 'A new password',
  text: `It is for ${email}. Wherever you are signed in now, you will be signed out.`,
  fields: [
    { kind: 'account', email },
    { kind: 'new-password', name: 'password', label: 'New password' },
  ],
  button: 'Choose this password',
});
