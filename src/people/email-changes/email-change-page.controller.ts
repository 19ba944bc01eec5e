import { Body, Controller, Get, Ip, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { sendAccountPage } from '../../access/sessions/account-pages.js';
import { Open } from '../../platform/http/open.js';
import { AccountDoor } from '../account-links/account-door.js';
import { formPage, overPage, tellingPage, type Form } from '../account-links/link-pages.js';
import { submit } from '../account-links/submitted-form.js';
import { EmailChanges } from './email-changes.js';

const REASON = 'the link is the permission: a random secret in it, for one address of one person';

/** Where the links lead by which people confirm their new address. It signs nobody in. */
@ApiExcludeController()
@Controller('email-changes')
export class EmailChangePageController {
  constructor(private readonly changes: EmailChanges) {}

  /** Only shows: programs that preview links must not confirm. */
  @Get(':secret')
  @Open(REASON)
  async show(
    @Param('secret') secret: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const email = await this.changes.look(secret);
    return sendAccountPage(reply, email === null ? overPage() : formPage(confirmationForm(email)));
  }

  /** A page of another site could only send it with the secret, and whoever has that needs nobody's browser. */
  @Post(':secret')
  @AccountDoor('mailed-secret', REASON)
  async confirm(
    @Param('secret') secret: string,
    @Body() body: unknown,
    @Ip() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const email = await this.changes.look(secret);
    if (email === null) return sendAccountPage(reply, overPage());
    const submitted = await submit(confirmationForm(email), body, z.strictObject({}), async () => {
      const confirmed = await this.changes.confirm(secret, address);
      return tellingPage('Confirmed', `Your e-mail address for Rouse is ${confirmed} now.`);
    });
    return sendAccountPage(reply, 'page' in submitted ? submitted.page : submitted.done);
  }
}

const confirmationForm = (email: string): Form => ({
  title: 'Is this your address?',
  text: `From now on you sign in to Rouse as ${email}.`,
  fields: [],
  button: 'Confirm',
});
