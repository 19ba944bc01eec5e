import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import {
  ASKS_AGAIN_SECONDS,
  capacityOf,
  filled,
  grant,
  type Allowance,
} from '../delivery/provider-allowance.js';
import type { DueDecision, PageInMessage } from './due-decision.js';

interface Limit {
  readonly type: 'sms' | 'voice';
  readonly perSecond: number;
}

/** Holds messages back that a provider would not take now. One bucket for all processes, in the database. */
@Injectable()
export class ProviderAllowances {
  private readonly limits: readonly Limit[];

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'twilio' | 'twilioLimits'>) {
    const { smsPerSecond, callsPerSecond } = settings.twilioLimits;
    const limits = [
      { type: 'sms' as const, perSecond: smsPerSecond },
      { type: 'voice' as const, perSecond: callsPerSecond },
    ];
    this.limits =
      settings.twilio === null
        ? []
        : limits.flatMap(({ type, perSecond }) => (perSecond === null ? [] : [{ type, perSecond }]));
  }

  /** The decision without the messages that have to wait for their provider; their pages wait. */
  async limit(manager: EntityManager, decision: DueDecision, now: Date): Promise<DueDecision> {
    let limited = decision;
    for (const limit of this.limits) limited = await this.limitType(manager, limited, limit, now);
    return limited;
  }

  private async limitType(
    manager: EntityManager,
    decision: DueDecision,
    { type, perSecond }: Limit,
    now: Date,
  ): Promise<DueDecision> {
    const isLimited = (message: readonly PageInMessage[]): boolean => message[0]?.page.type === type;
    const messages = decision.messages.filter(isLimited).map((pages) => ({
      pages,
      precedence: Math.min(...pages.map(({ page }) => page.precedence)),
      wantedAt: new Date(Math.min(...pages.map(({ page }) => page.wantedAt.getTime()))),
    }));
    if (messages.length === 0) return decision;
    const tokens = filled(await this.lock(manager, type, perSecond), perSecond, now);
    const mine = messages.flatMap(({ pages }) => pages.map(({ page }) => page.id));
    const waiting = await this.waitingElsewhere(manager, type, mine);
    const granted = grant({ messages, tokens, perSecond, waiting, now });
    await manager.query('UPDATE provider_allowances SET tokens = $2, filled_at = $3 WHERE name = $1', [
      type,
      granted.tokens,
      now,
    ]);
    return {
      ...decision,
      messages: [
        ...decision.messages.filter((message) => !isLimited(message)),
        ...granted.now.map(({ pages }) => pages),
      ],
      waits: [
        ...decision.waits,
        ...granted.later.flatMap(({ message, until }) => message.pages.map(({ page }) => ({ page, until }))),
      ],
    };
  }

  /** The last lock of the transaction, so that nobody who holds it waits for anything. */
  private async lock(manager: EntityManager, name: string, perSecond: number): Promise<Allowance> {
    await manager.query(
      'INSERT INTO provider_allowances (name, tokens) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING',
      [name, capacityOf(perSecond)],
    );
    const [row] = await manager.query<Allowance[]>(
      'SELECT tokens, filled_at AS "filledAt" FROM provider_allowances WHERE name = $1 FOR UPDATE',
      [name],
    );
    if (!row) throw new Error(`The allowance of ${name} is gone`);
    return row;
  }

  /**
   * The messages that wait for the provider too: what waits on one contact method is about one message, and what waits
   * for its person's next slot is none yet.
   */
  private async waitingElsewhere(
    manager: EntityManager,
    type: string,
    mine: readonly string[],
  ): Promise<Map<number, number>> {
    const rows = await manager.query<{ precedence: number; count: number }[]>(
      `SELECT precedence, count(*)::int AS count FROM (
         SELECT min(precedence) AS precedence FROM pages
         WHERE status = 'waiting' AND type = $1 AND wanted_at <= rouse_now() AND id <> ALL($2::uuid[])
           AND due_at <= rouse_now() + $3 * interval '1 second'
         GROUP BY contact_method_id) messages
       GROUP BY precedence`,
      [type, mine, ASKS_AGAIN_SECONDS],
    );
    return new Map(rows.map(({ precedence, count }) => [precedence, count]));
  }
}
