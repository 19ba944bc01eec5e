import type { PageReceipt } from '../page-receipts.js';

/**
 * How far a message or call has come. Callbacks arrive out of order, twice or never, so each status has a rank and
 * nothing goes back; of two final ones the first that came stays.
 */
const RANKS: Readonly<Record<string, number>> = {
  accepted: 0,
  scheduled: 0,
  queued: 0,
  initiated: 1,
  sending: 1,
  ringing: 2,
  sent: 2,
  'in-progress': 3,
  answered: 3,
  delivered: 4,
  read: 4,
  undelivered: 4,
  failed: 4,
  canceled: 4,
  completed: 4,
  busy: 4,
  'no-answer': 4,
};

/** Whether `status` tells more than what was told before. Unknown statuses tell nothing. */
export function tellsMore(status: string, before: readonly string[]): boolean {
  const rank = rankOf(status);
  return rank >= 0 && before.every((earlier) => rankOf(earlier) < rank);
}

/** Whether nothing more is to come of a message or call with this status. */
export const isFinal = (status: string): boolean => rankOf(status) === RANKS['completed'];

const rankOf = (status: string): number => (Object.hasOwn(RANKS, status) ? (RANKS[status] ?? -1) : -1);

/** What a message's status means for its page; null: nothing worth recording. */
export function messageState(status: string): PageReceipt['state'] | null {
  switch (status) {
    case 'sent':
      return 'sent';
    case 'delivered':
    case 'read':
      return 'delivered';
    case 'undelivered':
    case 'failed':
    case 'canceled':
      return 'failed';
    default:
      return null;
  }
}

/**
 * What a call's status means for its page. A call that was picked up and ended without a key that answers is
 * unanswered: it may have been a voicemail box (promise 5).
 */
export function callState(status: string, keyPressed: boolean): PageReceipt['state'] | null {
  switch (status) {
    case 'ringing':
      return 'sent';
    case 'in-progress':
    case 'answered':
      return 'delivered';
    case 'completed':
      return keyPressed ? 'delivered' : 'unanswered';
    case 'busy':
    case 'no-answer':
      return 'unanswered';
    case 'failed':
    case 'canceled':
      return 'failed';
    default:
      return null;
  }
}
