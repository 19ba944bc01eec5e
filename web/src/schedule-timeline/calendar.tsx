import {
  createCalendar,
  destroyCalendar,
  Interaction,
  ResourceTimeline,
  type Calendar,
} from '@event-calendar/core';
import '@event-calendar/core/index.css';
import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import type { People } from '../people/people';
import { texts } from '../texts/schedule-timeline';
import './calendar.css';
import { dayContent, eventsOf, rowsOf, shiftContent } from './calendar-content';
import { keepOneTabStop, moveByKey, PRESS } from './calendar-keyboard';
import { measureFor } from './calendar-measure';
import { clearRoles, passPressesThrough } from './calendar-page';
import { deedsOf, tellMove, tellStretch, type Deed } from './calendar-deeds';
import type { Stretch, TimelineLane, TimelineShift, TimelineWindow } from './lanes';
import { daysFrom, offsetText } from '../design/wall-clock';

export interface CalendarProps {
  lanes: readonly TimelineLane[];
  window: TimelineWindow;
  people: People;
  /** How wide it may be, in pixels. */
  width: number;
  now: Date;
  onPick: (shift: TimelineShift, place: HTMLElement) => void;
  /** Somebody points at a shift, or the focus is on it; null: no longer. */
  onLook: (shift: TimelineShift | null, place: HTMLElement | null) => void;
  onStretch: (laneId: string, stretch: Stretch, place: DOMRect) => void;
  onMove: (shift: TimelineShift, stretch: Stretch) => void;
}

const VIEW = 'rouseTimeline';

/** The lanes as a calendar in which one can drag, by a kept component. Loaded when it is first shown. */
export default function ShiftCalendar(props: CalendarProps) {
  const { lanes, window: shown, people, width, now, onPick, onLook, onStretch, onMove } = props;
  const { firstDay, days, zone } = shown;
  const root = useRef<HTMLDivElement>(null);
  const calendar = useRef<Calendar>(null);
  /** What the calendar was given last: it keeps copies, so it cannot be asked. */
  const given = useRef<readonly Calendar.EventInput[]>([]);
  const measure = useMemo(() => measureFor(width, days), [width, days]);
  const events = useMemo(
    () => eventsOf(lanes, people, { firstDay, days, zone }, measure.dayWidth / 24),
    [lanes, people, firstDay, days, zone, measure.dayWidth],
  );
  const rows = useMemo(() => rowsOf(lanes), [lanes]);
  const offset = offsetText(now, zone);
  const optionsNow = useEffectEvent(() => ({ events, rows, measure }));
  const takes = useEffectEvent((laneId: string) =>
    lanes.some((lane) => lane.id === laneId && lane.takesStretches === true),
  );
  const tell = useEffectEvent((deed: Deed) => {
    const shift = lanes.flatMap(({ shifts }) => shifts).find(({ id }) => id === deed.id);
    if (deed.kind === 'look') onLook(shift ?? null, deed.place);
    else if (deed.kind === 'stretch') tellStretch(deed, zone, onStretch);
    else if (shift === undefined) return;
    else if (deed.kind === 'pick') onPick(shift, deed.place);
    else tellMove(shift, deed, zone, onMove);
  });

  useEffect(() => {
    if (root.current === null) return;
    const place = root.current;
    const { events: first, rows: firstRows, measure: size } = optionsNow();
    const made = createCalendar(place, [ResourceTimeline, Interaction], {
      ...fixedOptions(days, zone, firstDay),
      ...sizeOptions(size, firstDay, days, zone),
      ...deedsOf((deed) => {
        tell(deed);
      }),
      selectConstraint: ({ resource }) => takes(resource.id),
      timeZone: offset,
      resources: firstRows,
      events: [],
    });
    calendar.current = made;
    given.current = first;
    // Not at once: what makes shifts draggable is ready only after the calendar, which would go over each of them again.
    queueMicrotask(() => {
      if (calendar.current !== made) return;
      made.setOption('events', [...given.current]);
      requestAnimationFrame(() => {
        keepOneTabStop(place);
      });
    });
    const undo = [clearRoles(place), passPressesThrough(place)];
    const byKey = (event: KeyboardEvent) => {
      moveByKey(event, place);
    };
    const byFocus = ({ target }: FocusEvent) => {
      const shift =
        target instanceof HTMLElement && target.matches(':focus-visible')
          ? target.closest<HTMLElement>('[data-shift]')
          : null;
      tell({ kind: 'look', id: shift?.dataset['shift'] ?? null, place: shift });
    };
    place.addEventListener('keydown', byKey);
    place.addEventListener('focusin', byFocus);
    place.addEventListener('focusout', byFocus);
    return () => {
      place.removeEventListener('keydown', byKey);
      place.removeEventListener('focusin', byFocus);
      place.removeEventListener('focusout', byFocus);
      for (const end of undo) end();
      calendar.current = null;
      void destroyCalendar(made);
    };
  }, [firstDay, days, zone, offset]);

  useEffect(() => {
    const [made, place] = [calendar.current, root.current];
    if (made === null || place === null || given.current === events) return;
    given.current = events;
    const focused = document.activeElement;
    const id =
      focused instanceof HTMLElement && place.contains(focused)
        ? focused.closest<HTMLElement>('[data-shift]')?.dataset['shift']
        : undefined;
    made.setOption('resources', rows);
    made.setOption('events', events);
    requestAnimationFrame(() => {
      const again =
        id === undefined
          ? undefined
          : place.querySelector<HTMLElement>(`[data-shift="${CSS.escape(id)}"] .${PRESS}`);
      keepOneTabStop(place, again ?? undefined);
      again?.focus();
    });
  }, [events, rows]);

  useEffect(() => {
    const made = calendar.current;
    if (made === null) return;
    const size = sizeOptions(measure, firstDay, days, zone);
    made.setOption('slotWidth', size.slotWidth);
    made.setOption('dayHeaderFormat', size.dayHeaderFormat);
  }, [measure, firstDay, days, zone]);

  return (
    <div
      ref={root}
      className="rouse-calendar"
      role="group"
      aria-label={texts.label}
      data-narrow={measure.isNarrow || undefined}
    />
  );
}

