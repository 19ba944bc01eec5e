import type { PageInMessage } from './due-decision.js';

/** How long the pages of one message have waited, in seconds, at a moment of this process's own clock. */
export interface PageWaits {
  /** By `performance.now()`. */
  readonly at: number;
  /** Since each page was due; first tries only, and none that was held back to go together with others. */
  readonly sinceDue: readonly number[];
  /** Since the escalation began, of pages that are the first word of an incident to their person. */
  readonly sinceEvent: readonly number[];
}

/**
 * @param now by the database's clock, which stamped the pages (promise 8)
 * @param at the same moment, or a little before, by this process's own clock
 */
export function pageWaits(pages: readonly PageInMessage[], now: Date, at: number): PageWaits {
  const since = (moment: Date): number => Math.max(0, (now.getTime() - moment.getTime()) / 1000);
  const prompt = pages.filter(({ page }) => page.attemptCount === 0 && !page.wasHeld);
  return {
    at,
    sinceDue: prompt.map(({ page }) => since(page.wantedAt)),
    sinceEvent: prompt.flatMap(({ page, incident }) =>
      page.escalatedAt !== null && isFirstWord(page) && incident.urgency === 'high'
        ? [since(page.escalatedAt)]
        : [],
    ),
  };
}

const isFirstWord = (page: PageInMessage['page']): boolean =>
  page.round === 0 && page.step === 0 && page.responderRequestId === null && !page.isTold;
