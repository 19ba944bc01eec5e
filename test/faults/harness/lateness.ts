import { z } from 'zod';
import type { Bounds } from './invariant.js';
import { groupBy, reachesInto, type RecordIndex } from './record-index.js';
import type { FaultRecord, RecordedEntry } from './record.js';

const stepDetails = z.object({ userIds: z.array(z.string()), escalateAfterSeconds: z.number() });
const lastResortDetails = z.object({ userIds: z.array(z.string()) });

const said = (seconds: number): string => `${seconds.toFixed(1)} s`;

/**
 * Each step begins when the one before has waited, neither before nor much later; the first one when the incident begins,
 * and the last resort after the last one.
 */
export function lateSteps(record: FaultRecord, _: RecordIndex, bounds: Bounds): string[] {
  const entries = groupBy(record.timeline, ({ incidentId }) => incidentId);
  return record.incidents.flatMap(({ id }) => lateStepsOf(entries.get(id) ?? [], record.now, bounds));
}

/** `due`: when the next step is to begin; null while nobody is to be paged, or when there is no next one. */
function lateStepsOf(
  entries: readonly RecordedEntry[],
  now: number,
  { step: bound, early }: Bounds,
): string[] {
  const broken: string[] = [];
  let due: number | null = null;
  let mayBeEarly = false;
  const compare = (at: number, what: string, incidentId: string): void => {
    if (due === null) return;
    const late = (at - due) / 1000;
    if (late > bound) broken.push(`${what} of ${incidentId} began ${said(late)} late`);
    if (!mayBeEarly && at < due - early * 1000)
      broken.push(`${what} of ${incidentId} began ${said(-late)} early`);
  };
  for (const { at, kind, details, incidentId } of entries) {
    const opens = reachesInto(kind);
    if (opens !== null) {
      if (!opens && due !== null && (at - due) / 1000 > bound)
        broken.push(
          `The next step of ${incidentId} was ${said((at - due) / 1000)} late when it was answered`,
        );
      due = opens ? at : null;
    }
    if (kind === 'step.skipped' || kind === 'step.unreachable' || kind === 'escalation.handed-off') {
      mayBeEarly = true;
      due = due === null ? null : Math.min(due, at);
    }
    if (kind === 'step.started') {
      compare(at, 'A step', incidentId);
      due = at + stepDetails.parse(details).escalateAfterSeconds * 1000;
      mayBeEarly = false;
    }
    if (kind === 'escalation.exhausted') {
      compare(at, 'The last resort', incidentId);
      due = null;
    }
  }
  const incidentId = entries[0]?.incidentId ?? '';
  if (due !== null && (now - due) / 1000 > bound)
    broken.push(`The next step of ${incidentId} is ${said((now - due) / 1000)} late`);
  return broken;
}

/** From due to decided, by the database's clock; what waited for its person's next message counts from then. */
export function latePages(
  { pages, timeline, now }: FaultRecord,
  index: RecordIndex,
  bounds: Bounds,
): string[] {
  const ended = new Map(
    timeline
      .filter(({ kind }) => /^page\.(cancelled|withdrawn)$/.test(kind))
      .map(({ details, at }) => [String(details['pageId']), at]),
  );
  return pages.flatMap((page) => {
    const [first] = index.attemptsOf(page.id);
    const due = Math.max(page.wantedAt, index.heldUntil(page.id) ?? 0);
    const until = first?.createdAt ?? ended.get(page.id) ?? (page.status === 'waiting' ? now : due);
    const late = (until - due) / 1000;
    if (late <= bounds.page) return [];
    // Nobody has to hurry with a page that nobody wants any more.
    if (first === undefined && !index.stayedOpen(page.incidentId, due, due + bounds.page * 1000)) return [];
    return [`The page ${page.id} about ${page.incidentId} was decided ${said(late)} after it was due`];
  });
}

/** From decided to the provider, whose stamp is by the same machine's clock. */
export function lateCalls({ requests, attempts }: FaultRecord, _: RecordIndex, bounds: Bounds): string[] {
  const attemptOf = new Map(attempts.map((attempt) => [attempt.providerId, attempt]));
  return requests.flatMap(({ sid, at }) => {
    const attempt = attemptOf.get(sid);
    const late = attempt === undefined ? 0 : (at - attempt.createdAt) / 1000;
    return late > bounds.call
      ? [`The provider had ${sid} ${said(late)} after attempt ${attempt?.id ?? ''}`]
      : [];
  });
}

/** Whoever a step pages has a message at the provider in time, unless somebody answered before. */
export function untold(record: FaultRecord, index: RecordIndex, bounds: Bounds): string[] {
  return [...groupBy(record.timeline, ({ incidentId }) => incidentId).values()].flatMap((entries) =>
    entries.flatMap((entry, place) => {
      if (!isBeginning(entry)) return [];
      const next = entries.findIndex((other, at) => at > place && isBeginning(other));
      const during = entries.slice(place + 1, next === -1 ? undefined : next);
      const pageIds = during.flatMap(({ kind, details }) =>
        kind === 'page.created' ? [String(details['pageId'])] : [],
      );
      return untoldOfStep(entry, pageIds, record.now, index, bounds);
    }),
  );
}

const isBeginning = ({ kind }: RecordedEntry): boolean =>
  kind === 'step.started' || kind === 'escalation.exhausted';

/** @param pageIds those that the step has made */
function untoldOfStep(
  { incidentId, at, details }: RecordedEntry,
  pageIds: readonly string[],
  now: number,
  index: RecordIndex,
  bounds: Bounds,
): string[] {
  return lastResortDetails.parse(details).userIds.flatMap((userId) => {
    const theirs = pageIds.filter((id) => index.page(id)?.userId === userId);
    const held = Math.max(at, ...theirs.map((id) => index.heldUntil(id) ?? 0));
    const limit = held + bounds.told * 1000;
    if (limit > now || !index.stayedOpen(incidentId, at, limit)) return [];
    const first = Math.min(...theirs.flatMap((id) => index.requestsOf(id)).map((request) => request.at));
    if (first <= limit) return [];
    const how = first === Infinity ? 'never, after' : `only ${said((first - at) / 1000)} after`;
    return [`${userId} was told of ${incidentId} ${how} their step began`];
  });
}
