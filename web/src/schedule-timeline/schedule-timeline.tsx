import { Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useServerNow } from '../api/server-clock';
import { Person } from '../design/person';
import { Loading } from '../design/states';
import { usePeople } from '../people/people';
import { useSession } from '../session/session';
import { texts } from '../texts/schedule-timeline';
import { LEAST_NAME_WIDTH, measureFor } from './calendar-measure';
import { DayList } from './day-list';
import type { Stretch, TimelineLane, TimelineShift, TimelineWindow } from './lanes';
import { ShiftCard } from './shift-card';
import classes from './schedule-timeline.module.css';

const ShiftCalendar = lazy(() => import('./calendar'));

/** Below it the days are a list: a timeline has no room to be dragged on. */
const LEAST_WIDTH = 640;
const HOUR_MS = 3_600_000;

export interface ScheduleTimelineProps {
  /** From the top down. The first is what the list shows. */
  lanes: readonly TimelineLane[];
  window: TimelineWindow;
  /** The schedule's own zone: it is told beside the reader's. */
  scheduleZone: string;
  /** `list`: day by day, whatever the room. */
  form?: 'timeline' | 'list';
  /** What one can do on it, as a timeline and as a list; said beside the zone. */
  hints?: { readonly timeline: string; readonly list: string };
  /** Somebody chose a shift, by pointer or key; the place is where an answer may open. */
  onPick?: (shift: TimelineShift, place: DOMRect) => void;
  /** Somebody drew a stretch over a lane that takes them. */
  onStretch?: (laneId: string, stretch: Stretch, place: DOMRect) => void;
  /** Somebody moved a shift that is movable, or the end of one that is resizable. */
  onMove?: (shift: TimelineShift, stretch: Stretch) => void;
}

/** Who has what when: lanes of shifts over days, and day by day where there is no room. Says in whose zone it is. */
export function ScheduleTimeline(props: ScheduleTimelineProps) {
  const { lanes, window: shown, scheduleZone, form = 'timeline' } = props;
  const { ref, width } = useElementSize();
  const people = usePeople();
  const now = useServerNow(60_000);
  const [looked, setLooked] = useState<{ shift: TimelineShift; place: DOMRect } | null>(null);
  const look = (shift: TimelineShift | null, place: HTMLElement | null) => {
    setLooked(shift === null || place === null ? null : { shift, place: place.getBoundingClientRect() });
  };
  const isList = form === 'list' || (width > 0 && width < LEAST_WIDTH);
  return (
    <div ref={ref} className={classes.timeline}>
      <ZoneNote
        zone={shown.zone}
        scheduleZone={scheduleZone}
        hint={isList ? props.hints?.list : props.hints?.timeline}
      />
      {isList ? (
        <DayList lane={lanes[0]} window={shown} people={people} now={now} onPick={props.onPick} />
      ) : width === 0 ? null : (
        <Suspense fallback={<Loading rows={lanes.length} height={40} />}>
          <ShiftCalendar
            lanes={lanes}
            window={shown}
            people={people}
            width={width}
            now={now}
            onLook={look}
            onPick={(shift, place) => {
              setLooked(null);
              props.onPick?.(shift, place.getBoundingClientRect());
            }}
            onStretch={(laneId, stretch, place) => {
              setLooked(null);
              props.onStretch?.(laneId, stretch, place);
            }}
            onMove={(shift, stretch) => props.onMove?.(shift, stretch)}
          />
          <Key lanes={lanes} hourWidth={measureFor(width, shown.days).dayWidth / 24} />
        </Suspense>
      )}
      {looked === null || isList ? null : (
        <ShiftCard {...looked} people={people} zone={shown.zone} scheduleZone={scheduleZone} />
      )}
    </div>
  );
}

/** Whose colours they are, where shifts are too short for names. */
function Key({ lanes, hourWidth }: { lanes: readonly TimelineLane[]; hourWidth: number }) {
  const shifts = lanes.flatMap((lane) => lane.shifts);
  const isShort = shifts.some(
    ({ start, end, kind }) =>
      kind === 'shift' && ((end.getTime() - start.getTime()) / HOUR_MS) * hourWidth < LEAST_NAME_WIDTH,
  );
  if (!isShort) return null;
  const ids = new Set(shifts.flatMap(({ userId }) => userId ?? []));
  return (
    <ul className={classes.key} aria-label={texts.people}>
      {[...ids].map((id) => (
        <li key={id}>
          <Person id={id} />
        </li>
      ))}
    </ul>
  );
}

function ZoneNote({
  zone,
  scheduleZone,
  hint,
}: {
  zone: string;
  scheduleZone: string;
  hint: string | undefined;
}) {
  const own = useSession().timeZone;
  const text =
    own === scheduleZone
      ? texts.bothZones(zone)
      : zone === scheduleZone
        ? texts.scheduleZone(zone)
        : texts.ownZone(zone);
  return (
    <Text size="sm" c="dimmed" my={8}>
      {hint === undefined ? text : `${text}. ${hint}`}
    </Text>
  );
}
