import { redactText } from '../../platform/logging/redaction.js';
import type { Change, IncidentChange, ScheduleChange } from '../changes/change-log.js';
import { formatPosition, type ChangePosition } from '../changes/change-position.js';

/** What a reader can ask for, by `?kinds=`. */
export const STREAM_TOPICS = ['incident', 'page', 'schedule'] as const;
export type StreamTopic = (typeof STREAM_TOPICS)[number];

export interface StreamFilter {
  readonly topics: readonly StreamTopic[];
  /** Only this incident and its pages; null: all, and schedules. */
  readonly incidentId: string | null;
}

/** How long a client waits before it connects again. */
const RECONNECT_AFTER_MS = 2_000;

export function isWanted(change: Change, { topics, incidentId }: StreamFilter): boolean {
  if (incidentId !== null && change.incident?.id !== incidentId) return false;
  return topics.includes(topicOf(change));
}

function topicOf({ kind, incident }: Change): StreamTopic {
  if (incident === null) return 'schedule';
  return /^(page|attempt)\./.test(kind) ? 'page' : 'incident';
}

/** One change as a server-sent event (HTML Living Standard, section 9.2.6): its position, its kind and its data. */
export function changeEvent(change: Change): string {
  const data = change.incident === null ? scheduleData(change) : incidentData(change);
  return event(change.position, change.kind, data);
}

/** The beginning of a stream: how long to wait before connecting again, and where the reader stands. */
export function openingEvent(position: ChangePosition): string {
  return `retry: ${String(RECONNECT_AFTER_MS)}\n${event(position, 'ready', {})}`;
}

/** What was missed is not there any more: load everything anew, and go on from this position. */
export function resetEvent(position: ChangePosition): string {
  return event(position, 'reset', {});
}

/**
 * A sign of life. An id without data is not handed to the program, but remembered by its client: whoever filters out
 * all that happens still does not fall behind.
 */
export function heartbeat(position: ChangePosition): string {
  return `: still here\nid: ${formatPosition(position)}\n\n`;
}

function event(position: ChangePosition, kind: string, data: object): string {
  return `id: ${formatPosition(position)}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Members of entries that are words for people; the timeline has them in full. */
const TEXTS = new Set(['text', 'message', 'dedupKey', 'address', 'body']);

function incidentData({ kind, at, incident, actor, details }: IncidentChange): object {
  const ids = Object.entries(details).filter(([member]) => !TEXTS.has(member));
  return { kind, at: at.toISOString(), incident, actor, details: withoutNumbers(Object.fromEntries(ids)) };
}

/** Whatever a room writes into its entries, no phone number leaves by this door whole. */
function withoutNumbers(details: object): unknown {
  return JSON.parse(redactText(JSON.stringify(details)));
}

const OBJECT_MEMBERS = [
  'scheduleId',
  'userId',
  'replaces',
  'fromUserId',
  'withUserId',
  'start',
  'end',
  'status',
];

function scheduleData({ kind, at, action, objectId, object }: ScheduleChange): object {
  const known = OBJECT_MEMBERS.filter((member) => object[member] !== undefined);
  return {
    kind,
    at: at.toISOString(),
    action,
    id: objectId,
    ...Object.fromEntries(known.map((member) => [member, object[member]])),
    ...(kind === 'schedule.changed' ? { scheduleId: objectId } : {}),
  };
}
