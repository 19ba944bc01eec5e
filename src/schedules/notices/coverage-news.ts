import { DateTime } from 'luxon';
import type { Gap, Shift } from '../rendering/schedule-definition.js';
import { DAY } from '../rendering/wall-clock.js';
import type { ScheduleWindow } from '../schedule-window.js';
import { dutyStretches, type DutyStretch } from './duty-stretches.js';

/** `early`: the first word of it; `soon`: a day before. */
export type Stage = 'early' | 'soon';

/** A time that nobody covers. */
export interface GapNews {
  readonly stage: Stage;
  readonly gap: Gap;
  /** It is one of those that come back every week, such as the nights of office hours. */
  readonly weekly: boolean;
  /** Part of the once key. */
  readonly key: string;
}

/** Somebody who will be on call and cannot be paged by phone. */
export interface UnreachableNews {
  readonly stage: Stage;
  readonly stretch: DutyStretch;
}

const AHEAD_DAYS = 14;
const SOON_DAYS = 1;
/** What has been open for longer was told when it was to come, or was meant. */
const BEGAN_DAYS_AGO = 1;
/** A gap counts as weekly where the same hours are open this many days before or after. */
const RHYTHMS = [7, 14];
/** Who sees this many gaps knows. */
const MOST_GAPS = 4;

const days = (now: Date, count: number): Date => new Date(now.getTime() + count * DAY);

/** What of the schedule has to be known: gaps are compared with those of the weeks around. */
export const coverageWindow = (now: Date): ScheduleWindow => ({ from: days(now, -15), to: days(now, 29) });

/**
 * What nobody covers within the next 14 days and has to be said: early, and again a day before. Gaps that come back
 * every week are said as one and once, by the next of them: a rotation of office hours has one every night, and
 * means it.
 * @param gaps of `coverageWindow(now)`
 */
export function gapNews(
  gaps: readonly Gap[],
  timeZone: string,
  window: ScheduleWindow,
  now: Date,
): GapNews[] {
  const isAhead = ({ start, end }: Gap) =>
    end > now && start < days(now, AHEAD_DAYS) && start > days(now, -BEGAN_DAYS_AGO) && start > window.from;
  const hours = new Map(gaps.map((gap) => [gap, hoursOf(gap, timeZone)]));
  const all = new Set([...hours.values()].map(({ text }) => text));
  const isWeekly = (gap: Gap) =>
    gap.end < window.to && (hours.get(gap)?.nearby.some((text) => all.has(text)) ?? false);
  const weekly = gaps.filter((gap) => isAhead(gap) && isWeekly(gap));
  const single = gaps
    .filter((gap) => gap.end > now && !isWeekly(gap))
    .map((gap) => unusualPart(gap, gaps, timeZone))
    .filter(isAhead)
    .slice(0, MOST_GAPS);
  const news = single.map((gap): GapNews => {
    const stage = stageOf(gap.start, now);
    return { stage, gap, weekly: false, key: `${gap.start.toISOString()} ${stage}` };
  });
  const [first] = weekly;
  if (!first) return news;
  const pattern = [...new Set(weekly.map((gap) => weekHoursOf(gap, timeZone)))].sort().join(' ');
  return [...news, { stage: 'early', gap: first, weekly: true, key: `weekly ${pattern}` }];
}

const stageOf = (start: Date, now: Date): Stage => (start <= days(now, SOON_DAYS) ? 'soon' : 'early');

/** What is left of a gap behind that of other weeks: a week in which everybody is away goes on from a weekend that is always open. */
function unusualPart(gap: Gap, gaps: readonly Gap[], timeZone: string): Gap {
  const begin = DateTime.fromJSDate(gap.start, { zone: timeZone });
  for (const shift of RHYTHMS.flatMap((each) => [each, -each])) {
    const start = begin.minus({ days: shift }).toMillis();
    const like = gaps.find((other) => other.start.getTime() === start);
    if (like === undefined) continue;
    const usualEnd = DateTime.fromJSDate(like.end, { zone: timeZone }).plus({ days: shift }).toJSDate();
    if (usualEnd < gap.end) return { ...gap, start: usualEnd };
  }
  return gap;
}

/** The gap on the wall clock, and the same hours a week or two before and after. */
function hoursOf(
  { start, end }: Gap,
  timeZone: string,
): { readonly text: string; readonly nearby: string[] } {
  const [from, to] = [start, end].map((time) => DateTime.fromJSDate(time, { zone: timeZone }));
  const told = (shift: number) =>
    [from, to].map((time) => time?.plus({ days: shift }).toFormat("yyyy-LL-dd'T'HH:mm:ss")).join('/');
  return { text: told(0), nearby: RHYTHMS.flatMap((shift) => [told(shift), told(-shift)]) };
}

/** "2 17:00-3 09:00": from Tuesday to Wednesday. */
const weekHoursOf = ({ start, end }: Gap, timeZone: string): string =>
  [start, end]
    .map((time) => DateTime.fromJSDate(time, { zone: timeZone }).toFormat('c HH:mm', { locale: 'en' }))
    .join('-');

/** Who is on call within the next 14 days and has no phone; each once, by their first stretch. */
export function unreachableNews(
  shifts: readonly Shift[],
  hasPhone: (userId: string) => boolean,
  now: Date,
): UnreachableNews[] {
  const news = new Map<string, UnreachableNews>();
  for (const stretch of dutyStretches(shifts)) {
    if (stretch.end <= now || stretch.start >= days(now, AHEAD_DAYS)) continue;
    if (news.has(stretch.userId) || hasPhone(stretch.userId)) continue;
    news.set(stretch.userId, { stage: stageOf(stretch.start, now), stretch });
  }
  return [...news.values()];
}
