import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Notices, type Notice } from '../../people/notices.js';
import { FinalShifts, type FinalRendering } from '../../schedules/final-shifts.js';
import {
  dutyNews,
  dutyNewsExpiry,
  dutyNewsKey,
  newsWindow,
  nextBoundary,
  type DutyNews,
} from '../../schedules/notices/duty-news.js';
import type { ScheduleWindow } from '../../schedules/schedule-window.js';
import { handedOn, readOpenIncidents, type OpenIncident } from './handed-incidents.js';
import { endedText, startedText, startsSoonText } from './notice-texts.js';
import { readReaders, type Reader } from './readers.js';

const DAY_MS = 86_400_000;
/** How far ends of shifts, and beginnings of turns, are looked for. */
const WIDE_DAYS = 35;

interface FoundNews {
  readonly scheduleId: string;
  readonly scheduleName: string;
  readonly onceKey: string;
  readonly news: DutyNews;
}

/** What a text needs to know beside the news. */
interface Background {
  readonly readers: ReadonlyMap<string, Reader>;
  readonly open: readonly OpenIncident[];
}

/** Tells people that they will be, are, and were on call. */
@Injectable()
export class DutyTelling {
  constructor(
    private readonly finalShifts: FinalShifts,
    private readonly notices: Notices,
  ) {}

  /**
   * Puts what is to be told about these schedules now into the outbox. Most looks find nothing, by one query and a
   * day's rendering; the rest is asked only for what is new.
   * @returns when each schedule changes next
   */
  async tell(
    manager: EntityManager,
    scheduleIds: readonly string[],
    now: Date,
  ): Promise<{ scheduleId: string; at: Date }[]> {
    const near = await this.finalShifts.shifts(manager, scheduleIds, newsWindow(now));
    const hints = find(near, newsWindow(now), now);
    const untold = await this.untold(manager, hints);
    const changed = [
      ...new Set(hints.filter(({ onceKey }) => untold.has(onceKey)).map((hint) => hint.scheduleId)),
    ];
    if (changed.length > 0) await this.tellOf(manager, changed, untold, now);
    return [...near].flatMap(([scheduleId, { items }]) => {
      const at = nextBoundary(items, now);
      return at === null ? [] : [{ scheduleId, at }];
    });
  }

  private async tellOf(
    manager: EntityManager,
    scheduleIds: readonly string[],
    untold: ReadonlySet<string>,
    now: Date,
  ): Promise<void> {
    const wide = {
      from: new Date(now.getTime() - WIDE_DAYS * DAY_MS),
      to: new Date(now.getTime() + WIDE_DAYS * DAY_MS),
    };
    const renderings = await this.finalShifts.shifts(manager, scheduleIds, wide);
    const found = find(renderings, wide, now).filter(({ onceKey }) => untold.has(onceKey));
    const people = found.flatMap(({ news }) =>
      [news.stretch.userId, news.before, news.after].filter((id) => id !== null),
    );
    const handingOver = found.filter(({ news }) => news.kind === 'shift.started');
    const background = {
      readers: await readReaders(manager, people),
      open:
        handingOver.length === 0
          ? []
          : await readOpenIncidents(manager, [...new Set(handingOver.map(({ scheduleId }) => scheduleId))]),
    };
    await this.notices.add(
      manager,
      found.flatMap((each) => toNotice(each, background) ?? []),
    );
  }

  private untold(manager: EntityManager, found: readonly FoundNews[]): Promise<Set<string>> {
    return this.notices.untold(
      manager,
      found.map(({ onceKey, news }) => ({ userId: news.stretch.userId, kind: news.kind, onceKey })),
    );
  }
}

function find(
  renderings: ReadonlyMap<string, FinalRendering>,
  { from, to }: ScheduleWindow,
  now: Date,
): FoundNews[] {
  return [...renderings].flatMap(([scheduleId, { items, scheduleName, until }]) =>
    dutyNews(items, { from, to: until < to ? until : to }, now).map((news) => ({
      scheduleId,
      scheduleName,
      onceKey: dutyNewsKey(scheduleId, news),
      news,
    })),
  );
}

function toNotice(found: FoundNews, { readers, open }: Background): Notice | null {
  const { news, onceKey } = found;
  const { userId } = news.stretch;
  const reader = readers.get(userId);
  if (!reader) return null;
  const text = textOf(found, reader.timeZone, { readers, open });
  return { userId, kind: news.kind, text, onceKey, expiresAt: dutyNewsExpiry(news) };
}

function textOf(
  { scheduleId, scheduleName, news }: FoundNews,
  timeZone: string,
  { readers, open }: Background,
): string {
  const { stretch, until, before, after } = news;
  const nameOf = (userId: string | null) => (userId === null ? null : (readers.get(userId)?.name ?? null));
  switch (news.kind) {
    case 'shift.starts-soon':
      return startsSoonText({ scheduleName, start: stretch.start, until, timeZone });
    case 'shift.started':
      return startedText(
        { scheduleName, until, timeZone },
        nameOf(before),
        handedOn(open, scheduleId, before),
      );
    case 'shift.ended':
      return endedText({ scheduleName, end: stretch.end, timeZone }, nameOf(after));
  }
}
