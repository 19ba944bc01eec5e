import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../platform/database/identifier.js';

/** What people are told of beside pages; each can be turned off by each person. */
export const NOTICE_KINDS = [
  'shift.starts-soon',
  'shift.started',
  'shift.ended',
  'coverage.gap',
  'coverage.unreachable-member',
  'swap.requested',
  'swap.answered',
  'swap.reminder',
  'responder.answered',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

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
}

/**
 * The outbox of what people are told. Written in the transaction of what it tells; sent afterwards by the paging room,
 * to the person's verified methods except calls.
 */
@Injectable()
export class Notices {
  /** Adds notices, in one statement; those whose key was there already, and kinds that a person turned off, are left out. */
  async add(manager: EntityManager, notices: readonly Notice[]): Promise<void> {
    if (notices.length === 0) return;
    await manager.query(
      `INSERT INTO notices (id, user_id, kind, text, once_key, expires_at, due_at)
       SELECT notice.id, notice.user_id, notice.kind, notice.text, notice.once_key, notice.expires_at, rouse_now()
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
              AS notice (id, user_id, kind, text, once_key, expires_at)
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
