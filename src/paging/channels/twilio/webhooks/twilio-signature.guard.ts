import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../../../../platform/config/settings.js';
import { notFound, Problem } from '../../../../platform/http/problem.js';
import { LOGGER, type Logger } from '../../../../platform/logging/logger.js';

/**
 * Lets only Twilio in. The signature covers the address that Twilio was given, so it is checked against PUBLIC_URL;
 * a Host header is anybody's word.
 */
@Injectable()
export class TwilioSignatureGuard implements CanActivate {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'twilio' | 'publicUrl'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { twilio, publicUrl } = this.settings;
    if (twilio === null) throw notFound('page');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const signature = request.headers['x-twilio-signature'];
    const { default: webhooks } = await import('twilio/lib/webhooks/webhooks.js');
    const genuine =
      typeof signature === 'string' &&
      webhooks.validateRequest(
        twilio.authToken,
        signature,
        `${publicUrl}${request.url}`,
        parametersOf(request.body),
      );
    if (genuine) return true;
    this.logger.warn(
      { path: request.url.split('?')[0], from: request.ip, signed: signature !== undefined },
      'A request that is not signed by Twilio. If it was: PUBLIC_URL must be the address that Twilio calls.',
    );
    throw new Problem(403, 'This request is not signed by Twilio.');
  }
}

/** The form's fields; a body of any other kind has none, and so no valid signature unless Twilio sent none. */
function parametersOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {};
}
