import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { toPage, type Page } from '../../platform/http/pagination.js';
import { conflict, notFound } from '../../platform/http/problem.js';
import { StatusReports } from '../channels/status-reports.js';
import type { VoiceTurn } from '../channels/voice-script.js';
import { VoiceConversation } from '../replies/voice-conversation.js';
import type { CallsQuery, SimulatedCall } from './simulator-schemas.js';

interface CallRow extends Omit<SimulatedCall, 'createdAt'> {
  pageId: string | null;
  createdAt: Date;
}

const COLUMNS = `id, phone AS to, page_id AS "pageId", status, spoken, keys, created_at AS "createdAt"`;
const PROVIDER = 'simulator';

/** The simulator's calls: answering, pressing keys, hanging up. What is said and done is the same as with Twilio. */
@Injectable()
export class SimulatedCalls {
  constructor(
    private readonly dataSource: DataSource,
    private readonly conversation: VoiceConversation,
    private readonly reports: StatusReports,
  ) {}

  /** Calls in the order they were made, the newest last. */
  async page({ to, active, limit, cursor, last }: CallsQuery): Promise<Page<SimulatedCall>> {
    const rows = await this.dataSource.query<CallRow[]>(
      `SELECT ${COLUMNS} FROM simulator_calls
       WHERE ($1::text IS NULL OR phone = $1) AND (NOT $2::boolean OR status IN ('ringing', 'answered'))
         AND made_order > coalesce((SELECT made_order FROM simulator_calls WHERE id = $3), 0)
       ORDER BY made_order ${last === undefined ? 'ASC' : 'DESC'} LIMIT $4`,
      [to ?? null, active, cursor ?? null, last ?? limit + 1],
    );
    if (last !== undefined) return { items: rows.map(toCall).reverse(), nextCursor: null };
    return toPage(rows.map(toCall), limit);
  }

  /** @throws Problem 404, 409 when it does not ring any more */
  async answer(id: string): Promise<SimulatedCall> {
    const call = await this.pickUp(id);
    if (!call) throw await this.notInState(id, 'does not ring any more');
    return toCall(call);
  }

  /**
   * Presses keys one after the other, and picks up first where the phone still rings. Keys after the one that ends
   * the call are lost, as on a telephone.
   * @throws Problem 404, 409 when the call is over
   */
  async press(id: string, digits: string): Promise<SimulatedCall> {
    await this.pickUp(id);
    let call: CallRow | null = null;
    for (const digit of digits) {
      const next = await this.pressOne(id, digit);
      if (!next) break;
      call = next;
    }
    if (!call) throw await this.notInState(id, 'is over');
    return toCall(call);
  }

  /** Hangs up, or turns down a call that rings. */
  async hangUp(id: string): Promise<SimulatedCall> {
    const call = await this.end(id);
    if (!call) throw await this.notInState(id, 'is over');
    return toCall(call);
  }

  /** Nobody picked up in time. Does nothing to a call that has moved on. */
  async stopRinging(id: string): Promise<void> {
    await this.end(id, ['ringing']);
  }

  /** Nobody hung up in time. */
  async cutOff(id: string): Promise<void> {
    await this.end(id);
  }

  /** The calls that are not over; for a process that has just started. */
  unfinished(): Promise<{ id: string }[]> {
    return this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM simulator_calls WHERE status IN ('ringing', 'answered')`,
    );
  }

  private async pickUp(id: string): Promise<CallRow | null> {
    const call = await this.change(
      `UPDATE simulator_calls SET status = 'answered' WHERE id = $1 AND status = 'ringing' RETURNING ${COLUMNS}`,
      [id],
    );
    if (!call) return null;
    // A call without a page has its words already; it ends when they are said.
    if (call.pageId === null) return this.end(id);
    await this.report(id, 'in-progress');
    return this.hear(id, await this.conversation.greet(call.pageId));
  }

  private async pressOne(id: string, digit: string): Promise<CallRow | null> {
    const call = await this.change(
      `UPDATE simulator_calls SET keys = keys || $2 WHERE id = $1 AND status = 'answered' RETURNING ${COLUMNS}`,
      [id, digit],
    );
    if (!call || call.pageId === null) return call;
    const page = { provider: PROVIDER, callId: id, pageId: call.pageId };
    return this.hear(id, await this.conversation.press(page, call.keys.length, digit));
  }

  /** Adds what was said; after a last word the call is over. */
  private async hear(id: string, turn: VoiceTurn): Promise<CallRow | null> {
    const call = await this.change(
      `UPDATE simulator_calls SET spoken = spoken || $2::jsonb WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, JSON.stringify(turn.say)],
    );
    return turn.listen === null ? this.end(id) : call;
  }

  private async end(id: string, from: readonly string[] = ['ringing', 'answered']): Promise<CallRow | null> {
    const call = await this.change(
      `UPDATE simulator_calls SET status = CASE status WHEN 'ringing' THEN 'no-answer' ELSE 'completed' END
       WHERE id = $1 AND status = ANY($2::text[]) RETURNING ${COLUMNS}`,
      [id, from],
    );
    if (call?.pageId) await this.report(id, call.status);
    return call;
  }

  private report(id: string, status: string): Promise<void> {
    return this.reports.take({ provider: PROVIDER, providerId: id, kind: 'call', status, errorCode: null });
  }

  private async change(update: string, parameters: unknown[]): Promise<CallRow | null> {
    const [rows] = await this.dataSource.query<[CallRow[], number]>(update, parameters);
    return rows[0] ?? null;
  }

  private async notInState(id: string, what: string) {
    const found = await this.dataSource.query<{ status: string }[]>(
      'SELECT status FROM simulator_calls WHERE id = $1',
      [id],
    );
    return found[0] ? conflict(`This call ${what}.`, { callStatus: found[0].status }) : notFound('call');
  }
}

function toCall({ id, to, status, spoken, keys, createdAt }: CallRow): SimulatedCall {
  return { id, to, status, spoken, keys, createdAt: createdAt.toISOString() };
}
