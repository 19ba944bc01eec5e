import { renderSchedule } from './render-schedule.js';
import type { Rendering, ScheduleDefinition, Shift } from './schedule-definition.js';
import { TooManyShiftsError } from './too-many-shifts-error.js';
import { DAY } from './wall-clock.js';

/** Who is on call at a moment, and what comes after. */
export interface OnCall {
  /** The shift of that moment, whole as far as the horizon shows it; null: nobody is on call. */
  current: Shift | null;
  /** When somebody else, or nobody, is on call (or somebody at all, where nobody is); null: not within the horizon. */
  until: Date | null;
  /** The next shift of somebody else, or the first after a gap; null: none begins within the horizon. */
  next: Shift | null;
}

/** Days to look ahead and back, tried in turn: an hourly rotation is answered by the first, a fortnight by the last. */
const LOOKS = [1 / 8, 1, 16, 128];
/** Past so many hand-offs of a layer without an answer, looking further is not worth its cost. */
const MOST_TURNS = 20_000;

/**
 * Who is on call at `at`, until when, and who is next. Shifts of one person that touch count as staying on, whatever
 * their source. Looks closely around the moment first and further only where that does not answer, so the cost is
 * that of the shifts around the moment.
 *
 * @param horizonDays how far to look ahead and back; beyond a year, so that yearly hand-offs are seen
 * @throws ImpossibleScheduleError as renderSchedule does
 */
export function onCallAt(schedule: ScheduleDefinition, at: Date, horizonDays = 400): OnCall {
  const render: RenderWindow = (from, to, mostTurns) => renderSchedule(schedule, { from, to }, mostTurns);
  const answer = onCallAhead(render, at, horizonDays);
  const { current } = answer;
  const begin = current && beginOf(render, current, at, looksWithin(horizonDays));
  return current && begin ? { ...answer, current: { ...current, start: begin } } : answer;
}

/** Renders some window of something; throws TooManyShiftsError where it holds more hand-offs of a layer. */
export type RenderWindow = (from: Date, to: Date, mostTurns: number) => Rendering;

/** The same for whatever can be rendered, without looking back: the shift that is current begins at `at` here. */
export function onCallAhead(render: RenderWindow, at: Date, horizonDays: number): OnCall {
  let answer: OnCall = { current: null, until: null, next: null };
  for (const days of looksWithin(horizonDays)) {
    const to = new Date(at.getTime() + days * DAY);
    const items = shiftsWithin(render, at, to);
    if (!items) break;
    answer = lookAhead(items, at, to);
    // A shift that the window cuts may go on behind it.
    if (answer.next && answer.next.end < to) break;
  }
  return answer;
}

const looksWithin = (horizonDays: number): number[] => [
  ...LOOKS.filter((days) => days < horizonDays),
  horizonDays,
];

function lookAhead(items: readonly Shift[], at: Date, to: Date): OnCall {
  const [first] = items;
  if (!first) return { current: null, until: null, next: null };
  if (first.start > at) return { current: null, until: first.start, next: first };
  let until = first.end;
  for (const item of items.slice(1)) {
    if (item.start > until || item.userId !== first.userId) return { current: first, until, next: item };
    until = item.end;
  }
  return { current: first, until: until < to ? until : null, next: null };
}

/** When the shift that is current at `at` began. */
function beginOf(render: RenderWindow, current: Shift, at: Date, looks: readonly number[]): Date {
  let begin = current.start;
  for (const days of looks) {
    const from = new Date(at.getTime() - days * DAY);
    const items = shiftsWithin(render, from, new Date(at.getTime() + 1));
    begin = items?.at(-1)?.start ?? begin;
    if (!items || begin > from) break;
  }
  return begin;
}

/** The shifts of a window; null where it holds too many, and a shorter look has to do. */
function shiftsWithin(render: RenderWindow, from: Date, to: Date): Shift[] | null {
  try {
    return render(from, to, MOST_TURNS).items;
  } catch (error) {
    if (error instanceof TooManyShiftsError) return null;
    throw error;
  }
}
