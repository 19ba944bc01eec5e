import { templates } from '../texts/schedule-words.js';
import type { HoursDraft, LayerDraft } from './schedule-draft.js';
import { dayOf, toWallTime } from '../design/wall-clock.js';
import { dateOf, lastWeekday, minutesAhead, plusMinutes } from './wall-clock-text.js';

/** When and where a template begins. */
export interface TemplateStart {
  readonly participants: readonly string[];
  readonly timeZone: string;
  readonly now: Date;
  readonly newId: () => string;
}

const HANDS_OFF_AT = '09:00';

/** One weekly rotation that hands off on Monday morning, begun this week: somebody is on call at once. */
export function weeklyLayer(start: TemplateStart, name: string = templates.rotation): LayerDraft {
  const monday = lastMonday(start, HANDS_OFF_AT);
  return layer(start, { name, handoff: 'FREQ=WEEKLY;BYDAY=MO', startsAt: `${monday}T${HANDS_OFF_AT}` });
}

/** One rotation that hands off every morning. */
export function dailyLayer(start: TemplateStart): LayerDraft {
  const monday = lastMonday(start, HANDS_OFF_AT);
  return layer(start, {
    name: templates.rotation,
    handoff: 'FREQ=DAILY',
    startsAt: `${monday}T${HANDS_OFF_AT}`,
  });
}

/**
 * Two layers, so that working weeks and weekends both go round: Monday to Friday, and Saturday and Sunday, each day from
 * 09:00 on. The weekends begin with the second person: nobody has a week and then its weekend.
 */
export function weekdaysAndWeekends(start: TemplateStart): LayerDraft[] {
  const monday = lastMonday(start, HANDS_OFF_AT);
  const [first, ...others] = start.participants;
  const weekendFirst = first === undefined ? [] : [...others, first];
  return [
    layer(start, {
      name: templates.weekdays,
      handoff: 'FREQ=WEEKLY;BYDAY=MO',
      startsAt: `${monday}T${HANDS_OFF_AT}`,
      restrictions: [wholeDays(['MO', 'TU', 'WE', 'TH', 'FR'])],
    }),
    layer(
      { ...start, participants: weekendFirst },
      {
        name: templates.weekends,
        handoff: 'FREQ=WEEKLY;BYDAY=MO',
        startsAt: `${monday}T${HANDS_OFF_AT}`,
        restrictions: [wholeDays(['SA', 'SU'])],
      },
    ),
  ];
}

/** A place that takes its part of the day: from when its people begin to work, until the next place begins. */
export interface Region {
  readonly name: string;
  readonly timeZone: string;
  readonly beginsAt: string;
  readonly participants: readonly string[];
}

/**
 * One layer a region, in hours of the schedule's clock, as the clocks stand now: each lasts until the next begins, so
 * nothing is left open. Places whose clocks change on other dates begin an hour earlier or later for a while.
 */
export function followTheSun(start: TemplateStart, regions: readonly Region[]): LayerDraft[] {
  const begun = regions
    .map((region) => ({
      ...region,
      from: plusMinutes(region.beginsAt, minutesAhead(start.timeZone, region.timeZone, start.now)),
    }))
    .sort((left, right) => (left.from < right.from ? -1 : 1));
  return begun.map((region, index) => {
    const next = begun[(index + 1) % begun.length] ?? region;
    return layer(
      { ...start, participants: region.participants },
      {
        name: region.name,
        handoff: 'FREQ=WEEKLY;BYDAY=MO',
        startsAt: `${lastMonday(start, region.from)}T${region.from}`,
        restrictions: begun.length === 1 ? [] : [{ from: region.from, to: next.from }],
      },
    );
  });
}

const wholeDays = (days: NonNullable<HoursDraft['days']>): HoursDraft => ({
  days,
  from: HANDS_OFF_AT,
  to: HANDS_OFF_AT,
});

/** The last Monday whose time `at` is past, on the schedule's clock. */
function lastMonday({ now, timeZone }: TemplateStart, at: string): string {
  const wall = toWallTime(now, timeZone);
  const monday = lastWeekday('MO', dateOf(wall));
  return `${monday}T${at}` <= wall ? monday : lastWeekday('MO', dayOf(dayBefore(now), timeZone));
}

const dayBefore = (at: Date): Date => new Date(at.getTime() - 86_400_000);

function layer(
  { participants, newId }: TemplateStart,
  {
    name,
    handoff,
    startsAt,
    restrictions = [],
  }: Pick<LayerDraft, 'name' | 'handoff' | 'startsAt'> & {
    restrictions?: HoursDraft[];
  },
): LayerDraft {
  return {
    id: newId(),
    name,
    participants: [...participants],
    startsAt,
    endsAt: null,
    handoff,
    shiftDuration: null,
    restrictions,
    onAbsence: 'cover',
  };
}
