import type { WakeUp } from '../platform/queue/wake-up.js';

/** The wake-up for an escalation whose deadline has come; the handler is in `paging/engine`. */
export const ADVANCE_ESCALATION = 'advance-escalation';

/** @param id the incident's */
export function advanceEscalation(id: string, fence: number, delayMs: number): WakeUp {
  return { kind: ADVANCE_ESCALATION, id, fence, delayMs };
}
