import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { OpenPage } from './answers.js';

/** A page as a call tells of it. */
export interface CallPage {
  userId: string;
  incidentId: string;
  incidentNumber: number;
  serviceName: string;
  title: string;
  severity: string;
  reason: string;
  status: 'triggered' | 'acknowledged' | 'resolved';
  acknowledgedByName: string | null;
}

const JOINED = `
  FROM pages page
  JOIN incidents incident ON incident.id = page.incident_id
  JOIN services service ON service.id = incident.service_id
  LEFT JOIN users acknowledger ON acknowledger.id = incident.acknowledged_by`;

const OPEN_PAGE = `page.incident_id AS "incidentId", page.user_id AS "userId", page.reply_code AS code,
  incident.number::int AS number, incident.title, incident.status, service.name AS "serviceName",
  acknowledger.name AS "acknowledgedByName"`;

/** The pages that a phone may answer. */
@Injectable()
export class PhonePages {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The unresolved incidents about which this phone was paged, each once with its newest code, by number. A page
   * that failed may have come through all the same, so it counts where nothing surer does.
   */
  async openOf(phone: string): Promise<OpenPage[]> {
    const rows = await this.dataSource.query<(OpenPage & { failed: boolean })[]>(
      `SELECT * FROM (
         SELECT DISTINCT ON (page.incident_id) ${OPEN_PAGE}, page.status = 'failed' AS failed
         ${JOINED}
         WHERE page.address = $1 AND page.type IN ('sms', 'voice') AND incident.status <> 'resolved'
           AND page.status IN ('calling', 'sent', 'delivered', 'unanswered', 'failed')
         ORDER BY page.incident_id, (page.status = 'failed'), page.id DESC
       ) open ORDER BY number`,
      [phone],
    );
    const sure = rows.filter((row) => !row.failed);
    return sure.length > 0 ? sure : rows;
  }

  /** The incident and person that this code means on this phone: of an open incident before a resolved one's. */
  async withCode(
    phone: string,
    code: string,
  ): Promise<{ incidentId: string; userId: string; serviceName: string } | null> {
    const [row] = await this.dataSource.query<{ incidentId: string; userId: string; serviceName: string }[]>(
      `SELECT page.incident_id AS "incidentId", page.user_id AS "userId", service.name AS "serviceName"
       ${JOINED}
       WHERE page.address = $1 AND page.reply_code = $2 AND page.type IN ('sms', 'voice')
       ORDER BY (incident.status <> 'resolved') DESC, page.id DESC LIMIT 1`,
      [phone, code],
    );
    return row ?? null;
  }

  async ofCall(pageId: string): Promise<CallPage | null> {
    const [row] = await this.dataSource.query<CallPage[]>(
      `SELECT page.user_id AS "userId", page.incident_id AS "incidentId", page.reason,
              incident.number::int AS "incidentNumber", incident.title, incident.severity, incident.status,
              service.name AS "serviceName", acknowledger.name AS "acknowledgedByName"
       ${JOINED} WHERE page.id = $1`,
      [pageId],
    );
    return row ?? null;
  }
}
