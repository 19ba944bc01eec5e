import { isWanted, whatIsDue, type DueAction } from '../delivery/delivery-decision.js';
import { planMessages, RINGING_SECONDS, type WantedPage } from '../delivery/message-plan.js';
import type { LastAttempt } from './attempt-store.js';
import type { DuePage, DueSituation } from './due-pages.js';
import type { PagedIncident } from './incident-lock.js';
import type { LockedPage } from './page-store.js';

/** Pages with their incident: what a message is made of. The first one leads. */
export interface PageInMessage {
  readonly page: LockedPage;
  readonly incident: PagedIncident;
}

/** A message whose outcome nobody knows. */
export interface UnknownMessage {
  readonly messageId: string;
  /** The pages that wait for the answer, the lead first where it is among them. */
  readonly pages: readonly (PageInMessage & { readonly attempt: LastAttempt })[];
}

/** What to do with pages that are due, before anything is written. */
export interface DueDecision {
  readonly messages: readonly (readonly PageInMessage[])[];
  readonly lookUps: readonly UnknownMessage[];
  readonly waits: readonly { readonly page: LockedPage; readonly until: Date }[];
  readonly cancelled: readonly PageInMessage[];
  readonly withdrawn: readonly LockedPage[];
  readonly expired: readonly LockedPage[];
  readonly unconfirmed: readonly LockedPage[];
  readonly rests: readonly LockedPage[];
  /** The queue's clock runs ahead of the database's, whose time governs (promise 8): set the alarm again. */
  readonly tooEarly: readonly LockedPage[];
}

/**
 * Decides for every page of the batch, and for what goes along with it. A page whose fence has moved on since is
 * nobody's business here (promise 3).
 * @param claimed the sweeper has claimed the batch, so its deadlines are leases and not looked at
 */
export function decideDue(situation: DueSituation, batch: readonly DuePage[], claimed: boolean): DueDecision {
  const fences = new Map(batch.map(({ id, fence }) => [id, fence]));
  const asked = (page: LockedPage): boolean => fences.get(page.id) === page.fence && page.dueInMs !== null;
  const isDue = (page: LockedPage): boolean => page.isDue || (claimed && asked(page));
  // A wake-up that is stale or early does not stir what else the person waits for either.
  const stirred = new Set(
    situation.pages.filter((page) => asked(page) && isDue(page)).map(({ userId }) => userId),
  );
  const seen = situation.pages.flatMap((page) => {
    const incident = situation.incidents.get(page.incidentId);
    const goesAlong = page.status === 'waiting' && stirred.has(page.userId);
    if (!incident || !(asked(page) || goesAlong)) return [];
    const wanted = isWanted({ ...page, incidentStatus: incident.status });
    return [{ page, incident, isDue: isDue(page), action: whatIsDue({ ...page, isWanted: wanted }).kind }];
  });
  const due = (kind: DueAction['kind']) => seen.filter((each) => each.isDue && each.action === kind);
  const pagesDue = (kind: DueAction['kind']) => due(kind).map(({ page }) => page);
  const plan = planAll(
    situation,
    seen.filter(({ action }) => action === 'attempt'),
  );
  return {
    ...plan,
    lookUps: unknownMessages(situation, due('look-up')),
    cancelled: due('cancel'),
    withdrawn: pagesDue('unusable'),
    expired: pagesDue('expire'),
    unconfirmed: pagesDue('no-receipt'),
    rests: pagesDue('rest'),
    tooEarly: seen.filter((each) => asked(each.page) && !each.isDue).map(({ page }) => page),
  };
}

type Candidate = WantedPage & PageInMessage;

/** Person by person. Two people can share a number; a call to it keeps it busy for both. */
function planAll(
  situation: DueSituation,
  wanted: readonly (PageInMessage & { readonly isDue: boolean })[],
): Pick<DueDecision, 'messages' | 'waits'> {
  const people = new Map<string, Candidate[]>();
  for (const each of wanted) {
    const others = people.get(each.page.userId) ?? [];
    people.set(each.page.userId, others);
    others.push(candidateOf(each));
  }
  const busyLines = new Map(situation.busyLines);
  const messages: PageInMessage[][] = [];
  const waits: { page: LockedPage; until: Date }[] = [];
  for (const [userId, pages] of people) {
    const recent = situation.recent.get(userId) ?? [];
    const plan = planMessages({ pages, recent, busyLines, now: situation.now });
    for (const message of plan.messages) {
      messages.push(message.map(({ page, incident }) => ({ page, incident })));
      const [lead] = message;
      if (lead?.type === 'voice') busyLines.set(lead.address, afterRinging(situation.now));
    }
    waits.push(...plan.waits.map(({ page, until }) => ({ page: page.page, until })));
  }
  return { messages, waits };
}

function candidateOf({ page, incident, isDue }: PageInMessage & { readonly isDue: boolean }): Candidate {
  return {
    page,
    incident,
    isDue,
    id: page.id,
    incidentId: incident.id,
    incidentNumber: incident.number,
    urgency: incident.urgency,
    severity: incident.severity,
    // A request for help is answered by itself, so it is not told together with anything else.
    contactMethodId: `${page.contactMethodId} ${page.responderRequestId ?? ''}`,
    type: page.type,
    address: page.address,
    isRepeat: page.precedence === 2,
    isTold: page.isTold,
    wantedAt: page.wantedAt,
  };
}

/** Whoever shares a number with somebody who is called now waits for that call. */
const afterRinging = (now: Date): Date => new Date(now.getTime() + RINGING_SECONDS * 1000);

/** Every message once, with all its pages that still wait for its outcome. */
function unknownMessages(situation: DueSituation, due: readonly PageInMessage[]): UnknownMessage[] {
  const messageIds = new Set<string>();
  for (const { page } of due) {
    const attempt = situation.lastAttempts.get(page.id);
    if (!attempt) throw new Error(`Page ${page.id} is being called without an attempt`);
    messageIds.add(attempt.messageId);
  }
  const calling = situation.pages.flatMap((page) => {
    const attempt = situation.lastAttempts.get(page.id);
    const incident = situation.incidents.get(page.incidentId);
    return attempt && incident && page.status === 'calling' ? [{ page, incident, attempt }] : [];
  });
  return [...messageIds].map((messageId) => ({
    messageId,
    pages: calling
      .filter(({ attempt }) => attempt.messageId === messageId)
      .sort((one, other) => Number(other.attempt.id === messageId) - Number(one.attempt.id === messageId)),
  }));
}
