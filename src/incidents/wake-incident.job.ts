import type { WakeUp } from '../platform/queue/wake-up.js';
import type { Waking } from './incident-store.js';

/** The wake-up for an acknowledged incident whose snooze or acknowledgement is at its end. */
export const WAKE_INCIDENT = 'wake-incident';

/** None where it is not to wake. @param id the incident's */
export function wakeIncident(id: string, { fence, wakesInMs }: Waking): WakeUp[] {
  return wakesInMs === null ? [] : [{ kind: WAKE_INCIDENT, id, fence, delayMs: wakesInMs }];
}
