import type { EntityManager } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import type { ChannelType } from '../channels/channel.js';
import { precedenceOf } from '../delivery/page-order.js';
import { allotReplyCodes, codeKey } from './reply-codes.js';

/** A page to be written: one person, one contact method, now or after a delay. */
export interface NewPage {
  readonly userId: string;
  readonly contactMethodId: string;
  readonly type: ChannelType;
  readonly address: string;
  readonly delaySeconds: number;
  readonly round: number;
  readonly step: number;
  readonly reason: string;
  /** The request for help that it carries; left out for the pages of an escalation. */
  readonly responderRequestId?: string;
}

export interface NewPageOfIncident extends NewPage {
  readonly incidentId: string;
}

/** Writes pages of any number of incidents, which the caller has locked; gives their ids in order. */
export async function writeNewPages(
  manager: EntityManager,
  pages: readonly NewPageOfIncident[],
): Promise<string[]> {
  const codes = await allotReplyCodes(manager, pages);
  const precedences = await precedencesOf(manager, pages);
  const ids = pages.map(() => newId());
  await manager.query(
    `INSERT INTO pages (id, incident_id, user_id, contact_method_id, type, address, round, step, reason, status,
       reply_code, precedence, due_at, wanted_at, responder_request_id)
     SELECT id, incident_id, user_id, contact_method_id, type, address, round, step, reason, 'waiting',
       reply_code, precedence, rouse_now() + delay, rouse_now() + delay, responder_request_id
     FROM (SELECT *, delay_seconds * interval '1 second' AS delay FROM unnest($1::uuid[], $2::uuid[], $3::uuid[],
       $4::uuid[], $5::text[], $6::text[], $7::int[], $8::int[], $9::text[], $10::text[], $11::int[], $12::int[],
       $13::uuid[]) AS page (id, incident_id, user_id, contact_method_id, type, address, round, step, reason,
       reply_code, precedence, delay_seconds, responder_request_id)) AS page`,
    [
      ids,
      pages.map((page) => page.incidentId),
      pages.map((page) => page.userId),
      pages.map((page) => page.contactMethodId),
      pages.map((page) => page.type),
      pages.map((page) => page.address),
      pages.map((page) => page.round),
      pages.map((page) => page.step),
      pages.map((page) => page.reason),
      pages.map((page) => codes.get(codeKey(page))),
      precedences,
      pages.map((page) => page.delaySeconds),
      pages.map((page) => page.responderRequestId ?? null),
    ],
  );
  return ids;
}

/** A page repeats another where its escalation has paged the same contact method since it began or began anew. */
async function precedencesOf(manager: EntityManager, pages: readonly NewPageOfIncident[]): Promise<number[]> {
  const rows = await manager.query<{ id: string; urgency: 'high' | 'low'; paged: string[] }[]>(
    `SELECT incident.id, incident.urgency, ARRAY(
       SELECT DISTINCT page.contact_method_id::text FROM pages page
       JOIN escalations escalation ON escalation.incident_id = page.incident_id
       WHERE page.incident_id = incident.id AND page.created_at >= escalation.started_at
         AND page.responder_request_id IS NULL) AS paged
     FROM incidents incident WHERE incident.id = ANY($1::uuid[])`,
    [[...new Set(pages.map((page) => page.incidentId))]],
  );
  const incidents = new Map(rows.map((row) => [row.id, { ...row, paged: new Set(row.paged) }]));
  return pages.map((page) => {
    const incident = incidents.get(page.incidentId);
    if (!incident) throw new Error(`Incident ${page.incidentId} is gone`);
    const isRepeat = page.responderRequestId === undefined && incident.paged.has(page.contactMethodId);
    return precedenceOf({ urgency: incident.urgency, isRepeat });
  });
}
