import { duplicates, pagedTwice } from './duplicates.js';
import { lateCalls, latePages, lateSteps, untold } from './lateness.js';
import { indexRecord, reachesInto, type RecordIndex } from './record-index.js';
import type { FaultRecord } from './record.js';

/** What "on time" means in a run, in seconds. */
export interface Bounds {
  /** From the moment at which a step, or the last resort, is due until it begins. */
  readonly step: number;
  /** How much earlier it may begin: a deadline counts from when it was planned, some statements before it is written down. */
  readonly early: number;
  /** From the moment at which a page is due until it is decided to send it. */
  readonly page: number;
  /** From that decision until the provider has the message. */
  readonly call: number;
  /** From the beginning of a step until the provider has a message for each of its people. */
  readonly told: number;
}

export const DEFAULT_BOUNDS: Bounds = { step: 5, early: 1, page: 5, call: 5, told: 10 };

type Check = (record: FaultRecord, index: RecordIndex, bounds: Bounds) => string[];

const CHECKS: readonly Check[] = [
  lostEvents,
  eventsWithoutIncident,
  openEnds,
  lateSteps,
  latePages,
  lateCalls,
  untold,
  pagedAfterAnswer,
  lostAnswers,
  wrongPeople,
  unexplainedRequests,
  duplicates,
  pagedTwice,
];

/**
 * The promise, looked for in what happened: every event that was taken became (part of) an incident that was answered or
 * ran its escalation to the end, on time; nobody was paged after an answer; nothing went to the wrong person; every
 * duplicate is explained by an outcome that nobody knew.
 * @returns what is broken, a sentence each; empty where all holds
 */
export function brokenInvariants(record: FaultRecord, bounds: Bounds): string[] {
  const index = indexRecord(record);
  return CHECKS.flatMap((check) => check(record, index, bounds));
}

function lostEvents({ sent, events }: FaultRecord): string[] {
  const stored = new Set(events.map(({ request }) => request));
  return sent
    .filter(({ status, request }) => status === 202 && !stored.has(request))
    .map(({ request, dedupKey }) => `The event ${request} of ${dedupKey} was answered 202 and is not stored`);
}

function eventsWithoutIncident({ sent, events }: FaultRecord): string[] {
  const accepted = new Set(sent.filter(({ status }) => status === 202).map(({ request }) => request));
  return events
    .filter(({ request, action, incidentId }) => {
      return action === 'trigger' && incidentId === null && request !== null && accepted.has(request);
    })
    .map(({ request, dedupKey }) => `The event ${String(request)} of ${dedupKey} belongs to no incident`);
}

/** Whoever has neither been answered nor is at the end of his policy has a deadline, and one that is not long over. */
function openEnds({ incidents, escalations, now }: FaultRecord, _: RecordIndex, bounds: Bounds): string[] {
  const escalationOf = new Map(escalations.map((escalation) => [escalation.incidentId, escalation]));
  return incidents
    .filter(({ status }) => status === 'triggered')
    .flatMap(({ id }) => {
      const escalation = escalationOf.get(id);
      if (escalation === undefined) return [`The incident ${id} has no escalation`];
      if (escalation.status !== 'running' || escalation.dueAt === null)
        return [`The escalation of ${id}, which nobody has answered, does not run`];
      const late = (now - escalation.dueAt) / 1000;
      return late > bounds.step ? [`The escalation of ${id} is ${late.toFixed(1)} s over its deadline`] : [];
    });
}

/** Decided is what has an entry in the timeline; what is sent has an attempt. */
function pagedAfterAnswer({ timeline, attempts, pages }: FaultRecord, index: RecordIndex): string[] {
  const broken: string[] = [];
  const isOpen = new Map<string, boolean>();
  for (const { incidentId, kind, details } of timeline) {
    const opened = reachesInto(kind);
    if (opened !== null) isOpen.set(incidentId, opened);
    if (kind !== 'page.created' || isOpen.get(incidentId) !== false) continue;
    const page = index.page(String(details['pageId']));
    if (page?.isHelp !== true)
      broken.push(`The page ${String(details['pageId'])} about ${incidentId} was decided after an answer`);
  }
  const pageOf = new Map(pages.map((page) => [page.id, page]));
  for (const attempt of attempts) {
    const page = pageOf.get(attempt.pageId);
    if (page === undefined || page.isHelp) continue;
    if (!index.wasOpenAt(page.incidentId, attempt.createdAt))
      broken.push(
        `The attempt ${attempt.id} of page ${page.id} about ${page.incidentId} was made after an answer`,
      );
  }
  return broken;
}

function lostAnswers({ answers, timeline }: FaultRecord): string[] {
  const known = new Set(
    timeline
      .filter(({ kind }) =>
        /^(incident\.acknowledged|acknowledgement\.repeated|incident\.resolved)$/.test(kind),
      )
      .map(({ incidentId }) => incidentId),
  );
  return answers.flatMap(({ userId, acknowledged }) =>
    acknowledged
      .filter((incidentId) => !known.has(incidentId))
      .map((incidentId) => `The acknowledgement of ${incidentId} by ${userId} was confirmed and is lost`),
  );
}

function wrongPeople({ pages, people, services, asked, incidents }: FaultRecord): string[] {
  const phoneOf = new Map(people.map(({ id, phone }) => [id, phone]));
  const named = new Map(services.map(({ id, userIds }) => [id, new Set(userIds)]));
  const serviceOf = new Map(incidents.map(({ id, serviceId }) => [id, serviceId]));
  const wasAsked = new Set(asked.map(({ incidentId, userId }) => `${incidentId} ${userId}`));
  return pages.flatMap(({ id, incidentId, userId, type, address, isHelp }) => {
    const service = serviceOf.get(incidentId) ?? '';
    const means = isHelp ? wasAsked.has(`${incidentId} ${userId}`) : named.get(service)?.has(userId);
    const broken =
      means === false ? [`The page ${id} about ${incidentId} is for ${userId}, whom nothing names`] : [];
    const phone = phoneOf.get(userId);
    const isPhone = type === 'sms' || type === 'voice';
    if (isPhone && phone !== undefined && phone !== address)
      broken.push(`The page ${id} goes to a number that is not ${userId}'s`);
    return broken;
  });
}

function unexplainedRequests({ requests, noticeSids, people }: FaultRecord, index: RecordIndex): string[] {
  const notices = new Set(noticeSids);
  const numbers = new Set(people.map(({ phone }) => phone));
  return requests.flatMap(({ sid, kind, to, pageId }) => {
    const page = index.page(pageId ?? index.pageOfSid(sid) ?? '');
    if (page !== undefined)
      return page.address === to && page.type === kind
        ? []
        : [`The ${kind} ${sid} of page ${page.id} went to another number or channel than the page's`];
    if (notices.has(sid) && numbers.has(to)) return [];
    return [`The ${kind} ${sid} is neither a page nor news that Rouse knows of`];
  });
}
