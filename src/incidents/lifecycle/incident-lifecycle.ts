/** What an incident may be. Resolved is the end: a later trigger opens a new incident. */
export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved';

/**
 * What may happen to it. People (or the source) do all but `wake`: the end of a snooze, or of the time within which
 * an acknowledgement has to show that somebody is at work. `change` is of its title, priority or urgency.
 */
export type IncidentAction =
  'acknowledge' | 'resolve' | 'escalate' | 'snooze' | 'reassign' | 'merge' | 'change' | 'wake';

/** What becomes of the escalation: `restart` pages from the policy's beginning. */
export type EscalationSteer = 'stop' | 'next-step' | 'restart' | 'keep';

/**
 * What an action does to an incident.
 * - `change`: the new status, and what becomes of its escalation
 * - `unchanged`: it is so already, by the same person; a second press of the same button is not an error.
 *   `isSignOfLife`: it shows that whoever acknowledged is at work, so the acknowledgement's time begins anew
 * - `too-late`: somebody or something was quicker; `why` is how it stands
 */
export type Transition =
  | { readonly kind: 'change'; readonly to: IncidentStatus; readonly escalation: EscalationSteer }
  | { readonly kind: 'unchanged'; readonly isSignOfLife: boolean }
  | { readonly kind: 'too-late'; readonly why: 'acknowledged' | 'resolved' };

/** Whose the acknowledgement (or the resolution) is that an incident has: of the one who acts, of another person, of no person. */
export type Holder = 'same' | 'other' | 'nobody';

/**
 * The state machine of an incident. Only a person's action (or the source's own acknowledge or resolve) stops an
 * escalation (promise 5); escalating, reassigning or waking an acknowledged incident sets it going again. A teammate
 * may snooze what somebody else has acknowledged; it stays theirs. What only the source has acknowledged is whoever's
 * acknowledges it first.
 * @param holder who acknowledged (or resolved) it, where anybody has
 */
export function transition(status: IncidentStatus, action: IncidentAction, holder: Holder): Transition {
  if (status === 'resolved') return ofResolved(action, holder);
  switch (action) {
    case 'acknowledge':
      if (status === 'triggered' || holder === 'nobody')
        return { kind: 'change', to: 'acknowledged', escalation: 'stop' };
      return holder === 'same'
        ? { kind: 'unchanged', isSignOfLife: true }
        : { kind: 'too-late', why: 'acknowledged' };
    case 'snooze':
      return { kind: 'change', to: 'acknowledged', escalation: 'stop' };
    case 'resolve':
    case 'merge':
      return { kind: 'change', to: 'resolved', escalation: 'stop' };
    case 'escalate':
      return { kind: 'change', to: 'triggered', escalation: 'next-step' };
    case 'reassign':
      return { kind: 'change', to: 'triggered', escalation: 'restart' };
    case 'change':
      return { kind: 'change', to: status, escalation: 'keep' };
    case 'wake':
      return status === 'acknowledged'
        ? { kind: 'change', to: 'triggered', escalation: 'restart' }
        : { kind: 'unchanged', isSignOfLife: false };
  }
}

function ofResolved(action: IncidentAction, holder: Holder): Transition {
  const isSoAlready = action === 'wake' || (action === 'resolve' && holder === 'same');
  return isSoAlready ? { kind: 'unchanged', isSignOfLife: false } : { kind: 'too-late', why: 'resolved' };
}
