import type { WakeUp } from '../../platform/queue/wake-up.js';

/** The wake-up for a page that wants attention: to be sent, looked up, or moved on from. */
export const DELIVER_PAGE = 'deliver-page';

/** @param id the page's */
export function deliverPage(id: string, fence: number, delayMs: number): WakeUp {
  return { kind: DELIVER_PAGE, id, fence, delayMs };
}
