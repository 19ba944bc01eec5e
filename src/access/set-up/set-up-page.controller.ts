import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { escaped, type LinkedPage } from '../../platform/http/linked-page.js';
import { Limited } from '../../platform/http/limits/limited.js';
import { Open } from '../../platform/http/open.js';
import { plainPage } from '../../platform/http/plain-page.js';
import { Problem, type Fault } from '../../platform/http/problem.js';
import { CarriesSecret } from '../../platform/http/request-body.js';
import { faultsOf } from '../../platform/http/validation.js';
import {
  faultsOfForm,
  formFields,
  leadTo,
  newPasswordField,
  sendAccountPage,
} from '../sessions/account-pages.js';
import { requireSameOrigin } from '../sessions/same-origin.js';
import { setSessionCookie } from '../sessions/session-cookie.js';
import { signInSource } from '../sessions/sign-in-source.js';
import { setUpSchema } from './set-up-schema.js';
import { SetUp } from './set-up.js';

/** Where the first admin sets Rouse up, with the code out of the terminal. */
@ApiExcludeController()
@Open('the code that a start of Rouse prints is the permission')
@Controller('set-up')
export class SetUpPageController {
  constructor(
    private readonly setUp: SetUp,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl' | 'sessions'>,
  ) {}

  @Get()
  async show(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return sendAccountPage(reply, (await this.setUp.isNeeded()) ? setUpPage({}, [], 200) : done(200));
  }

  @Post()
  @Limited('set-up')
  @CarriesSecret()
  async complete(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: unknown,
  ): Promise<string> {
    requireSameOrigin(request, this.settings.publicUrl);
    const fields = formFields(body);
    const input = setUpSchema.safeParse(fields);
    if (!input.success) return sendAccountPage(reply, setUpPage(fields, faultsOf(input.error.issues), 422));
    try {
      const session = await this.setUp.complete(input.data, signInSource(request, this.settings));
      setSessionCookie(reply, session.secret, this.settings);
      return leadTo(reply, './welcome');
    } catch (error) {
      if (error instanceof Problem && error.getStatus() === 409) return sendAccountPage(reply, done(409));
      if (error instanceof Problem && error.getStatus() === 422)
        return sendAccountPage(reply, setUpPage(fields, error.errors, 422));
      throw error;
    }
  }
}

const done = (status: number): LinkedPage =>
  plainPage(
    'Rouse is set up',
    `<p>An admin can sign in already. Whoever has no account yet is invited by an admin.</p>
    <p><a href="sign-in">Sign in</a></p>`,
    status,
  );

const NAMES = {
  code: 'The code',
  name: 'Your name',
  email: 'The e-mail address',
  password: 'The password',
  timeZone: 'The time zone',
} as const;

/** What was typed stays, but for the password. */
function setUpPage(
  fields: Readonly<Record<string, string>>,
  faults: readonly Fault[],
  status: number,
): LinkedPage {
  const typed = (name: string): string => escaped(fields[name] ?? '');
  return plainPage(
    'Set up Rouse',
    `<p class="soft">You become the first admin. The code was printed where Rouse was started: in that terminal, or in its log.</p>
    ${faultsOfForm(faults, NAMES)}
    <form method="post" action="set-up">
      <label>Code <input name="code" required autofocus autocomplete="off" spellcheck="false" value="${typed('code')}"></label>
      <label>Your name <input name="name" required autocomplete="name" value="${typed('name')}"></label>
      <label>E-mail address <input name="email" type="email" required autocomplete="username" value="${typed('email')}"></label>
      ${newPasswordField('password', 'Password')}
      <label>Time zone <select name="timeZone">${timeZones(fields['timeZone'])}</select></label>
      <button>Set up</button>
    </form>`,
    status,
  );
}

/** Without a script nobody knows where the browser is; the server's own zone is often right. */
function timeZones(chosen: string | undefined): string {
  const zone = chosen ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
  return [...all].map((name) => `<option${name === zone ? ' selected' : ''}>${name}</option>`).join('');
}
