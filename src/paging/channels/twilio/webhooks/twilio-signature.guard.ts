import {
  createParamDecorator,
  Inject,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../../../../platform/config/settings.js';
import { notFound, Problem } from '../../../../platform/http/problem.js';
import { LOGGER, type Logger } from '../../../../platform/logging/logger.js';
import { ACCOUNT_MARK, accountsOf, type TwilioProvider } from '../twilio-accounts.js';

declare module 'fastify' {
  interface FastifyRequest {
    twilioProvider?: TwilioProvider;
  }
}

const NOT_SIGNED = 'This request is not signed by Twilio.';

/** The account that has signed the request. Only where the guard below has looked. */
export const SignedBy = createParamDecorator((_data: unknown, context: ExecutionContext): TwilioProvider => {
  const { twilioProvider } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!twilioProvider) throw new Problem(403, NOT_SIGNED);
  return twilioProvider;
});

/**
 * Lets only Twilio in, for one of Rouse's accounts there. The signature covers the address that Twilio was given, so it is checked against PUBLIC_URL;
 * a Host header is anybody's word.
 */
@Injectable()
export class TwilioSignatureGuard implements CanActivate {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'twilio' | 'secondTwilio' | 'publicUrl'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { twilio, publicUrl } = this.settings;
    if (twilio === null) throw notFound('page');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const signature = request.headers['x-twilio-signature'];
    const parameters = parametersOf(request.body);
    const mark = parametersOf(request.query)[ACCOUNT_MARK];
    const accounts = isForm(request) ? accountsOf(this.settings, parameters['AccountSid'], mark) : [];
    const { default: webhooks } = await import('twilio/lib/webhooks/webhooks.js');
    const address = `${publicUrl}${request.url}`;
    const signer = accounts.find(
      ({ authToken }) =>
        typeof signature === 'string' && webhooks.validateRequest(authToken, signature, address, parameters),
    );
    if (signer) {
      request.twilioProvider = signer.provider;
      return true;
    }
    this.logger.warn(
      {
        path: request.url.split('?')[0],
        from: request.ip,
        signed: signature !== undefined,
        accountIsKnown: accounts.length > 0,
      },
      'A request that is not signed by Twilio. If it was: PUBLIC_URL must be the address that Twilio calls.',
    );
    throw new Problem(403, NOT_SIGNED);
  }
}

/** Of what Rouse asks for, Twilio sends forms only: the fields of anything else would be signed by another rule. */
const isForm = ({ headers }: FastifyRequest): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '');

/** The form's or the address's fields; a body of any other kind has none, and so names no account. */
function parametersOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {};
}
