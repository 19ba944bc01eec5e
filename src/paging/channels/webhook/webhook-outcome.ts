import type { OutboundAnswer } from '../../../platform/outbound/outbound-http.js';
import type { SendOutcome } from '../channel.js';

const BUSY_FOR_MS = 5_000;
const NOT_CONNECTED_FOR_MS = 2_000;

/**
 * What became of a request to somebody's webhook. 2xx: delivered, since it is their own system that said so. 410: the
 * address is gone for good (RFC 9110 section 15.5.11) and the method is turned off. 429 and a connection that was never
 * made: not processed, again soon. Any other 3xx or 4xx is final for this page. After a 5xx or without an answer it may
 * have happened or not.
 * @param id under which the attempt is known from now on
 * @param chance 0..1, spreads the repeats of several pages apart
 */
export function outcomeOfWebhook(answer: OutboundAnswer, id: string, chance: number): SendOutcome {
  const spread = (milliseconds: number): number => Math.round(milliseconds * (1 + chance));
  switch (answer.kind) {
    case 'refused':
      return {
        kind: 'refused',
        code: 'not-allowed',
        reason: answer.reason,
        consequence: 'next-channel',
      };
    case 'failed':
      return answer.mayHaveArrived
        ? { kind: 'unknown', reason: answer.reason }
        : { kind: 'busy', code: 'not-connected', retryAfterMs: spread(NOT_CONNECTED_FOR_MS) };
    case 'answered':
      break;
  }
  const { status } = answer;
  const code = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { kind: 'accepted', providerId: id, delivered: true };
  if (status === 429) return { kind: 'busy', code, retryAfterMs: spread(BUSY_FOR_MS) };
  if (status === 410)
    return {
      kind: 'refused',
      code,
      reason: 'The webhook answered that it is gone.',
      consequence: 'disable-method',
    };
  if (status >= 300 && status < 500)
    return { kind: 'refused', code, reason: `The webhook answered ${status}.`, consequence: 'next-channel' };
  return { kind: 'unknown', reason: `The webhook answered ${status}.` };
}
