/** What a request for help may be. Everything but `pending` is the end. */
export const RESPONDER_STATUSES = ['pending', 'accepted', 'declined', 'expired', 'cancelled'] as const;
export type ResponderStatus = (typeof RESPONDER_STATUSES)[number];

/** What somebody may do with it. */
export type ResponderAction = 'accept' | 'decline' | 'cancel';

/** How somebody stands to a request. */
export interface ResponderParty {
  /** Whether it is they who were asked. */
  readonly isAsked: boolean;
  /** Whether they may take it back: it is theirs, or they are an admin. */
  readonly mayCancel: boolean;
}

/**
 * What an action does to a request.
 * - `unchanged`: it is so already; a second press of the same button is not an error
 * - `too-late`: it is over; `why` is how it ended
 * - `forbidden`: it is not theirs to do
 */
export type ResponderTransition =
  | { readonly kind: 'change'; readonly to: 'accepted' | 'declined' | 'cancelled' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'too-late'; readonly why: Exclude<ResponderStatus, 'pending'> }
  | { readonly kind: 'forbidden'; readonly why: 'not-asked' | 'not-asker' };

/** How long somebody who is asked to help has to answer. Seconds. */
export const ANSWER_WITHIN_SECONDS = 600;

const BECOMES = { accept: 'accepted', decline: 'declined', cancel: 'cancelled' } as const;

/** The state machine of a request for help: whoever is asked answers, whoever asks may take it back. */
export function responderTransition(
  status: ResponderStatus,
  action: ResponderAction,
  party: ResponderParty,
): ResponderTransition {
  if (action === 'cancel' && !party.mayCancel) return { kind: 'forbidden', why: 'not-asker' };
  if (action !== 'cancel' && !party.isAsked) return { kind: 'forbidden', why: 'not-asked' };
  if (status === 'pending') return { kind: 'change', to: BECOMES[action] };
  return status === BECOMES[action] ? { kind: 'unchanged' } : { kind: 'too-late', why: status };
}
