import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../platform/database/identifier.js';

/** What people are told of beside pages; each can be turned off by each person. */
export const REFUSABLE_NOTICE_KINDS = [
  'shift.starts-soon',
  'shift.started',
  'shift.ended',
  'coverage.gap',
  'coverage.unreachable-member',
  'swap.requested',
  'swap.answered',
  'swap.reminder',
  'webhook.paused',
  'responder.answered',
  'contact-method.unproven',
] as const;
export type RefusableNoticeKind = (typeof REFUSABLE_NOTICE_KINDS)[number];

/** These too, and nobody can turn them off: whoever is not told believes that pages still reach them, or go to others. */
export type NoticeKind =
  | RefusableNoticeKind
  | 'departure.taken-over'
  | 'contact-method.stopped'
  | 'contact-method.started'
  | 'restore.held'
  | 'restore.undecided';

/** Something to tell one person. */
export interface Notice {
  readonly userId: string;
  readonly kind: NoticeKind;
  /** Plain text, times in the reader's zone. */
  readonly text: string;
  /** Two notices with one key are one: that is how two workers tell once. */
  readonly onceKey: string;
  /** Not after this time: an old reminder helps nobody. Null: always. */
  readonly expiresAt: Date | null;
  /** An address by which it is not sent: the one that it is about. */
  readonly notTo?: string;
}

/**
 * The outbox of what people are told. Written in the transaction of what it tells; sent afterwards by the paging room,
 * to the person's verified methods, by a call only where pages stopped reaching them.
 */
@Injectable()
export class Notices {
  /**
   * Adds notices, in one statement; left out are those whose key was there already, kinds that a person turned off, and
   * whatever is for programs or people who have left.
   */
  async add(manager: EntityManager, notices: readonly Notice[]): Promise<void> {
    if (notices.length === 0) return;
    await manager.query(
      `INSERT INTO notices (id, user_id, kind, text, once_key, expires_at, not_to, due_at)
       SELECT notice.id, notice.user_id, notice.kind, notice.text, notice.once_key, notice.expires_at, notice.not_to,
              rouse_now()
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
              AS notice (id, user_id, kind, text, once_key, expires_at, not_to)
         JOIN current_users person ON person.id = notice.user_id
        WHERE NOT EXISTS (SELECT FROM notice_refusals refusal
                           WHERE refusal.user_id = notice.user_id AND refusal.kind = notice.kind)
       ON CONFLICT (once_key) DO NOTHING`,
      [
        notices.map(() => newId()),
        notices.map(({ userId }) => userId),
        notices.map(({ kind }) => kind),
        notices.map(({ text }) => text),
        notices.map(({ onceKey }) => onceKey),
        notices.map(({ expiresAt }) => expiresAt),
        notices.map(({ notTo }) => notTo ?? null),
      ],
    );
  }

  /** The keys of those that `add` would keep: not told yet, and wanted. One query. */
  async untold(
    manager: EntityManager,
    notices: readonly Pick<Notice, 'userId' | 'kind' | 'onceKey'>[],
  ): Promise<Set<string>> {
    if (notices.length === 0) return new Set();
    const rows = await manager.query<{ key: string }[]>(
      `SELECT notice.once_key AS key
         FROM unnest($1::uuid[], $2::text[], $3::text[]) AS notice (user_id, kind, once_key)
         JOIN current_users person ON person.id = notice.user_id
        WHERE NOT EXISTS (SELECT FROM notices told WHERE told.once_key = notice.once_key)
          AND NOT EXISTS (SELECT FROM notice_refusals refusal
                           WHERE refusal.user_id = notice.user_id AND refusal.kind = notice.kind)`,
      [
        notices.map(({ userId }) => userId),
        notices.map(({ kind }) => kind),
        notices.map(({ onceKey }) => onceKey),
      ],
    );
    return new Set(rows.map(({ key }) => key));
  }
}
