import type { OutgoingPage, PageMoment } from '../channels/channel.js';
import type { AttemptInHand } from './attempt-in-hand.js';
import type { PageInMessage } from './due-decision.js';

/** One call to a provider, and the attempts that it is. */
export interface OutgoingMessage {
  readonly page: OutgoingPage;
  /** The lead first. */
  readonly attempts: readonly AttemptInHand[];
}

/**
 * What a provider is asked to send for these pages, of which the first leads: as it is, or as a bundle where they are
 * about several incidents.
 * @param moment null where it is not told
 */
export function outgoingMessage<Each extends PageInMessage>(
  pages: readonly Each[],
  attemptOf: (each: Each) => Pick<AttemptInHand, 'attemptId' | 'attemptNumber' | 'leadAttemptId' | 'fence'>,
  moment: PageMoment | null,
): OutgoingMessage {
  const [lead] = pages;
  if (!lead) throw new Error('A message without pages');
  const attempts = pages.map((each) => ({
    ...attemptOf(each),
    pageId: each.page.id,
    incidentId: each.incident.id,
  }));
  const [first] = attempts;
  const { page, incident } = lead;
  const incidentIds = [...new Set(pages.map((each) => each.incident.id))];
  const { number, title, serviceName, severity } = incident;
  return {
    attempts,
    page: {
      pageId: page.id,
      attemptId: first?.leadAttemptId ?? first?.attemptId ?? '',
      type: page.type,
      address: page.address,
      replyCode: page.replyCode,
      incidentId: incident.id,
      incidentNumber: number,
      serviceName,
      title,
      severity,
      reason: page.reason,
      timeZone: page.timeZone,
      ...(moment === null ? {} : { moment }),
      ...(incidentIds.length > 1
        ? {
            bundle: {
              count: incidentIds.length,
              worst: { number, title, serviceName, severity },
              incidentIds,
            },
          }
        : {}),
    },
  };
}
