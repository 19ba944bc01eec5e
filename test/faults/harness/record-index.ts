import type { FaultRecord, ProviderRequest, RecordedAttempt, RecordedPage } from './record.js';

/** What the checks look up in a record. */
export interface RecordIndex {
  page(id: string): RecordedPage | undefined;
  /** The page whose attempt has this id at the provider. */
  pageOfSid(sid: string): string | undefined;
  attemptsOf(pageId: string): readonly RecordedAttempt[];
  /** Every message and call that told of this page, alone or together with others. */
  requestsOf(pageId: string): readonly ProviderRequest[];
  /** Whether somebody was still to be told of the incident then. */
  wasOpenAt(incidentId: string, at: number): boolean;
  /** Whether it was open from `from` on without a break until `to`. */
  stayedOpen(incidentId: string, from: number, to: number): boolean;
  /** Until when the page waited for its person's next message; null where it did not. */
  heldUntil(pageId: string): number | null;
}

const OPENS = new Set([
  'incident.triggered',
  'incident.woke',
  'acknowledgement.timed-out',
  'incident.reassigned',
  'incident.escalated',
]);
/** What is said of an attempt that a provider was asked about later, and did not know. */
export const NO_TRACE = 'the provider has no trace of it';

const CLOSES = new Set(['incident.acknowledged', 'incident.resolved', 'incident.snoozed']);

/** What an entry says about whether people are still to be told: true from now on, false from now on, null nothing. */
export function reachesInto(kind: string): boolean | null {
  if (OPENS.has(kind)) return true;
  return CLOSES.has(kind) ? false : null;
}

export function indexRecord(record: FaultRecord): RecordIndex {
  const pages = new Map(record.pages.map((page) => [page.id, page]));
  const attempts = groupBy(record.attempts, ({ pageId }) => pageId);
  const attemptOfSid = new Map(
    record.attempts.flatMap((each) => (each.providerId === null ? [] : [[each.providerId, each] as const])),
  );
  const members = groupBy(record.attempts, ({ leadAttemptId }) => leadAttemptId ?? '');
  const told = groupBy(
    record.requests.flatMap((request) =>
      pagesOf(request, attemptOfSid, attempts, members).map((pageId) => ({ pageId, request })),
    ),
    ({ pageId }) => pageId,
  );
  const changes = groupBy(
    record.timeline.flatMap(({ incidentId, at, kind }) => {
      const opens = reachesInto(kind);
      return opens === null ? [] : [{ incidentId, at, opens }];
    }),
    ({ incidentId }) => incidentId,
  );
  const held = new Map<string, number>();
  for (const { kind, details } of record.timeline) {
    const until = Date.parse(String(details['until']));
    const pageId = String(details['pageId']);
    if (kind === 'page.held') held.set(pageId, Math.max(until, held.get(pageId) ?? 0));
  }
  const wasOpenAt = (incidentId: string, at: number): boolean =>
    changes.get(incidentId)?.findLast((change) => change.at <= at)?.opens ?? true;
  return {
    page: (id) => pages.get(id),
    pageOfSid: (sid) => attemptOfSid.get(sid)?.pageId,
    attemptsOf: (pageId) => attempts.get(pageId) ?? [],
    requestsOf: (pageId) => (told.get(pageId) ?? []).map(({ request }) => request),
    wasOpenAt,
    stayedOpen: (incidentId, from, to) =>
      wasOpenAt(incidentId, from) &&
      !(changes.get(incidentId) ?? []).some(({ at, opens }) => !opens && at > from && at <= to),
    heldUntil: (pageId) => held.get(pageId) ?? null,
  };
}

/**
 * The pages that a message stands for: those of the attempt that has its id; where no attempt has, those of the attempts
 * of the page that it names whose outcome nobody learned. A provider that is slow may send for one of them after a later
 * attempt was refused, which told of more pages and was certainly not sent.
 */
function pagesOf(
  { sid, pageId }: ProviderRequest,
  attemptOfSid: ReadonlyMap<string, RecordedAttempt>,
  attempts: ReadonlyMap<string, readonly RecordedAttempt[]>,
  members: ReadonlyMap<string, readonly RecordedAttempt[]>,
): string[] {
  const known = attemptOfSid.get(sid);
  const leads = known ? [known] : (attempts.get(pageId ?? '') ?? []).filter(mayHaveBeenSent);
  const pages = leads.flatMap((lead) => [lead, ...(members.get(lead.id) ?? [])]).map((each) => each.pageId);
  return [...new Set([...pages, ...(pageId === null ? [] : [pageId])])];
}

const mayHaveBeenSent = ({ providerId, status, error }: RecordedAttempt): boolean =>
  providerId === null && (status !== 'failed' || error === NO_TRACE);

export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
