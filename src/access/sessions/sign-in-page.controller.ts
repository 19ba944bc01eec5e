import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { escaped } from '../../platform/http/linked-page.js';
import { Limited } from '../../platform/http/limits/limited.js';
import { Open } from '../../platform/http/open.js';
import { Problem } from '../../platform/http/problem.js';
import { plainPage } from '../../platform/http/plain-page.js';
import { CarriesSecret } from '../../platform/http/request-body.js';
import type { Holder } from '../token-check.js';
import { faultsOfForm, formFields, leadTo, sendAccountPage, singleSignOnButton } from './account-pages.js';
import { requireSameOrigin } from './same-origin.js';
import { SessionCheck } from './session-check.js';
import { clearSessionCookie, sessionSecretOf, setSessionCookie } from './session-cookie.js';
import { SessionRegister } from './session-register.js';
import { signInSchema } from './session-schema.js';
import { SignIn } from './sign-in.js';
import { signInSource } from './sign-in-source.js';

/** Where people sign in and out. Plain forms; addresses are relative, so that they hold below any PUBLIC_URL. */
@ApiExcludeController()
@Open('whoever signs in is not signed in yet')
@Controller()
export class SignInPageController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: SessionCheck,
    private readonly register: SessionRegister,
    @Inject(SETTINGS)
    private readonly settings: Pick<Settings, 'publicUrl' | 'sessions' | 'singleSignOn'>,
  ) {}

  @Get('sign-in')
  async show(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    // Whoever is signed in wants to go on, not to do it again.
    if ((await this.signedIn(request)) !== null) return leadTo(reply, './');
    return sendAccountPage(reply, signInPage('', [], this.settings));
  }

  @Post('sign-in')
  @Limited('sign-in')
  @CarriesSecret()
  async enter(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: unknown,
  ): Promise<string> {
    requireSameOrigin(request, this.settings.publicUrl);
    const fields = formFields(body);
    const input = signInSchema.safeParse(fields);
    const again = (message: string) =>
      sendAccountPage(reply, signInPage(fields['email'] ?? '', [{ path: '', message }], this.settings));
    if (!input.success) return again('Give your e-mail address and your password.');
    try {
      const session = await this.signIn.byPassword(input.data, signInSource(request, this.settings));
      setSessionCookie(reply, session.secret, this.settings);
      return leadTo(reply, './');
    } catch (error) {
      if (error instanceof Problem && error.getStatus() === 401) return again(error.detail);
      throw error;
    }
  }

  @Post('sign-out')
  async leave(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireSameOrigin(request, this.settings.publicUrl);
    const holder = await this.signedIn(request);
    if (holder) await this.register.endThis({ ...holder, sourceAddress: request.ip });
    clearSessionCookie(reply, this.settings);
    return leadTo(reply, 'sign-in');
  }

  private async signedIn(request: FastifyRequest): Promise<Holder | null> {
    const secret = sessionSecretOf(request, this.settings);
    return secret === null ? null : this.sessions.holderOf(secret);
  }
}

const signInPage = (
  email: string,
  faults: readonly { path: string; message: string }[],
  settings: Pick<Settings, 'singleSignOn' | 'publicUrl'>,
) =>
  plainPage(
    'Sign in',
    `${faultsOfForm(faults, {})}
    ${singleSignOnButton(settings)}
    ${settings.singleSignOn?.only === true ? '<p class="soft">Only admins have passwords here.</p>' : ''}
    <form method="post" action="sign-in">
      <label>E-mail address <input name="email" type="email" required autofocus autocomplete="username" value="${escaped(email)}"></label>
      <label>Password <input name="password" type="password" required autocomplete="current-password"></label>
      <button>Sign in</button>
    </form>
    <p><a href="password-resets">Forgot the password?</a></p>`,
    faults.length === 0 ? 200 : 401,
  );
