import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { OpenPage } from './answers.js';

/** A page as a call or a link tells of it. */
export interface ToldPage {
  userId: string;
  incidentId: string;
  incidentNumber: number;
  serviceName: string;
  title: string;
  severity: string;
  reason: string;
  status: 'triggered' | 'acknowledged' | 'resolved';
  acknowledgedByName: string | null;
  address: string;
  timeZone: string;
  since: Date;
  now: Date;
  /** A request for help that waits for this person's answer. */
  responderRequestId: string | null;
}

/**
 * A phone and those whose verified number it is now: a number moves on, and whoever has it next does not answer for
 * whoever had it before.
 */
export interface OwnedPhone {
  readonly phone: string;
  readonly ownerIds: readonly string[];
}

/** A triggered incident that a call stands for. */
export interface BundledIncident {
  id: string;
  number: number;
  title: string;
  serviceName: string;
  severity: string;
}

/** What a reply code means on one phone. */
export interface CodedPage {
  incidentId: string;
  userId: string;
  serviceName: string;
  number: number;
  title: string;
  status: 'triggered' | 'acknowledged' | 'resolved';
  responderRequestId: string | null;
}

const JOINED = `
  FROM pages page
  JOIN incidents incident ON incident.id = page.incident_id
  JOIN services service ON service.id = incident.service_id
  LEFT JOIN responder_requests request ON request.id = page.responder_request_id AND request.status = 'pending'
  LEFT JOIN users acknowledger ON acknowledger.id = incident.acknowledged_by`;

const OPEN_PAGE = `page.incident_id AS "incidentId", page.user_id AS "userId", page.reply_code AS code,
  incident.number::int AS number, incident.title, incident.status, service.name AS "serviceName",
  acknowledger.name AS "acknowledgedByName", request.id AS "responderRequestId"`;

/** The pages that a phone may answer. */
@Injectable()
export class PhonePages {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The unresolved incidents about which this phone was paged, each once with its newest code, by number. A page
   * that failed may have come through all the same, so it counts where nothing surer does.
   */
  async openOf({ phone, ownerIds }: OwnedPhone): Promise<OpenPage[]> {
    const rows = await this.dataSource.query<(OpenPage & { failed: boolean })[]>(
      `SELECT * FROM (
         SELECT DISTINCT ON (page.incident_id) ${OPEN_PAGE}, page.status = 'failed' AS failed
         ${JOINED}
         WHERE page.address = $1 AND page.user_id = ANY($2::uuid[]) AND page.type IN ('sms', 'voice')
           AND incident.status <> 'resolved'
           AND page.status IN ('calling', 'sent', 'delivered', 'unanswered', 'failed')
         ORDER BY page.incident_id, (page.status = 'failed'), (request.id IS NULL), page.id DESC
       ) open ORDER BY number`,
      [phone, ownerIds],
    );
    const sure = rows.filter((row) => !row.failed);
    return sure.length > 0 ? sure : rows;
  }

  /** The incident and person that this code means on this phone: of an open incident before a resolved one's. */
  async withCode({ phone, ownerIds }: OwnedPhone, code: string): Promise<CodedPage | null> {
    const [row] = await this.dataSource.query<CodedPage[]>(
      `SELECT page.incident_id AS "incidentId", page.user_id AS "userId", service.name AS "serviceName",
              incident.number::int AS number, incident.title, incident.status,
              request.id AS "responderRequestId"
       ${JOINED}
       WHERE page.address = $1 AND page.reply_code = $2 AND page.user_id = ANY($3::uuid[])
         AND page.type IN ('sms', 'voice')
       ORDER BY (incident.status <> 'resolved') DESC, (request.id IS NULL), page.id DESC LIMIT 1`,
      [phone, code, ownerIds],
    );
    return row ?? null;
  }

  /** A page as it stands; null where there is none, and where its person has left: they answer nothing any more. */
  async told(pageId: string): Promise<ToldPage | null> {
    const [row] = await this.dataSource.query<ToldPage[]>(
      `SELECT page.user_id AS "userId", page.incident_id AS "incidentId", page.reason, page.address,
              incident.number::int AS "incidentNumber", incident.title, incident.severity, incident.status,
              service.name AS "serviceName", acknowledger.name AS "acknowledgedByName",
              request.id AS "responderRequestId", person.time_zone AS "timeZone",
              incident.created_at AS since, rouse_now() AS now
       ${JOINED} JOIN current_users person ON person.id = page.user_id WHERE page.id = $1`,
      [pageId],
    );
    return row ?? null;
  }

  /**
   * The other incidents that the last message or call of this page stood for and that nobody has acknowledged, the
   * worst first.
   */
  bundledWith(pageId: string): Promise<BundledIncident[]> {
    return this.dataSource.query<BundledIncident[]>(
      `WITH lead AS (
         SELECT coalesce(lead_attempt_id, id) AS id FROM attempts WHERE page_id = $1 ORDER BY number DESC LIMIT 1
       )
       SELECT * FROM (
         SELECT DISTINCT ON (incident.id) incident.id, incident.number::int AS number, incident.title,
                incident.severity, service.name AS "serviceName"
         FROM lead JOIN attempts attempt ON attempt.id = lead.id OR attempt.lead_attempt_id = lead.id
         JOIN pages page ON page.id = attempt.page_id
         JOIN incidents incident ON incident.id = page.incident_id
         JOIN services service ON service.id = incident.service_id
         WHERE incident.status = 'triggered' AND incident.id <> (SELECT incident_id FROM pages WHERE id = $1)
       ) other ORDER BY array_position(ARRAY['critical', 'error', 'warning', 'info'], severity), number`,
      [pageId],
    );
  }
}
