import type { Calendar } from '@event-calendar/core';
import { initialsOf } from '../design/person';
import { colourOf } from '../design/person-colour';
import { duration } from '../design/times';
import type { People } from '../people/people';
import { texts as words } from '../texts/schedule-timeline';
import { LEAST_NAME_WIDTH } from './calendar-measure';
import type { TimelineLane, TimelineShift, TimelineWindow } from './lanes';
import { PRESS } from './calendar-keyboard';
import { lengthOf, sentenceOf, whoOf } from './shift-words';
import { daysFrom, wallClock, type CalendarDay } from '../design/wall-clock';

const HOUR_MS = 3_600_000;

/** The room that a name needs beside it, and initials, which stand in the middle; in pixels. */
const PADDING = 16;
const INITIALS_PADDING = 6;

/** Lanes as the calendar's rows. */
export const rowsOf = (lanes: readonly TimelineLane[]): Calendar.ResourceInput[] =>
  lanes.map(({ id, name, weight }) => ({ id, title: name, extendedProps: { weight } }));

/**
 * Shifts as the calendar's events. It knows no zones: it is given what the clock of the zone shows. Where that clock goes
 * back, a shift within the hour that occurs twice has no length there, and is drawn one minute long.
 */
export function eventsOf(
  lanes: readonly TimelineLane[],
  people: People,
  { firstDay, days, zone }: TimelineWindow,
  hourWidth: number,
): Calendar.EventInput[] {
  const drawn = daysFrom(firstDay, days, zone);
  const [from, to] = [drawn[0]?.start.getTime() ?? 0, drawn.at(-1)?.end.getTime() ?? 0];
  const { fontFamily } = getComputedStyle(document.body);
  return lanes.flatMap((lane) => {
    const font = `600 ${lane.weight === 'final' ? '14' : '12'}px ${fontFamily}`;
    return lane.shifts.map((shift) => {
      const start = wallClock(shift.start, zone);
      const end = wallClock(shift.end, zone);
      const inSight = Math.min(shift.end.getTime(), to) - Math.max(shift.start.getTime(), from);
      return {
        id: shift.id,
        resourceId: lane.id,
        start,
        end: end > start ? end : aMinuteAfter(start),
        startEditable: shift.isMovable === true,
        durationEditable: shift.isResizable === true,
        classNames: [`rouse-${shift.kind}`, `rouse-in-${lane.weight}`],
        ...(shift.kind === 'shift' && shift.userId !== null
          ? { backgroundColor: colourOf(people.get(shift.userId) ?? { id: shift.userId }) }
          : {}),
        extendedProps: {
          ...shownOf(shift, people, font, (inSight / HOUR_MS) * hourWidth),
          sentence: sentenceOf(shift, people, zone),
        },
      };
    });
  });
}

const aMinuteAfter = (wall: string): string =>
  new Date(Date.parse(`${wall}Z`) + 60_000).toISOString().slice(0, 19);

/** What fits into a shift: the name, the first name, initials as on a face, or nothing. Never a part of a word. */
function shownOf(
  shift: TimelineShift,
  people: People,
  font: string,
  width: number,
): { shown: string; isInitials: boolean } {
  const name = people.get(shift.userId ?? '')?.name ?? '';
  const first = name.split(' ')[0] ?? '';
  const names = width < LEAST_NAME_WIDTH ? [] : [name, first];
  const texts: Record<TimelineShift['kind'], string[]> = {
    gap: [words.gapShort(lengthOf(shift)), lengthOf(shift)],
    away: [whoOf(shift, people), ...names],
    shift: names,
  };
  const fits = (text: string, padding: number) => textWidth(text, font) + padding <= width;
  const shown = texts[shift.kind].find((text) => fits(text, PADDING));
  if (shown !== undefined) return { shown, isInitials: false };
  const initials = shift.kind === 'gap' || name === '' ? '' : initialsOf(name);
  return { shown: fits(initials, INITIALS_PADDING) ? initials : '', isInitials: true };
}

const brush = document.createElement('canvas').getContext('2d');
const widths = new Map<string, number>();

/** How wide a text is, in pixels. */
function textWidth(text: string, font: string): number {
  const key = `${font} ${text}`;
  const known = widths.get(key);
  if (known !== undefined || brush === null) return known ?? Infinity;
  brush.font = font;
  const width = brush.measureText(text).width;
  widths.set(key, width);
  return width;
}

/** What stands in a shift: what fits for the eye, and what the keys press, which has the whole sentence as its name. */
export function shiftContent({ event }: Calendar.EventContentInfo): Calendar.Content {
  const { shown, isInitials, sentence } = event.extendedProps;
  // A stretch that is being drawn is no shift: there is nothing to press.
  if (sentence === undefined) return '';
  const press = element('span', PRESS, '');
  press.setAttribute('role', 'button');
  press.setAttribute('aria-label', typeof sentence === 'string' ? sentence : '');
  press.tabIndex = -1;
  // Written by the style sheet: a text within would have to be part of the name, and initials are not.
  if (typeof shown === 'string' && shown !== '') press.dataset['shown'] = shown;
  if (isInitials === true) press.classList.add('rouse-initials');
  return { domNodes: [press] };
}

/** The head of a day: `Mon 16`, and by how much the clocks change where they do. */
export function dayContent(days: readonly CalendarDay[], isNarrow: boolean) {
  const byDay = new Map(days.map((day) => [day.day, day]));
  return (date: Date): Calendar.Content => {
    const two = (count: number) => String(count).padStart(2, '0');
    const key = `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    const change = byDay.get(key)?.changeMs ?? 0;
    const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' }).format(date);
    const month =
      date.getDate() === 1 ? ` ${new Intl.DateTimeFormat('en-GB', { month: 'short' }).format(date)}` : '';
    const head = isNarrow
      ? [element('span', 'rouse-weekday', weekday), element('span', 'rouse-date', String(date.getDate()))]
      : [element('span', 'rouse-weekday', `${weekday} ${String(date.getDate())}${month}`)];
    if (change === 0) return { domNodes: head };
    const mark = element('span', 'rouse-change', `${change < 0 ? '−' : '+'}${duration(Math.abs(change))}`);
    mark.title = change < 0 ? words.forward : words.back;
    return { domNodes: [...head, mark] };
  };
}

function element(tag: 'span', className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
