import { createHash } from 'node:crypto';
import { normalizeIp } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import type { CountedBy, LimitRule } from './limit-table.js';

/** What of a request limits count by. */
export type Counted = Pick<FastifyRequest, 'ip' | 'body' | 'caller'>;

/** The name of one rule of a limit, which begins with the limit's. */
export const ruleName = (limit: string, { countedBy, withinSeconds }: LimitRule): string =>
  `${limit}:${countedBy}:${String(withinSeconds)}`;

/** What is counted: the same for requests that count together. It is put into no store as it is. */
export function counted(by: CountedBy, request: Counted): string {
  switch (by) {
    case 'address':
      return addressOf(request);
    case 'account':
      return accountOf(request);
    case 'account-and-address':
      return accountAtAddress(request);
    case 'person':
      return request.caller?.personId ?? addressOf(request);
  }
}

/** Account and address as one. */
export const accountAtAddress = (request: Counted): string =>
  `${accountOf(request)} at ${addressOf(request)}`;

/** Under which key a count is kept. Hashed: neither store shows who tried to sign in from where. */
export const keyOf = (rule: string, of: string): string =>
  `${rule}:${createHash('sha256').update(of, 'utf8').digest('base64url')}`;

/** One person has a whole /64 of IPv6 as easily as one address. */
const addressOf = ({ ip }: Counted): string => normalizeIp(ip, 64);

/** The account that somebody wants into, as they write it; the spelling does not make it another. */
function accountOf({ body }: Counted): string {
  if (typeof body !== 'object' || body === null || !('email' in body)) return '';
  return typeof body.email === 'string' ? body.email.normalize('NFKC').trim().toLowerCase() : '';
}
