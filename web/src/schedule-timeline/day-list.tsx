import { Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { duration } from '../design/times';
import { Face } from '../design/person';
import type { People } from '../people/people';
import { texts } from '../texts/schedule-timeline';
import type { TimelineLane, TimelineShift, TimelineWindow } from './lanes';
import classes from './schedule-timeline.module.css';
import { lengthOf, momentIn, sentenceOf, whoOf } from './shift-words';
import { dayOf, daysFrom, type CalendarDay } from '../design/wall-clock';

/** A lane day by day: the form for a phone, and for whoever reads with the ear. */
export function DayList({
  lane,
  window: { firstDay, days, zone },
  people,
  now,
  onPick,
}: {
  lane: TimelineLane | undefined;
  window: TimelineWindow;
  people: People;
  now: Date;
  onPick: ((shift: TimelineShift, place: DOMRect) => void) | undefined;
}) {
  const today = dayOf(now, zone);
  return (
    <ol className={classes.days} aria-label={texts.list}>
      {daysFrom(firstDay, days, zone).map((day) => (
        <li key={day.day} className={classes.day} data-today={day.day === today || undefined}>
          <DayHead day={day} isToday={day.day === today} />
          <ul className={classes.shifts}>
            {(lane?.shifts ?? [])
              .filter(({ start, end }) => start < day.end && end > day.start)
              .map((shift) => (
                <li key={shift.id}>
                  <ShiftLine shift={shift} day={day} zone={zone} people={people} onPick={onPick} />
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function DayHead({ day, isToday }: { day: CalendarDay; isToday: boolean }) {
  const date = new Date(`${day.day}T12:00:00Z`);
  const name = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(date);
  return (
    <div className={classes.dayHead}>
      <Text span fw={650} size="sm">
        {name.replaceAll(',', '')}
      </Text>
      {isToday ? (
        <Text span size="xs" fw={600} c="var(--rouse-planned)">
          {texts.today}
        </Text>
      ) : null}
      {day.changeMs === 0 ? null : (
        <Text span size="xs" className={classes.change}>
          {`${day.changeMs < 0 ? texts.forward : texts.back}, ${texts.dayHours(duration(day.end.getTime() - day.start.getTime()))}`}
        </Text>
      )}
    </div>
  );
}

function ShiftLine({
  shift,
  day,
  zone,
  people,
  onPick,
}: {
  shift: TimelineShift;
  day: CalendarDay;
  zone: string;
  people: People;
  onPick: ((shift: TimelineShift, place: DOMRect) => void) | undefined;
}) {
  const clock = (at: Date) => momentIn(at, zone).slice(-5);
  const from = shift.start < day.start ? '00:00' : clock(shift.start);
  const to = shift.end >= day.end ? '24:00' : clock(shift.end);
  const who = whoOf(shift, people);
  return (
    <UnstyledButton
      className={classes.line}
      data-kind={shift.kind}
      onClick={(event) => onPick?.(shift, event.currentTarget.getBoundingClientRect())}
    >
      <VisuallyHidden>{sentenceOf(shift, people, zone)}</VisuallyHidden>
      {shift.userId === null ? null : <Face person={{ id: shift.userId, name: who }} size={28} />}
      <span className={classes.who} aria-hidden>
        <Text span fw={600} truncate>
          {who}
        </Text>
        <Text span size="sm" className={classes.why}>
          {shift.kind === 'gap' ? shift.why : `${shift.why} · ${lengthOf(shift)}`}
        </Text>
      </span>
      <Text span size="sm" className={classes.hours} aria-hidden>
        {texts.span(from, to)}
      </Text>
    </UnstyledButton>
  );
}
