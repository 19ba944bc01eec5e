import type { OutboundAnswer } from '../../platform/outbound/outbound-http.js';

/** So long a delivery is tried. */
const KEEP_TRYING_SECONDS = 24 * 3_600;
const LONGEST_WAIT_SECONDS = 3_600;
/** Nothing was taken for so long when a delivery is given up: then nothing will be. */
export const PAUSE_AFTER_SECONDS = KEEP_TRYING_SECONDS - LONGEST_WAIT_SECONDS;

/** What became of one request, as the log of deliveries tells it: the status that was answered, or why there is none. */
export interface AttemptOutcome {
  readonly delivered: boolean;
  readonly status: number | null;
  readonly reason: string | null;
}

/** A delivery has arrived when the receiver says so with a 2xx. Redirects are not followed. */
export function outcomeOf(answer: OutboundAnswer): AttemptOutcome {
  if (answer.kind !== 'answered') return { delivered: false, status: null, reason: answer.reason };
  const { status } = answer;
  if (status >= 200 && status < 300) return { delivered: true, status, reason: null };
  const isRedirect = status >= 300 && status < 400;
  return {
    delivered: false,
    status,
    reason: isRedirect ? 'Redirects are not followed.' : 'The receiver did not take it.',
  };
}

/**
 * When to try again after so many failures: 1, 2, 4 … 2048 s, then every hour, each between half and all of it, so
 * that what failed together does not come back together.
 * @param failures 1 after the first
 * @param triedForSeconds how long ago it was to be sent for the first time
 * @param random from 0 to 1
 * @returns seconds; null: it is given up, 24 hours after the first
 */
export function retryInSeconds(failures: number, triedForSeconds: number, random: number): number | null {
  if (triedForSeconds >= KEEP_TRYING_SECONDS) return null;
  const longest = Math.min(LONGEST_WAIT_SECONDS, 2 ** (failures - 1));
  return Math.min(longest * (0.5 + random / 2), KEEP_TRYING_SECONDS - triedForSeconds);
}
