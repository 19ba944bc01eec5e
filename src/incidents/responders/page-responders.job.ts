import type { WakeUp } from '../../platform/queue/wake-up.js';

/** The wake-up for a request for help: to page whoever is asked, and later to end it; the handler is in `paging/engine`. */
export const PAGE_RESPONDERS = 'page-responders';

/** @param id the request's */
export function pageResponders(id: string, fence: number, delayMs: number): WakeUp {
  return { kind: PAGE_RESPONDERS, id, fence, delayMs };
}
