import type { FastifyRequest } from 'fastify';
import { Problem } from '../../platform/http/problem.js';

/** What a browser says of where a request comes from. */
export interface RequestOrigin {
  /** `Sec-Fetch-Site` (W3C Fetch Metadata). */
  readonly site: string | undefined;
  readonly origin: string | undefined;
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a request may have been sent by a page of Rouse itself, as far as the browser says.
 * @returns 'same' and 'other' by what it says, 'unsaid' where it says nothing
 */
export function originOf({ site, origin }: RequestOrigin, publicUrl: string): 'same' | 'other' | 'unsaid' {
  // `none` is a person at the address bar: no page can send it.
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'same' : 'other';
  if (origin === undefined) return 'unsaid';
  return isOwnOrigin(origin, publicUrl) ? 'same' : 'other';
}

/** Whether everybody on the way can read what goes over it. */
export const isReadOnTheWay = (publicUrl: string): boolean => {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'http:' && !LOOPBACK.has(hostname);
};

/** On one's own machine the names of the loopback are one place; the port still tells programs apart. */
function isOwnOrigin(origin: string, publicUrl: string): boolean {
  const own = new URL(publicUrl);
  if (origin === own.origin) return true;
  if (!LOOPBACK.has(own.hostname) || !URL.canParse(origin)) return false;
  const other = new URL(origin);
  return LOOPBACK.has(other.hostname) && other.protocol === own.protocol && other.port === own.port;
}

const says = ({ headers }: FastifyRequest): RequestOrigin => ({
  site: headers['sec-fetch-site'],
  origin: headers.origin,
});

const FOREIGN = 'This request was not sent by a page of Rouse.';

/**
 * For requests that come with the session's cookie: whatever may change something must be sent by a page of Rouse,
 * and say so (docs/adr/0029).
 * @throws Problem 403 for whatever another site sends, or nobody knows who
 */
export function requireSameOrigin(request: FastifyRequest, publicUrl: string): void {
  if (READING.has(request.method)) return;
  if (originOf(says(request), publicUrl) !== 'same') throw new Problem(403, FOREIGN);
}

/**
 * For requests that begin a session: no other site may sign anybody in. Programs, which are no browsers, say nothing.
 * @throws Problem 403 for what another site sends
 */
export function refuseOtherOrigins(request: FastifyRequest, publicUrl: string): void {
  if (originOf(says(request), publicUrl) === 'other') throw new Problem(403, FOREIGN);
}
