import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

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
  add(_manager: EntityManager, _notices: readonly Notice[]): Promise<void> {
    throw new Error('Notices are not stored yet');
  }
}
