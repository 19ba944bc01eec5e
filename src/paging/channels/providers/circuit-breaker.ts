import type { SendOutcome } from '../channel.js';

/** So many failures in a row within this time, and a provider is left alone for a while. */
const MOST_FAILURES = 5;
const WITHIN_MS = 30_000;
/** After this time one call tries whether it works again. */
export const OPEN_FOR_MS = 15_000;
/** A probe that has not ended by then was lost with its process, and another one may try. */
const PROBE_ENDS_WITHIN_MS = 15_000;

/**
 * What is known of one provider for one type of channel. Times are milliseconds on any one clock.
 * - `closed`: calls go through; `failures` are when the last ones in a row failed.
 * - `open`: no call goes through before `until`.
 * - `half-open`: one call is trying whether it works again; others wait for what comes of it, until `until` at most.
 */
export type Circuit =
  | { readonly kind: 'closed'; readonly failures: readonly number[] }
  | { readonly kind: 'open'; readonly until: number }
  | { readonly kind: 'half-open'; readonly until: number };

export const CLOSED: Circuit = { kind: 'closed', failures: [] };

/** How a call went, as far as it tells of the provider. `shut-out`: it knows Rouse no more, and every call ends so. */
export type Verdict = 'works' | 'fails' | 'shut-out';

/** Whether a call may be made now, and the circuit after that. Asking an open one whose time is over begins a probe. */
export function admit(circuit: Circuit, now: number): { admitted: boolean; circuit: Circuit } {
  if (circuit.kind === 'closed') return { admitted: true, circuit };
  if (now < circuit.until) return { admitted: false, circuit };
  return { admitted: true, circuit: { kind: 'half-open', until: now + PROBE_ENDS_WITHIN_MS } };
}

/** Whether `admit` would say yes; changes nothing. */
export const admits = (circuit: Circuit, now: number): boolean => admit(circuit, now).admitted;

/** Milliseconds until a call may be made; 0 where it may now. */
export const admitsInMs = (circuit: Circuit, now: number): number =>
  circuit.kind === 'closed' ? 0 : Math.max(0, circuit.until - now);

/** The circuit after a call has ended. A call that was begun before the circuit opened changes nothing any more. */
export function afterCall(circuit: Circuit, verdict: Verdict, now: number): Circuit {
  if (circuit.kind === 'open') return circuit;
  if (verdict === 'works') return CLOSED;
  const open: Circuit = { kind: 'open', until: now + OPEN_FOR_MS };
  if (verdict === 'shut-out' || circuit.kind === 'half-open') return open;
  const failures = [...circuit.failures.filter((at) => now - at < WITHIN_MS), now];
  return failures.length >= MOST_FAILURES ? open : { kind: 'closed', failures };
}

/** Credentials that are not taken, or an account that is closed. */
const SHUT_OUT: ReadonlySet<string> = new Set(['20003', '20005', '10001', 'HTTP 401', 'HTTP 403']);

/** What the end of a call says of the provider. A page that it refuses for the page's own sake shows that it works. */
export function verdictOf(outcome: SendOutcome): Verdict {
  switch (outcome.kind) {
    case 'accepted':
      return 'works';
    case 'busy':
    case 'unknown':
      return 'fails';
    case 'refused':
      if (outcome.consequence !== 'tell-operators') return 'works';
      return SHUT_OUT.has(outcome.code) ? 'shut-out' : 'fails';
  }
}

/** Blocked or filtered on this provider's way to the phone: another one may get through. */
const ANOTHER_WAY: ReadonlySet<string> = new Set(['30004', '30005', '30007', '30034']);

/**
 * Whether a page that ended so is sent through the next provider at once. Only what certainly was not sent: a call
 * whose outcome is unknown is looked up first (promise 4).
 */
export function isForAnother(outcome: SendOutcome): boolean {
  if (outcome.kind === 'busy') return true;
  return (
    outcome.kind === 'refused' && (outcome.consequence === 'tell-operators' || ANOTHER_WAY.has(outcome.code))
  );
}

/** Whether a code that came with a receipt means that another provider may get through. */
export const mayPassElsewhere = (errorCode: string): boolean => ANOTHER_WAY.has(errorCode);
