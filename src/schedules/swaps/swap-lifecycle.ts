/** What a request to trade shifts may be. Everything but `open` is the end. */
export const SWAP_STATUSES = ['open', 'accepted', 'declined', 'cancelled', 'expired'] as const;
export type SwapStatus = (typeof SWAP_STATUSES)[number];

/**
 * - `swap`: my shift for yours, with one person
 * - `cover`: one person is asked to take a shift for nothing in return
 * - `open`: everybody of the team is asked, the first to accept has it
 */
export const SWAP_KINDS = ['swap', 'cover', 'open'] as const;
export type SwapKind = (typeof SWAP_KINDS)[number];

/** What somebody may do with it. */
export type SwapAction = 'accept' | 'decline' | 'cancel';

/** How somebody stands to a request. */
export interface SwapParty {
  /** The one who gives, one of those who are asked, or anybody else. */
  readonly side: 'giver' | 'asked' | 'other';
  /** Whether they have said no to it before. */
  readonly hasDeclined: boolean;
  /** Whether it is they who answered it: accepted it, or said the last no. */
  readonly hasAnswered: boolean;
  /** Whether everybody else who is asked has said no. */
  readonly isLast: boolean;
}

/**
 * What an action does to a request.
 * - `change`: the new status
 * - `note-decline`: this person said no, the request stays open for the others
 * - `unchanged`: it is so already, by the same person; a second press of the same button is not an error
 * - `too-late`: it is closed; `why` is how it ended
 * - `forbidden`: it is not theirs to do
 */
export type SwapTransition =
  | { readonly kind: 'change'; readonly to: Exclude<SwapStatus, 'open' | 'expired'> }
  | { readonly kind: 'note-decline' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'too-late'; readonly why: Exclude<SwapStatus, 'open'> }
  | { readonly kind: 'forbidden'; readonly why: 'own-request' | 'not-asked' | 'not-giver' };

/** The status at `now`: a request that nobody answered ends when the earlier shift begins, written down or not. */
export function statusAt(swap: { status: SwapStatus; expiresAt: Date }, now: Date): SwapStatus {
  return swap.status === 'open' && swap.expiresAt <= now ? 'expired' : swap.status;
}

/**
 * The state machine of a request. The one who gives makes and cancels it; those who are asked accept or decline. A no
 * closes a request to one person; a request to the team is closed by the no of the last who was left, and until then
 * whoever said no may still change their mind.
 * @param status as `statusAt` gives it
 */
export function transition(status: SwapStatus, action: SwapAction, party: SwapParty): SwapTransition {
  const forbidden = whyForbidden(action, party);
  if (forbidden !== null) return { kind: 'forbidden', why: forbidden };
  switch (action) {
    case 'accept':
      if (status === 'open') return { kind: 'change', to: 'accepted' };
      return again(status, status === 'accepted' && party.hasAnswered);
    case 'decline':
      if (status !== 'open') return again(status, status === 'declined' && party.hasDeclined);
      if (party.isLast) return { kind: 'change', to: 'declined' };
      return party.hasDeclined ? { kind: 'unchanged' } : { kind: 'note-decline' };
    case 'cancel':
      if (status === 'open') return { kind: 'change', to: 'cancelled' };
      return again(status, status === 'cancelled');
  }
}

function whyForbidden(
  action: SwapAction,
  { side }: SwapParty,
): 'own-request' | 'not-asked' | 'not-giver' | null {
  if (action === 'cancel') return side === 'giver' ? null : 'not-giver';
  if (side === 'giver') return 'own-request';
  return side === 'asked' ? null : 'not-asked';
}

function again(status: Exclude<SwapStatus, 'open'>, isTheirs: boolean): SwapTransition {
  return isTheirs ? { kind: 'unchanged' } : { kind: 'too-late', why: status };
}
