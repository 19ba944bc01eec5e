import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { Limited } from '../../platform/http/limits/limited.js';
import { Open } from '../../platform/http/open.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { setSessionCookie } from '../sessions/session-cookie.js';
import { signInSource } from '../sessions/sign-in-source.js';
import { browserSecretOf, setBrowserSecret } from './sign-on-cookie.js';
import { refusalPage, SIGN_ON_PAGES } from './sign-on-page.js';
import { SignOnRefusal } from './sign-on-refusal.js';
import { SingleSignOn } from './single-sign-on.js';

/** Whatever is no path counts as none, so that nobody is kept from signing in by it. */
const beginSchema = z.object({
  returnTo: z.string().optional().catch(undefined),
  confirm: z.literal('1').optional().catch(undefined),
});

/** Browsers come here to sign in, and come back here from the identity provider. */
@ApiExcludeController()
@Open('who comes here wants to sign in; the answer of the identity provider is validated')
@Limited('single-sign-on')
@Controller('auth/single-sign-on')
export class SingleSignOnController {
  constructor(
    private readonly signOn: SingleSignOn,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl' | 'sessions'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get()
  begin(
    @Query({ schema: beginSchema }) { returnTo, confirm }: z.output<typeof beginSchema>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.answer(reply, async () => {
      const browserSecret = browserSecretOf(request, this.settings.publicUrl);
      const begun = await this.signOn.begin(returnTo, browserSecret, confirm === '1');
      setBrowserSecret(reply, begun.browserSecret, this.settings.publicUrl);
      return begun.url;
    });
  }

  @Get('callback')
  finish(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.answer(reply, async () => {
      const query = request.url.slice(request.url.indexOf('?') + 1);
      const browserSecret = browserSecretOf(request, this.settings.publicUrl);
      const source = signInSource(request, this.settings);
      const { session, url } = await this.signOn.finish(query, browserSecret, source);
      setSessionCookie(reply, session.secret, this.settings);
      return url;
    });
  }

  /** Sends the browser on, or shows a page that says why not. */
  private async answer(reply: FastifyReply, next: () => Promise<string>): Promise<string> {
    const addresses = {
      begin: `${this.settings.publicUrl}/auth/single-sign-on`,
      start: `${this.settings.publicUrl}/`,
    };
    if (!this.signOn.isSetUp) return SIGN_ON_PAGES.send(reply, refusalPage('not-set-up', addresses));
    try {
      const location = await next();
      // Addresses on the way hold codes: they belong in no cache and no other site's log.
      const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
      void reply.status(302).headers(headers);
      return '';
    } catch (error) {
      if (!(error instanceof SignOnRefusal)) throw error;
      this.logger.warn(
        { reason: error.reason, ...error.details },
        'Somebody did not get in by single sign-on',
      );
      return SIGN_ON_PAGES.send(reply, refusalPage(error.reason, addresses));
    }
  }
}
