import { fastifyCookie } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ATTEMPT_MINUTES } from './sign-on-attempts.js';

const isSecure = (publicUrl: string): boolean => new URL(publicUrl).protocol === 'https:';

/** As the session's: `__Host-` keeps other hosts of the domain from planting one (RFC 6265bis section 4.1.3.2). */
const nameFor = (publicUrl: string): string =>
  isSecure(publicUrl) ? '__Host-rouse-sign-on' : 'rouse-sign-on';

/** A secret as we make them: whatever else stands there is nobody's attempt. */
const SECRET = /^[\w-]{43}$/;

/** What this browser brought along of the sign-in that it began, or null. */
export function browserSecretOf(request: Pick<FastifyRequest, 'headers'>, publicUrl: string): string | null {
  const secret = fastifyCookie.parse(request.headers.cookie ?? '')[nameFor(publicUrl)];
  return secret !== undefined && SECRET.test(secret) ? secret : null;
}

/**
 * Binds a sign-in to the browser that began it. `Lax`, because the browser comes back from another site, by following
 * a redirect.
 */
export function setBrowserSecret(reply: FastifyReply, secret: string, publicUrl: string): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(publicUrl) } as const;
  const cookie = fastifyCookie.serialize(nameFor(publicUrl), secret, {
    ...attributes,
    maxAge: ATTEMPT_MINUTES * 60,
  });
  void reply.header('set-cookie', cookie);
}
