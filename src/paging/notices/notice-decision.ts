import type { ChannelType, SendOutcome } from '../channels/channel.js';

/** A way to tell somebody something. Most news does not ring: then no telephone is among them. */
export interface NoticeMethod {
  readonly id: string;
  readonly type: ChannelType;
  readonly address: string;
}

/** How a try to send ended; `calling` was left behind by a process that died, and may have been sent. */
export type NoticeAttemptStatus = 'calling' | 'sent' | 'refused' | 'busy' | 'unknown';

export interface NoticeAttempt {
  /** Null: the method is gone. */
  readonly contactMethodId: string | null;
  readonly status: NoticeAttemptStatus;
}

/** How a notice ended. */
export type NoticeEnd = 'sent' | 'expired' | 'unreachable' | 'failed';

export type NoticeStep =
  | { readonly kind: 'send'; readonly method: NoticeMethod }
  | { readonly kind: 'end'; readonly end: NoticeEnd };

/** After so many calls to providers a notice is given up. */
export const MOST_TRIES = 12;
const FIRST_BACKOFF_SECONDS = 5;
const LONGEST_BACKOFF_SECONDS = 15 * 60;

/**
 * What to do with a notice that is due. The method that was tried least comes first, SMS before mail and a
 * call last (or first, where it is to wake somebody), so that one channel's fault is answered by the other; a method that
 * refused is not asked again.
 * @param methods those that can be used now
 */
export function noticeStep(notice: {
  readonly isExpired: boolean;
  readonly ringsFirst: boolean;
  readonly attempts: readonly NoticeAttempt[];
  readonly methods: readonly NoticeMethod[];
}): NoticeStep {
  const { isExpired, ringsFirst, attempts, methods } = notice;
  const place = ({ type }: NoticeMethod): number => (ringsFirst && type === 'voice' ? -1 : PLACES[type]);
  if (isExpired) return { kind: 'end', end: 'expired' };
  if (attempts.length >= MOST_TRIES) return { kind: 'end', end: 'failed' };
  const triesOf = ({ id }: NoticeMethod) => attempts.filter(({ contactMethodId }) => contactMethodId === id);
  const [method] = methods
    .filter((each) => triesOf(each).every(({ status }) => status !== 'refused'))
    .sort(
      (left, right) =>
        triesOf(left).length - triesOf(right).length || place(left) - place(right) || order(left, right),
    );
  return method ? { kind: 'send', method } : { kind: 'end', end: 'unreachable' };
}

const PLACES = { sms: 0, email: 1, webhook: 2, voice: 3 } as const;
const order = (left: NoticeMethod, right: NoticeMethod): number => (left.id < right.id ? -1 : 1);

/** What follows from a call to a provider. */
export interface AfterCall {
  readonly attempt: NoticeAttemptStatus;
  /** Seconds until the next try; null: it is sent, and nothing is left to do. */
  readonly tryAgainInSeconds: number | null;
  /** Turn the contact method off, with this reason. */
  readonly disableMethod: string | null;
}

/**
 * After a call. A refusal goes on to the next method at once; what is passing waits, longer each time. An outcome
 * that nobody knows is repeated: a message that comes twice beats one that never came.
 * @param attemptNumber 1 for the first
 */
export function afterCall(outcome: SendOutcome, attemptNumber: number): AfterCall {
  const nothing = { tryAgainInSeconds: null, disableMethod: null } as const;
  switch (outcome.kind) {
    case 'accepted':
      return { ...nothing, attempt: 'sent' };
    case 'refused': {
      const disables = outcome.consequence === 'disable-method' || outcome.consequence === 'opted-out';
      return {
        attempt: 'refused',
        tryAgainInSeconds: 0,
        disableMethod: disables ? outcome.reason : null,
      };
    }
    case 'busy':
      return {
        ...nothing,
        attempt: 'busy',
        tryAgainInSeconds: Math.max(outcome.retryAfterMs / 1000, backoffSeconds(attemptNumber)),
      };
    case 'unknown':
      return { ...nothing, attempt: 'unknown', tryAgainInSeconds: backoffSeconds(attemptNumber) };
  }
}

/** 5, 10, 20 … 900 seconds after the first, second, third … try. */
function backoffSeconds(attemptNumber: number): number {
  return Math.min(LONGEST_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * 2 ** (attemptNumber - 1));
}
