import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Notices, type Notice } from '../../people/notices.js';
import { readPhoneHolders } from '../../people/phone-holders.js';
import { FinalShifts, type FinalRendering } from '../../schedules/final-shifts.js';
import {
  coverageWindow,
  gapNews,
  unreachableNews,
  type GapNews,
  type UnreachableNews,
} from '../../schedules/notices/coverage-news.js';
import { gapText, unreachableText } from './notice-texts.js';
import { readResponsible, type Responsible } from './readers.js';
import { UnprovenTelling } from './unproven-telling.js';

/** What is wrong with one schedule's coverage, and where. */
interface Trouble {
  readonly scheduleId: string;
  readonly scheduleName: string;
  readonly gaps: readonly GapNews[];
  readonly unreachable: readonly UnreachableNews[];
  readonly knownUntil: Date;
}

/** Tells those who answer for a schedule what nobody covers and who cannot be reached, and people what is unproven. */
@Injectable()
export class CoverageTelling {
  constructor(
    private readonly finalShifts: FinalShifts,
    private readonly notices: Notices,
    private readonly unproven: UnprovenTelling,
  ) {}

  /** Puts what is to be told about these schedules now into the outbox; queries do not depend on how many there are. */
  async tell(manager: EntityManager, scheduleIds: readonly string[], now: Date): Promise<void> {
    const window = coverageWindow(now);
    const renderings = await this.finalShifts.shifts(manager, scheduleIds, window);
    await this.unproven.tell(manager, [...renderings.values()], now);
    const responsible = await readResponsible(manager, scheduleIds);
    const zones = new Map(responsible.map(({ scheduleId, timeZone }) => [scheduleId, timeZone]));
    const people = await readPhones(manager, [...renderings.values()]);
    const troubles = [...renderings].flatMap(([scheduleId, { items, gaps, scheduleName, until }]) => {
      const timeZone = zones.get(scheduleId);
      if (timeZone === undefined) return [];
      const known = { from: window.from, to: until };
      return [
        {
          scheduleId,
          scheduleName,
          gaps: gapNews(gaps, timeZone, known, now),
          unreachable: unreachableNews(items, (userId) => people.get(userId)?.hasPhone ?? true, now),
          knownUntil: until,
        },
      ];
    });
    await this.notices.add(
      manager,
      troubles.flatMap((trouble) =>
        responsible
          .filter(({ scheduleId }) => scheduleId === trouble.scheduleId)
          .flatMap((reader) => [
            ...gapNotices(trouble, reader),
            ...unreachableNotices(trouble, reader, people),
          ]),
      ),
    );
  }
}

function gapNotices({ scheduleId, scheduleName, gaps, knownUntil }: Trouble, reader: Responsible): Notice[] {
  return gaps.map(({ gap, weekly, key }) => {
    const until = gap.end < knownUntil ? gap.end : null;
    const told = { scheduleName, start: gap.start, until, timeZone: reader.userTimeZone };
    return {
      userId: reader.userId,
      kind: 'coverage.gap',
      text: gapText(told, weekly),
      onceKey: `coverage.gap ${scheduleId} ${key} ${reader.userId}`,
      expiresAt: gap.end,
    };
  });
}

function unreachableNotices(
  { scheduleId, scheduleName, unreachable }: Trouble,
  reader: Responsible,
  people: ReadonlyMap<string, PhoneState>,
): Notice[] {
  return unreachable.map(({ stage, stretch }) => {
    const state = people.get(stretch.userId);
    const told = { scheduleName, start: stretch.start, timeZone: reader.userTimeZone };
    return {
      userId: reader.userId,
      kind: 'coverage.unreachable-member',
      text: unreachableText(told, state?.name ?? 'Somebody'),
      // Once for as long as it is so: who loses another phone is told of again.
      onceKey: `coverage.unreachable-member ${scheduleId} ${stretch.userId} ${state?.since ?? 'ever'} ${stage} ${reader.userId}`,
      expiresAt: stretch.end,
    };
  });
}

interface PhoneState {
  readonly name: string;
  readonly hasPhone: boolean;
  /** When the last phone was turned off; null: there never was one. */
  readonly since: string | null;
}

async function readPhones(
  manager: EntityManager,
  renderings: readonly FinalRendering[],
): Promise<Map<string, PhoneState>> {
  const ids = [...new Set(renderings.flatMap(({ items }) => items.map(({ userId }) => userId)))];
  const holders = await readPhoneHolders(manager, ids);
  const lost = await manager.query<{ id: string; since: Date }[]>(
    `SELECT user_id AS id, max(disabled_at) AS since FROM contact_methods
      WHERE user_id = ANY ($1::uuid[]) AND type IN ('sms', 'voice') AND disabled_at IS NOT NULL GROUP BY user_id`,
    [ids],
  );
  const since = new Map(lost.map((row) => [row.id, row.since.toISOString()]));
  return new Map(
    [...holders].map(([id, { name, hasVerifiedPhone }]) => [
      id,
      { name, hasPhone: hasVerifiedPhone, since: since.get(id) ?? null },
    ]),
  );
}
