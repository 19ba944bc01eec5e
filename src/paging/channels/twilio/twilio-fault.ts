import type { RefusalConsequence, SendOutcome } from '../channel.js';

/**
 * What Twilio's error codes mean for a page (twilio.com/docs/api/errors). A code comes with the answer to a request
 * or, later, with a status callback.
 */
const CONSEQUENCES = new Map<number, RefusalConsequence>([
  // The number cannot take what was sent: no such number, no mobile, a landline.
  [21211, 'disable-method'],
  [21214, 'disable-method'],
  [21217, 'disable-method'],
  [21614, 'disable-method'],
  [30006, 'disable-method'],
  // The owner said STOP.
  [21610, 'opted-out'],
  // Loop guard, unreachable, blocked, unknown subscriber, filtered, unknown, unregistered sender: elsewhere, now.
  [14107, 'next-channel'],
  [30003, 'next-channel'],
  [30004, 'next-channel'],
  [30005, 'next-channel'],
  [30007, 'next-channel'],
  [30008, 'next-channel'],
  [30034, 'next-channel'],
  // Rouse's own account, sender or permissions: every page by Twilio fails alike until an operator mends it.
  [10001, 'tell-operators'],
  [20003, 'tell-operators'],
  [20005, 'tell-operators'],
  [20404, 'tell-operators'],
  [21210, 'tell-operators'],
  [21212, 'tell-operators'],
  [21215, 'tell-operators'],
  [21408, 'tell-operators'],
  [21603, 'tell-operators'],
  [21606, 'tell-operators'],
  [30002, 'tell-operators'],
]);

/** Too much at once, or this sender's queue is full: certainly not processed. */
const BUSY_CODES: ReadonlySet<number> = new Set([20429, 21611]);

/** The connection was never made, so nothing was sent and repeating cannot double anything. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

const BUSY_FOR_MS = 1_000;
const NOT_CONNECTED_FOR_MS = 2_000;

/** What is known of a failed call to Twilio's API. All null: the answer could not be understood at all. */
export interface TwilioFault {
  /** HTTP status of the answer; null when there was none. */
  status: number | null;
  /** Twilio's error code in the answer. */
  code: number | null;
  /** The error of the connection: ECONNRESET, ECONNABORTED, … */
  connection: string | null;
  message: string;
}

type FailedOutcome = Exclude<SendOutcome, { kind: 'accepted' }>;

/**
 * What a failed request means for the page. A known code decides; an unknown one by class: 429 was not processed,
 * a 4xx is final, and after a 5xx, a time-out or a lost connection it may have happened or not.
 * @param chance 0..1, spreads the repeats of several pages apart
 */
export function outcomeOfFault(fault: TwilioFault, chance: number): FailedOutcome {
  const { status, code, connection } = fault;
  if (connection !== null && NEVER_CONNECTED.has(connection)) {
    return { kind: 'busy', code: connection, retryAfterMs: spread(NOT_CONNECTED_FOR_MS, chance) };
  }
  if (status === null)
    return { kind: 'unknown', reason: `no answer from Twilio (${connection ?? fault.message})` };
  const name = code === null ? `HTTP ${status}` : String(code);
  if (status === 429 || (code !== null && BUSY_CODES.has(code))) {
    return { kind: 'busy', code: name, retryAfterMs: spread(BUSY_FOR_MS, chance) };
  }
  if (status < 300 || status >= 500) return { kind: 'unknown', reason: `Twilio answered ${name}` };
  return { kind: 'refused', code: name, reason: fault.message, consequence: consequenceOf(code, status) };
}

/** What an error code means when it comes with a status callback, where there is no HTTP status. */
export function consequenceOfErrorCode(errorCode: string): RefusalConsequence {
  return CONSEQUENCES.get(Number(errorCode)) ?? 'next-channel';
}

function consequenceOf(code: number | null, status: number): RefusalConsequence {
  const known = code === null ? undefined : CONSEQUENCES.get(code);
  if (known !== undefined) return known;
  // 3xx, 401, 403, 404: the address or the credentials of the API are wrong, not the page.
  return status < 400 || status === 401 || status === 403 || status === 404
    ? 'tell-operators'
    : 'next-channel';
}

const spread = (milliseconds: number, chance: number): number => Math.round(milliseconds * (1 + chance));

/** Reads what the SDK threw: its RestException, or an error of the connection below it. */
export function readFault(error: unknown): TwilioFault {
  const message = error instanceof Error ? error.message : String(error);
  if (typeof error !== 'object' || error === null)
    return { status: null, code: null, connection: null, message };
  const status = 'status' in error && typeof error.status === 'number' ? error.status : null;
  const code = 'code' in error ? error.code : null;
  return {
    status,
    code: typeof code === 'number' ? code : null,
    connection: typeof code === 'string' ? code : null,
    message,
  };
}
