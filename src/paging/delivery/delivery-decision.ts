import type { LookUpOutcome, SendOutcome } from '../channels/channel.js';

/** Where a page stands. Delivered is not acknowledged: only a person's action ends an escalation (promise 5). */
export type PageStatus = 'waiting' | 'calling' | 'sent' | 'delivered' | 'unanswered' | 'failed' | 'cancelled';
export type AttemptStatus = 'calling' | 'unknown' | 'sent' | 'delivered' | 'unanswered' | 'failed';

/** A page that could not be sent for this long is old news. */
export const PAGE_LIFETIME_SECONDS = 30 * 60;
/** After so many calls to a provider a page is given up, however quickly they came: more than fit in its lifetime. */
export const MOST_ATTEMPTS = 40;
/** An outcome that nobody knows is looked up after this time, so that the provider can have written it down. */
const LOOK_UP_AFTER_SECONDS = 1;
/** Without a receipt in this time the next channel is tried; the message may still arrive. */
const RECEIPT_SECONDS = { sms: 45, voice: 90, email: null, webhook: null } as const;
type PageType = keyof typeof RECEIPT_SECONDS;
/** A provider that is busy is asked again, but the person is not kept waiting beyond the first refusal. */
const LONGEST_BACKOFF_SECONDS = 60;
/**
 * Codes of undelivered messages after which the same is worth one more try, beside the next channel: 30003, the phone
 * was unreachable; 30008, nobody knows why. Seconds until then.
 */
const ONCE_MORE_AFTER_SECONDS: ReadonlyMap<string, number> = new Map([
  ['30003', 60],
  ['30008', 15],
]);

/** What is due for a page whose time has come. */
export type DueAction =
  | { readonly kind: 'attempt' }
  | { readonly kind: 'look-up' }
  | { readonly kind: 'no-receipt' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'unusable' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'rest' };

/**
 * Whether somebody still has to be told. A page of an escalation is wanted while its incident is triggered, unless it
 * was made before somebody acknowledged and escalated again; one that asks for help, while nobody has answered it.
 */
export function isWanted(page: {
  readonly incidentStatus: 'triggered' | 'acknowledged' | 'resolved';
  readonly isOutdated: boolean;
  /** Of the request for help that it carries; null for the pages of an escalation. */
  readonly requestStatus: string | null;
}): boolean {
  if (page.requestStatus !== null)
    return page.requestStatus === 'pending' && page.incidentStatus !== 'resolved';
  return page.incidentStatus === 'triggered' && !page.isOutdated;
}

/**
 * Decides what to do with a page that is due. The incident's state is asked again at this moment (promise 3): once
 * somebody has acknowledged, nothing more is sent; nor is it on a contact method that was turned off meanwhile.
 */
export function whatIsDue(page: {
  readonly status: PageStatus;
  readonly isWanted: boolean;
  readonly methodIsUsable: boolean;
  readonly attemptCount: number;
  /** Since the first attempt; 0 where there was none. */
  readonly ageSeconds: number;
}): DueAction {
  switch (page.status) {
    case 'waiting':
      if (!page.isWanted) return { kind: 'cancel' };
      if (!page.methodIsUsable) return { kind: 'unusable' };
      return isOver(page) ? { kind: 'expire' } : { kind: 'attempt' };
    case 'calling':
      // The process that called died, or the provider did not say what became of it.
      return { kind: 'look-up' };
    case 'sent':
      return page.isWanted ? { kind: 'no-receipt' } : { kind: 'rest' };
    case 'delivered':
    case 'unanswered':
    case 'failed':
    case 'cancelled':
      return { kind: 'rest' };
  }
}

const isOver = (page: { readonly attemptCount: number; readonly ageSeconds: number }): boolean =>
  page.attemptCount >= MOST_ATTEMPTS ||
  // A page that was never tried is tried even if it is late, or an outage of the sender would lose it.
  (page.attemptCount > 0 && page.ageSeconds > PAGE_LIFETIME_SECONDS);

/** The same person's other pages about the same incident. */
export interface OtherPages {
  /** Those that have not been tried yet: the next channel. */
  readonly waiting: number;
  /** Those that a provider has taken. */
  readonly underWay: number;
}

/** What becomes of a page and of the attempt. */
export interface Consequence {
  readonly attempt: AttemptStatus;
  readonly page: PageStatus;
  /** Seconds until the page wants attention again; null when there is nothing left to do for it. */
  readonly dueInSeconds: number | null;
  /** Try the person's next channel at once. */
  readonly moveOn: boolean;
  /** Turn the contact method off, with this reason. */
  readonly disableMethod: string | null;
}

const NOTHING_MORE = { dueInSeconds: null, moveOn: false, disableMethod: null } as const;

