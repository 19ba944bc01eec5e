import { createHash } from 'node:crypto';
import type { Answer } from './answering.js';
import type { Load, SentEvent } from './load.js';
import type { SystemUnderTest } from './system.js';

/** A message or a call that the provider took. */
export interface ProviderRequest {
  readonly sid: string;
  readonly kind: 'sms' | 'voice';
  readonly to: string;
  /** When the provider took it. */
  readonly at: number;
  /** The page that it is, or the first of the pages that it stands for, by the link or address in it; else null. */
  readonly pageId: string | null;
}

export interface RecordedEvent {
  /** As the load numbered it; null where it came from elsewhere. */
  readonly request: string | null;
  readonly action: string;
  readonly dedupKey: string;
  /** Null where it belongs to no alert, as a resolve of what is resolved already does. */
  readonly alertId: string | null;
  readonly incidentId: string | null;
}

export interface RecordedIncident {
  readonly id: string;
  readonly number: number;
  readonly serviceId: string;
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  readonly createdAt: number;
}

export interface RecordedEscalation {
  readonly incidentId: string;
  readonly status: 'running' | 'stopped';
  readonly dueAt: number | null;
}

export interface RecordedPage {
  readonly id: string;
  readonly incidentId: string;
  readonly userId: string;
  readonly contactMethodId: string;
  readonly type: string;
  readonly address: string;
  readonly round: number;
  readonly step: number;
  readonly status: 'waiting' | 'calling' | 'sent' | 'delivered' | 'unanswered' | 'failed' | 'cancelled';
  readonly createdAt: number;
  /** When it was to go out by the person's rules. */
  readonly wantedAt: number;
  readonly dueAt: number | null;
  /** Whether it asks somebody for help, and is no part of the escalation. */
  readonly isHelp: boolean;
}

export interface RecordedAttempt {
  readonly id: string;
  readonly pageId: string;
  readonly number: number;
  readonly status: 'calling' | 'unknown' | 'sent' | 'delivered' | 'unanswered' | 'failed';
  readonly providerId: string | null;
  readonly leadAttemptId: string | null;
  readonly errorCode: string | null;
  readonly error: string | null;
  readonly createdAt: number;
}

/** In the order in which they were written. */
export interface RecordedEntry {
  readonly incidentId: string;
  readonly at: number;
  readonly kind: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What happened in a run. All times are Unix times in milliseconds, by the clock of the database. */
export interface FaultRecord {
  readonly now: number;
  readonly sent: readonly SentEvent[];
  readonly answers: readonly Answer[];
  readonly people: readonly { readonly id: string; readonly phone: string }[];
  /** Whom each service's policy means. */
  readonly services: readonly { readonly id: string; readonly userIds: readonly string[] }[];
  /** Who was asked for help by hand. */
  readonly asked: readonly { readonly incidentId: string; readonly userId: string }[];
  readonly events: readonly RecordedEvent[];
  readonly incidents: readonly RecordedIncident[];
  readonly escalations: readonly RecordedEscalation[];
  readonly pages: readonly RecordedPage[];
  readonly attempts: readonly RecordedAttempt[];
  readonly timeline: readonly RecordedEntry[];
  readonly requests: readonly ProviderRequest[];
  /** The provider's ids of what was sent beside pages: news for people. */
  readonly noticeSids: readonly string[];
}

const MS = (column: string, name: string): string =>
  `(extract(epoch FROM ${column}) * 1000)::float8 AS "${name}"`;

/** Reads what happened, from PostgreSQL and from the double. */
export async function readRecord(system: SystemUnderTest, load: Load): Promise<FaultRecord> {
  const [clock] = await system.query<{ now: number; offset: number }>(
    `SELECT ${MS('rouse_now()', 'now')}, ${MS('rouse_now() - statement_timestamp()', 'offset')}`,
  );
  const offset = clock?.offset ?? 0;
  return {
    now: clock?.now ?? 0,
    sent: load.sent.map((event) => ({
      ...event,
      at: event.at + offset,
      answeredAt: event.answeredAt + offset,
    })),
    answers: load.answers.map((answer) => ({ ...answer, at: answer.at + offset })),
    people: load.world.people.map(({ id, phone }) => ({ id, phone })),
    services: load.world.services.map(({ id, people }) => ({ id, userIds: people.map((each) => each.id) })),
    asked: await system.query(
      `SELECT incident_id AS "incidentId", user_id AS "userId" FROM responder_requests WHERE user_id IS NOT NULL`,
    ),
    events: await system.query(
      `SELECT event.payload#>>'{payload,custom_details,request}' AS request, event.action,
         event.dedup_key AS "dedupKey", event.alert_id AS "alertId", alert.incident_id AS "incidentId"
       FROM events event LEFT JOIN alerts alert ON alert.id = event.alert_id`,
    ),
    incidents: await system.query(
      `SELECT id, number::int, service_id AS "serviceId", status, ${MS('created_at', 'createdAt')} FROM incidents`,
    ),
    escalations: await system.query(
      `SELECT incident_id AS "incidentId", status, ${MS('due_at', 'dueAt')} FROM escalations`,
    ),
    pages: await system.query(
      `SELECT id, incident_id AS "incidentId", user_id AS "userId", contact_method_id AS "contactMethodId", type,
         address, round, step, status, ${MS('created_at', 'createdAt')}, ${MS('wanted_at', 'wantedAt')},
         ${MS('due_at', 'dueAt')}, responder_request_id IS NOT NULL AS "isHelp" FROM pages`,
    ),
    attempts: await system.query(
      `SELECT id, page_id AS "pageId", number, status, provider_id AS "providerId",
         lead_attempt_id AS "leadAttemptId", error_code AS "errorCode", error, ${MS('created_at', 'createdAt')}
       FROM attempts ORDER BY page_id, number`,
    ),
    timeline: await system.query(
      `SELECT incident_id AS "incidentId", ${MS('at', 'at')}, kind, details FROM timeline_entries ORDER BY id`,
    ),
    requests: await readRequests(system, offset),
    noticeSids: (
      await system.query<{ sid: string }>(
        'SELECT provider_id AS sid FROM notice_attempts WHERE provider_id IS NOT NULL',
      )
    ).map(({ sid }) => sid),
  };
}

/** Each message has a link of its own, of which the database has the hash; a call's address names its page. */
async function readRequests(system: SystemUnderTest, offset: number): Promise<ProviderRequest[]> {
  const links = await system.query<{ hash: string; pageId: string }>(
    `SELECT encode(token_hash, 'hex') AS hash, page_id AS "pageId" FROM page_links`,
  );
  const pageOfLink = new Map(links.map(({ hash, pageId }) => [hash, pageId]));
  const messages = system.twilio.messages.map(({ sid, to, body, createdAt }): ProviderRequest => {
    const token = /\/i\/([\w-]+)/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(token, 'utf8').digest('hex');
    return { sid, kind: 'sms', to, at: createdAt.getTime() + offset, pageId: pageOfLink.get(hash) ?? null };
  });
  const calls = system.twilio.calls.map(({ sid, to, url, createdAt }): ProviderRequest => {
    const pageId = /\/twilio\/voice\/([0-9a-f-]{36})/.exec(url ?? '')?.[1] ?? null;
    return { sid, kind: 'voice', to, at: createdAt.getTime() + offset, pageId };
  });
  return [...messages, ...calls].sort((one, other) => one.at - other.at);
}
