import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import { toPage, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { SmsReplies } from '../replies/sms-replies.js';
import type {
  MessagesQuery,
  SendSms,
  SentSms,
  SimulatedMessage,
  SimulatedPhone,
} from './simulator-schemas.js';

/** The other end of every simulated message. */
const ROUSE = 'Rouse';

interface MessageRow {
  id: string;
  type: 'sms' | 'email';
  direction: 'to-phone' | 'from-phone';
  phone: string;
  body: string;
  createdAt: Date;
}

/** The simulator's phones: their messages, and what their owners write. */
@Injectable()
export class SimulatedPhones {
  constructor(
    private readonly dataSource: DataSource,
    private readonly replies: SmsReplies,
  ) {}

  /** Messages in the order they were made, the newest last. */
  async messages({ to, phone, limit, cursor, last }: MessagesQuery): Promise<Page<SimulatedMessage>> {
    const rows = await this.dataSource.query<MessageRow[]>(
      `SELECT id, type, direction, phone, body, created_at AS "createdAt" FROM simulator_messages
       WHERE ($1::text IS NULL OR (phone = $1 AND direction = 'to-phone')) AND ($2::text IS NULL OR phone = $2)
         AND made_order > coalesce((SELECT made_order FROM simulator_messages WHERE id = $3), 0)
       ORDER BY made_order ${last === undefined ? 'ASC' : 'DESC'} LIMIT $4`,
      [to ?? null, phone ?? null, cursor ?? null, last ?? limit + 1],
    );
    if (last !== undefined) return { items: rows.map(toMessage).reverse(), nextCursor: null };
    return toPage(rows.map(toMessage), limit);
  }

  /** Everybody's addresses, so that a page can draw their phones. */
  async phones({ limit, cursor }: PageQuery): Promise<Page<SimulatedPhone>> {
    const rows = await this.dataSource.query<SimulatedPhone[]>(
      `SELECT * FROM (
         SELECT min(method.id::text) AS id, method.address,
                array_agg(method.type ORDER BY array_position(ARRAY['sms', 'voice', 'email'], method.type)) AS types,
                bool_or(method.verified_at IS NOT NULL) AS verified, bool_or(method.disabled_at IS NULL) AS on,
                person.id AS "userId", person.name, person.role, person.time_zone AS "timeZone"
         FROM contact_methods method JOIN users person ON person.id = method.user_id
         WHERE method.disabled_reason IS DISTINCT FROM 'deleted' AND method.type <> 'webhook'
         GROUP BY method.address, person.id
       ) phone
       WHERE $1::text IS NULL OR id > $1 ORDER BY id LIMIT $2`,
      [cursor ?? null, limit + 1],
    );
    return toPage(rows, limit);
  }

  /** An SMS from a phone, handled as Twilio's webhook handles one; the answers arrive on the phone. */
  async send({ from, body }: SendSms): Promise<SentSms> {
    await this.store('from-phone', from, body);
    const replies = await this.replies.answer({ from, body });
    for (const reply of replies) await this.store('to-phone', from, reply);
    return { replies };
  }

  private async store(direction: MessageRow['direction'], phone: string, body: string): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO simulator_messages (id, type, direction, phone, body) VALUES ($1, 'sms', $2, $3, $4)`,
      [newId(), direction, phone, body],
    );
  }
}

function toMessage({ id, type, direction, phone, body, createdAt }: MessageRow): SimulatedMessage {
  const [to, from] = direction === 'to-phone' ? [phone, ROUSE] : [ROUSE, phone];
  return { id, type, to, from, body, direction, createdAt: createdAt.toISOString() };
}
