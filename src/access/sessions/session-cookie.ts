import { fastifyCookie } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../../platform/config/settings.js';

type CookieSettings = Pick<Settings, 'publicUrl' | 'sessions'>;

const DAY_SECONDS = 86_400;

const isSecure = (publicUrl: string): boolean => new URL(publicUrl).protocol === 'https:';

/**
 * The name of the session's cookie. With `__Host-` browsers take it over https only, for this host alone and from
 * nobody else (RFC 6265bis section 4.1.3.2); over plain http, on one's own machine, they would not take it at all.
 */
export const sessionCookieName = (publicUrl: string): string =>
  isSecure(publicUrl) ? '__Host-rouse' : 'rouse';

/** The secret that a request's session cookie holds, or null. */
export function sessionSecretOf(
  request: Pick<FastifyRequest, 'headers'>,
  { publicUrl }: Pick<Settings, 'publicUrl'>,
): string | null {
  const header = request.headers.cookie;
  if (header === undefined) return null;
  return fastifyCookie.parse(header)[sessionCookieName(publicUrl)] ?? null;
}

const attributes = (publicUrl: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(publicUrl) }) as const;

/** Hands a new session to the browser, for as long as the session can live. */
export function setSessionCookie(
  reply: FastifyReply,
  secret: string,
  { publicUrl, sessions }: CookieSettings,
): void {
  const maxAge = sessions.days * DAY_SECONDS;
  void reply.header(
    'set-cookie',
    fastifyCookie.serialize(sessionCookieName(publicUrl), secret, { ...attributes(publicUrl), maxAge }),
  );
}

/** Takes the cookie out of the browser. */
export function clearSessionCookie(reply: FastifyReply, { publicUrl }: Pick<Settings, 'publicUrl'>): void {
  void reply.header(
    'set-cookie',
    fastifyCookie.serialize(sessionCookieName(publicUrl), '', { ...attributes(publicUrl), maxAge: 0 }),
  );
}
