import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ClaimedDeadline, SweptDeadlines } from '../../platform/queue/overdue-work.js';
import { Channels } from '../channels/channel.js';
import { ProviderCalls } from './provider-calls.js';

/**
 * Hangs up on phones that still ring about what somebody has answered meanwhile, wherever that was, and on those of
 * people who have left. Found by looking and not by a wake-up: whoever answers does not wait for a provider, and nobody
 * is harmed by a second more of ringing.
 */
@Injectable()
export class RingingCalls implements SweptDeadlines {
  readonly kind = 'ringing-call';

  constructor(
    private readonly dataSource: DataSource,
    private readonly channels: Channels,
    private readonly calls: ProviderCalls,
  ) {}

  /** Calls that nobody of their pages wants any more, each once. They have no lease: a call ends by itself soon. */
  async claimOverdue(limit: number): Promise<ClaimedDeadline[]> {
    const [rows] = await this.dataSource.query<[ClaimedDeadline[], number]>(
      `UPDATE attempts SET hung_up_at = rouse_now() WHERE id IN (
         SELECT call.id FROM attempts call
         WHERE call.line IS NOT NULL AND call.status = 'sent' AND call.provider_id IS NOT NULL
           AND call.hung_up_at IS NULL AND NOT EXISTS (
             SELECT 1 FROM attempts attempt JOIN pages page ON page.id = attempt.page_id
             JOIN current_users person ON person.id = page.user_id
             JOIN incidents incident ON incident.id = page.incident_id
             LEFT JOIN responder_requests request ON request.id = page.responder_request_id
             WHERE (attempt.id = call.id OR attempt.lead_attempt_id = call.id)
               AND CASE WHEN request.id IS NULL THEN incident.status = 'triggered'
                        ELSE request.status = 'pending' AND incident.status <> 'resolved' END)
         LIMIT $1 FOR UPDATE OF call SKIP LOCKED)
       RETURNING id, 0 AS fence`,
      [limit],
    );
    return rows;
  }

  async takeUp(id: string): Promise<void> {
    const [call] = await this.dataSource.query<{ providerId: string }[]>(
      'SELECT provider_id AS "providerId" FROM attempts WHERE id = $1',
      [id],
    );
    const channel = this.channels.of('voice');
    if (call && channel.hangUp) this.calls.letGo(channel.hangUp(call.providerId));
  }
}