/** After a call to the provider. */
export function afterSend(
  outcome: SendOutcome,
  page: { readonly type: PageType; readonly attemptNumber: number },
): Consequence {
  switch (outcome.kind) {
    case 'accepted':
      if (outcome.delivered === true) return { ...NOTHING_MORE, attempt: 'delivered', page: 'delivered' };
      return { ...NOTHING_MORE, attempt: 'sent', page: 'sent', dueInSeconds: RECEIPT_SECONDS[page.type] };
    case 'busy':
      // Certainly not processed, so repeating cannot double it; the next channel does not wait for that.
      return {
        attempt: 'failed',
        page: 'waiting',
        dueInSeconds: Math.min(
          LONGEST_BACKOFF_SECONDS,
          Math.max(outcome.retryAfterMs / 1000, backoffSeconds(page.attemptNumber)),
        ),
        moveOn: outcome.elsewhere === true || page.attemptNumber > 1,
        disableMethod: null,
      };
    case 'refused':
      return {
        attempt: 'failed',
        page: 'failed',
        dueInSeconds: null,
        moveOn: true,
        disableMethod: refusalDisables(outcome) ? outcome.reason : null,
      };
    case 'unknown':
      return { ...NOTHING_MORE, attempt: 'unknown', page: 'calling', dueInSeconds: LOOK_UP_AFTER_SECONDS };
  }
}

const refusalDisables = (outcome: Extract<SendOutcome, { kind: 'refused' }>): boolean =>
  outcome.consequence === 'disable-method' || outcome.consequence === 'opted-out';

/**
 * After looking up an attempt whose outcome was unknown (promise 4). Not found, or not answered: the next channel at
 * once. Where there is none, the same again: what is not there cannot be doubled, and where nobody can say and nothing
 * else is under way a double page beats a lost one. The pause before it counts from the attempt: where the process that
 * made it has died, it has passed.
 */
export function afterLookUp(
  outcome: LookUpOutcome,
  page: {
    readonly type: PageType;
    readonly attemptNumber: number;
    /** Since the attempt, when it was decided to look it up. */
    readonly ageSeconds: number;
    readonly isWanted: boolean;
    readonly others: OtherPages;
  },
): Consequence {
  if (outcome.kind === 'found') {
    const dueInSeconds = page.isWanted ? RECEIPT_SECONDS[page.type] : null;
    return { ...NOTHING_MORE, attempt: 'sent', page: 'sent', dueInSeconds };
  }
  const attempt = outcome.kind === 'absent' ? 'failed' : 'unknown';
  if (!page.isWanted) return { ...NOTHING_MORE, attempt, page: 'cancelled' };
  if (page.others.waiting > 0) return { ...NOTHING_MORE, attempt, page: 'failed', moveOn: true };
  if (outcome.kind === 'unanswered' && page.others.underWay > 0)
    return { ...NOTHING_MORE, attempt, page: 'failed' };
  const dueInSeconds = Math.max(0, backoffSeconds(page.attemptNumber) - page.ageSeconds);
  return { ...NOTHING_MORE, attempt, page: 'waiting', dueInSeconds };
}

/** 2, 4, 8 … 60 seconds after the first, second, third … attempt. */
export function backoffSeconds(attemptNumber: number): number {
  return Math.min(LONGEST_BACKOFF_SECONDS, 2 ** Math.max(1, attemptNumber));
}

/** How far along a page is; receipts come out of order, twice or never, and never move it back. */
const RANK: Readonly<Record<PageStatus, number>> = {
  waiting: 0,
  calling: 1,
  sent: 2,
  delivered: 3,
  unanswered: 4,
  failed: 4,
  cancelled: 5,
};

export type ReceiptState = 'sent' | 'delivered' | 'unanswered' | 'failed';

/**
 * What a receipt changes: undelivered or unanswered means the next channel at once. After some codes the same is
 * tried once more as well. Null when it says nothing new.
 */
export function afterReceipt(
  state: ReceiptState,
  page: {
    readonly status: PageStatus;
    readonly disableReason: string | null;
    readonly errorCode: string | null;
    readonly attemptCount: number;
    /** Another provider of the channel may get through where this one did not. */
    readonly mayPassElsewhere?: boolean;
  },
): Consequence | null {
  if (RANK[state] <= RANK[page.status] || page.status === 'waiting') return null;
  const over = state === 'failed' || state === 'unanswered';
  const onceMore = state === 'failed' ? secondsUntilAgain(page) : null;
  return {
    attempt: state,
    page: onceMore === null ? state : 'waiting',
    dueInSeconds: onceMore,
    moveOn: over,
    disableMethod: state === 'failed' ? page.disableReason : null,
  };
}

function secondsUntilAgain(page: {
  readonly errorCode: string | null;
  readonly attemptCount: number;
  readonly mayPassElsewhere?: boolean;
}): number | null {
  if (page.mayPassElsewhere === true) return 0;
  if (page.errorCode === null || page.attemptCount > 1) return null;
  return ONCE_MORE_AFTER_SECONDS.get(page.errorCode) ?? null;
}
