import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ContactMethodType } from '../../people/contact-method.js';
import { UNPROVEN } from '../../people/contact-method-schema.js';
import { Notices } from '../../people/notices.js';
import type { FinalRendering } from '../../schedules/final-shifts.js';
import { unprovenText } from './notice-texts.js';
import { readReaders } from './readers.js';
import { shiftsToProveFor } from './unproven-news.js';

/** Tells people before their shift which of their contact methods nobody has seen working for long. */
@Injectable()
export class UnprovenTelling {
  constructor(private readonly notices: Notices) {}

  /** Once a shift, whichever of a person's schedules is looked at first. Two queries, however many schedules. */
  async tell(manager: EntityManager, renderings: readonly FinalRendering[], now: Date): Promise<void> {
    const found = renderings.flatMap(({ items, scheduleName }) =>
      shiftsToProveFor(items, now).map((stretch) => ({ ...stretch, scheduleName })),
    );
    if (found.length === 0) return;
    const userIds = found.map(({ userId }) => userId);
    const methods = await readUnproven(manager, userIds);
    if (methods.length === 0) return;
    const readers = await readReaders(manager, userIds);
    await this.notices.add(
      manager,
      found.flatMap(({ userId, start, scheduleName }) => {
        const own = methods.filter((method) => method.userId === userId);
        const reader = readers.get(userId);
        if (own.length === 0 || !reader) return [];
        return [
          {
            userId,
            kind: 'contact-method.unproven' as const,
            text: unprovenText({ scheduleName, start, timeZone: reader.timeZone }, own),
            onceKey: `contact-method.unproven ${userId} ${start.toISOString()}`,
            expiresAt: start,
          },
        ];
      }),
    );
  }
}

interface UnprovenMethod {
  readonly userId: string;
  readonly type: ContactMethodType;
  readonly address: string;
}

function readUnproven(manager: EntityManager, userIds: readonly string[]): Promise<UnprovenMethod[]> {
  return manager.query<UnprovenMethod[]>(
    `SELECT user_id AS "userId", type, address FROM contact_methods
      WHERE user_id = ANY ($1::uuid[]) AND ${UNPROVEN} ORDER BY id`,
    [userIds],
  );
}
