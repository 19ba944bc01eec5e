import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuseOtherOrigins } from '../../access/sessions/same-origin.js';
import { setSessionCookie } from '../../access/sessions/session-cookie.js';
import type { SignedIn } from '../../access/sessions/session-schema.js';
import type { BegunSession } from '../../access/sessions/sessions.js';
import { signInSource, type SignInSource } from '../../access/sessions/sign-in-source.js';
import type { Settings } from '../../platform/config/settings.js';

type DoorSettings = Pick<Settings, 'publicUrl' | 'sessions'>;

/**
 * Where somebody comes from who signs in by a link.
 * A page of another site could send such a request only with a secret that it has already, and with that it needs no
 * browser of anybody else: there is no right to borrow. It is refused nevertheless, because a stranger with an
 * invitation of their own could so sign somebody else's browser in as themselves, and read what they then enter.
 * @throws Problem 403 for what a page of another site sends
 */
export function doorSource(request: FastifyRequest, settings: DoorSettings): SignInSource {
  refuseOtherOrigins(request, settings.publicUrl);
  return signInSource(request, settings);
}

/** Hands a session that has begun to the browser, and tells whose it is. */
export function signIn(reply: FastifyReply, session: BegunSession, settings: DoorSettings): SignedIn {
  setSessionCookie(reply, session.secret, settings);
  return session.signedIn;
}
