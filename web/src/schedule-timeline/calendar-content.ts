import type { Calendar } from '@event-calendar/core';
import { initialsOf } from '../design/person';
import { colourOf } from '../design/person-colour';
import { duration } from '../design/times';
import type { People } from '../people/people';
import { texts as words } from '../texts/schedule-timeline';
import type { TimelineLane, TimelineShift } from './lanes';
import { PRESS } from './calendar-keyboard';
import { lengthOf, sentenceOf, whoOf } from './shift-words';
import { wallClock, type CalendarDay } from './wall-clock';

const HOUR_MS = 3_600_000;

/** About how wide a letter is, in pixels, and the room that a name needs beside it. */
const LETTER = 8;
const PADDING = 16;

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
  zone: string,
  hourWidth: number,
): Calendar.EventInput[] {
  return lanes.flatMap((lane) =>
    lane.shifts.map((shift) => {
      const start = wallClock(shift.start, zone);
      const end = wallClock(shift.end, zone);
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
          shown: shownOf(shift, people, hourWidth),
          sentence: sentenceOf(shift, people, zone),
        },
      };
    }),
  );
}

const aMinuteAfter = (wall: string): string =>
  new Date(Date.parse(`${wall}Z`) + 60_000).toISOString().slice(0, 19);

/** The longest of several texts for which there is room: the name, the first name, initials, or nothing. */
function shownOf(shift: TimelineShift, people: People, hourWidth: number): string {
  const width = ((shift.end.getTime() - shift.start.getTime()) / HOUR_MS) * hourWidth;
  const name = people.get(shift.userId ?? '')?.name ?? '';
  const short = [name, name.split(' ')[0] ?? '', initialsOf(name)];
  const texts: Record<TimelineShift['kind'], string[]> = {
    gap: [words.gapShort(lengthOf(shift)), lengthOf(shift)],
    away: [whoOf(shift, people), ...short],
    shift: short,
  };
  return texts[shift.kind].find((text) => text.length * LETTER + PADDING <= width) ?? '';
}

/** What stands in a shift: what fits for the eye, the whole sentence for screen readers, and what the keys press. */
export function shiftContent({ event }: Calendar.EventContentInfo): Calendar.Content {
  const { shown, sentence } = event.extendedProps;
  const press = element('span', PRESS, '');
  press.setAttribute('role', 'button');
  press.tabIndex = -1;
  press.append(
    element('span', 'rouse-shown', typeof shown === 'string' ? shown : '', true),
    element('span', 'rouse-sentence', typeof sentence === 'string' ? sentence : ''),
  );
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

function element(tag: 'span', className: string, text: string, isHidden = false): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  if (isHidden) made.setAttribute('aria-hidden', 'true');
  return made;
}
