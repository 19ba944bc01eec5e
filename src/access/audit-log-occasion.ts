import { AsyncLocalStorage } from 'node:async_hooks';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { impossible } from '../platform/http/problem.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Nothing that the route does stands in the audit log. */
    isNobodysDeed?: boolean;
  }
}

/** What every entry of one request says beside what was done. */
interface Occasion {
  readonly sourceAddress: string | null;
  /** Why, in the words of whoever asked. */
  readonly reason: string | null;
}

/** The header in which a request may say why. */
const REASON_HEADER = 'audit-reason';
/** In characters, as people count them. */
const LONGEST_REASON = 500;

const PLAIN = /^[\x20-\x7e]*$/;
/** RFC 8187 section 3.2.1: a charset, a language that nobody needs, and the text in percent-encoded octets. */
const EXTENDED = /^utf-8'[a-z0-9-]*'([\w!#$&+.^`|~-]|%[0-9a-f]{2})*$/i;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

const occasions = new AsyncLocalStorage<Occasion>();

/** The request that the running code works for; nothing is known of what Rouse does by itself. */
export const currentOccasion = (): Occasion => occasions.getStore() ?? { sourceAddress: null, reason: null };

/** Lets the entries of each request of the API say where it came from, and why where it says so. */
export function rememberOccasions(app: NestFastifyApplication): void {
  // Once the body is there: what was set before would not be known to what runs after a body that came late.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preValidation', (request, _reply, done) => {
      // What monitoring sends is nobody's deed, and it is not to be lost to a header.
      if (request.routeOptions.config.isNobodysDeed) {
        done();
        return;
      }
      const said = [request.headers[REASON_HEADER]].flat()[0];
      const read = readReason(said ?? '');
      if (read === null) done(impossible([{ path: 'Audit-Reason', message: HOW_TO_SAY_IT }]));
      else occasions.run({ sourceAddress: request.ip, ...read }, done);
    });
}

const HOW_TO_SAY_IT = `must be one line of at most ${String(LONGEST_REASON)} characters: ASCII, or UTF-8''… with everything else percent-encoded (RFC 8187)`;

/**
 * The reason that a header says: printable ASCII as it is, anything else as `UTF-8''` and percent-encoded octets, since
 * octets beyond ASCII have no meaning in a header that all agree on (RFC 9110 section 5.5).
 * @returns null for what is neither of the two, too long, or more than one line
 */
export function readReason(header: string): Pick<Occasion, 'reason'> | null {
  const text = /^utf-8'/i.test(header) ? decoded(header) : PLAIN.test(header) ? header : null;
  if (text === null || CONTROL.test(text) || [...text].length > LONGEST_REASON) return null;
  const trimmed = text.trim();
  return { reason: trimmed === '' ? null : trimmed };
}

function decoded(header: string): string | null {
  if (!EXTENDED.test(header)) return null;
  try {
    return decodeURIComponent(header.slice(header.lastIndexOf("'") + 1));
  } catch {
    return null; // Octets that are no UTF-8.
  }
}