function fixedOptions(days: number, zone: string, firstDay: string): Calendar.Options {
  return {
    view: VIEW,
    views: { [VIEW]: { type: 'resourceTimelineDay', duration: { days } } },
    date: firstDay,
    headerToolbar: { start: '', center: '', end: '' },
    locale: 'en-GB',
    scrollTime: '00:00',
    nowIndicator: true,
    selectBackgroundColor: 'var(--rouse-planned)',
    highlightedDates: daysFrom(firstDay, days, zone)
      .filter(({ changeMs }) => changeMs !== 0)
      .map(({ day }) => day),
    eventContent: shiftContent,
    // Not shown: the calendar would make a text of the times for each of hundreds of shifts all the same.
    eventTimeFormat: () => '',
    eventDidMount: ({ el, event }) => {
      el.dataset['shift'] = String(event.id);
      // What takes the focus and is a button stands within: an article cannot be one.
      el.removeAttribute('role');
      el.removeAttribute('tabindex');
    },
    editable: false,
    selectable: true,
    longPressDelay: 400,
  };
}

function sizeOptions(
  { dayWidth, slotHours, snap, isNarrow }: ReturnType<typeof measureFor>,
  firstDay: string,
  days: number,
  zone: string,
) {
  const slot = `${String(slotHours).padStart(2, '0')}:00`;
  return {
    slotDuration: slot,
    slotLabelInterval: slot,
    slotLabelFormat: (time: Date): Calendar.Content => String(time.getHours()).padStart(2, '0'),
    slotWidth: (dayWidth * slotHours) / 24,
    snapDuration: snap,
    dayHeaderFormat: dayContent(daysFrom(firstDay, days, zone), isNarrow),
  };
}
