/** What an incident may be. Resolved is the end: a later trigger opens a new incident. */
export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved';

/** What somebody may do to it. */
export type IncidentAction = 'acknowledge' | 'resolve' | 'escalate';

/**
 * What an action does to an incident.
 * - `change`: the new status, and what becomes of its escalation
 * - `unchanged`: it is so already, by the same person; a second press of the same button is not an error
 * - `too-late`: somebody or something was quicker; `detail` says who or what in words
 */
export type Transition =
  | { readonly kind: 'change'; readonly to: IncidentStatus; readonly escalation: 'stop' | 'next-step' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'too-late'; readonly why: 'acknowledged' | 'resolved' };

/**
 * The state machine of an incident. Only a person's action (or the source's own acknowledge or resolve) stops an
 * escalation (promise 5); escalating an acknowledged incident sets the next step going again.
 * @param sameActor whether the one who acts is the one who acknowledged it
 */
export function transition(status: IncidentStatus, action: IncidentAction, sameActor: boolean): Transition {
  if (status === 'resolved') {
    return action === 'resolve' && sameActor ? { kind: 'unchanged' } : { kind: 'too-late', why: 'resolved' };
  }
  switch (action) {
    case 'acknowledge':
      if (status === 'triggered') return { kind: 'change', to: 'acknowledged', escalation: 'stop' };
      return sameActor ? { kind: 'unchanged' } : { kind: 'too-late', why: 'acknowledged' };
    case 'resolve':
      return { kind: 'change', to: 'resolved', escalation: 'stop' };
    case 'escalate':
      return { kind: 'change', to: 'triggered', escalation: 'next-step' };
  }
}
