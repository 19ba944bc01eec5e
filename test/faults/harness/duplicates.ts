import { groupBy, NO_TRACE, reachesInto, type RecordIndex } from './record-index.js';
import type { FaultRecord, RecordedAttempt } from './record.js';

/**
 * Two messages of one page need a reason: after each but the last, nobody knew whether it had been sent, or the provider
 * had said that it did not arrive.
 */
export function duplicates({ pages, timeline }: FaultRecord, index: RecordIndex): string[] {
  const doubted = new Set(
    timeline
      .filter(({ kind }) => kind === 'attempt.unknown' || kind === 'attempt.late')
      .map(({ details }) => String(details['attemptId'])),
  );
  return pages.flatMap((page) => {
    const requests = index.requestsOf(page.id);
    const reasons = index.attemptsOf(page.id).filter((attempt) => explains(attempt, doubted));
    if (requests.length - 1 <= reasons.length) return [];
    const sids = requests.map(({ sid }) => sid).join(', ');
    return [`The page ${page.id} was sent ${requests.length} times without a reason: ${sids}`];
  });
}

function explains({ id, status, providerId, error }: RecordedAttempt, doubted: ReadonlySet<string>): boolean {
  if (doubted.has(id) || status === 'unknown' || status === 'calling') return true;
  if (status === 'unanswered') return true;
  // Not arrived, as a receipt said; or looked up and not found, which a provider that is slow to write down says too.
  return status === 'failed' && (providerId !== null || error === NO_TRACE);
}

/** One run of a step makes one page for a contact method. What begins the policy anew begins anew here. */
export function pagedTwice({ timeline }: FaultRecord, index: RecordIndex): string[] {
  return [...groupBy(timeline, ({ incidentId }) => incidentId).values()].flatMap((entries) => {
    let seen = new Set<string>();
    return entries.flatMap(({ kind, details, incidentId }) => {
      if (reachesInto(kind) === true || kind === 'incident.urgency-raised') seen = new Set();
      if (kind !== 'page.created') return [];
      const page = index.page(String(details['pageId']));
      if (page === undefined || page.isHelp) return [];
      const key = `${String(page.round)} ${String(page.step)} ${page.contactMethodId}`;
      if (seen.has(key))
        return [`A step of ${incidentId} made a second page, ${page.id}, for one contact method`];
      seen.add(key);
      return [];
    });
  });
}
