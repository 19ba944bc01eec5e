import { Paper, Portal, Text } from '@mantine/core';
import { useSession } from '../session/session';
import { zoneName } from '../design/times';
import type { People } from '../people/people';
import type { TimelineShift } from './lanes';
import classes from './schedule-timeline.module.css';
import { lengthOf, spanIn, whoOf } from './shift-words';

const WIDTH = 360;
const HEIGHT = 150;
const ROOM = 8;

/** Who, from when to when, and why, beside a shift that somebody points at: in the reader's zone and the schedule's. */
export function ShiftCard({
  shift,
  place,
  people,
  zone,
  scheduleZone,
}: {
  shift: TimelineShift;
  place: DOMRect;
  people: People;
  zone: string;
  scheduleZone: string;
}) {
  const own = useSession().timeZone;
  const zones = [...new Set([zone, own, scheduleZone])];
  const below = place.bottom + HEIGHT < innerHeight;
  return (
    <Portal>
      <Paper
        className={classes.card}
        role="tooltip"
        style={{
          width: WIDTH,
          left: Math.max(ROOM, Math.min(place.left, innerWidth - WIDTH - ROOM)),
          ...(below ? { top: place.bottom + ROOM } : { bottom: innerHeight - place.top + ROOM }),
        }}
      >
        <Text fw={650}>{whoOf(shift, people)}</Text>
        {zones.map((each) => (
          <Text size="sm" key={each}>
            {spanIn(shift, each)}
            {zones.length > 1 ? ` ${zoneName(each, shift.start)}` : ''}
          </Text>
        ))}
        <Text size="sm" c="dimmed">
          {shift.kind === 'gap' ? shift.why : `${lengthOf(shift)} · ${shift.why}`}
        </Text>
      </Paper>
    </Portal>
  );
}
