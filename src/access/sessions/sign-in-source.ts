import type { FastifyRequest } from 'fastify';
import type { Settings } from '../../platform/config/settings.js';
import { sessionSecretOf } from './session-cookie.js';

/** Where a sign-in comes from. */
export interface SignInSource {
  readonly sourceAddress: string;
  /** What the browser says of itself; empty where it says nothing. */
  readonly userAgent: string;
  /** The secret of the session that the browser had until now, which ends with the new one. */
  readonly formerSecret?: string | null;
}

const LONGEST_USER_AGENT = 300;

/** Where this request comes from, for `Sessions.begin`. */
export function signInSource(
  request: FastifyRequest,
  settings: Pick<Settings, 'publicUrl'>,
): Required<SignInSource> {
  return {
    sourceAddress: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, LONGEST_USER_AGENT),
    formerSecret: sessionSecretOf(request, settings),
  };
}
