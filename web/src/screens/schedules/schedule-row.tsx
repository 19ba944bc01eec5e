import { Text } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { serverNow } from '../../api/server-clock';
import { Person } from '../../design/person';
import { Time } from '../../design/time';
import { momentIn } from '../../schedule-timeline/shift-words';
import { useSession } from '../../session/session';
import { texts } from '../../texts/schedules';
import classes from './schedules-screen.module.css';

const AHEAD_MS = 14 * 86_400_000;
const STEP_MS = 3_600_000;

/** One schedule of the list. */
export function ScheduleRow({
  schedule,
  onCall,
  team,
}: {
  schedule: Schema<'Schedule'>;
  onCall: Schema<'OnCall'> | undefined;
  team: string | null;
}) {
  const { ref, inViewport } = useInViewport<HTMLLIElement>();
  const about = [team ?? texts.noTeam, schedule.timeZone].join(' · ');
  return (
    <li ref={ref}>
      <Link to="/schedules/$scheduleId" params={{ scheduleId: schedule.id }} className={classes.row}>
        <span className={classes.name}>
          <Text span fw={650} truncate>
            {schedule.name}
          </Text>
          <Text span size="sm" c="dimmed">
            {about}
          </Text>
        </span>
        <span className={classes.now}>{onCall === undefined ? null : <OnCall onCall={onCall} />}</span>
        <span className={classes.next}>{onCall === undefined ? null : <Next onCall={onCall} />}</span>
        <Gaps scheduleId={schedule.id} isInSight={inViewport} />
        <IconChevronRight size={20} aria-hidden className={classes.chevron} />
      </Link>
    </li>
  );
}

function OnCall({ onCall: { userId, until } }: { onCall: Schema<'OnCall'> }) {
  if (userId === null)
    return (
      <Text span fw={600} className={classes.gap}>
        {texts.nobody}
      </Text>
    );
  return (
    <>
      <Text span fw={600}>
        <Person id={userId} />
      </Text>
      {until === null ? null : (
        <Text span size="sm" c="dimmed">
          {texts.until} <Time at={until} />
        </Text>
      )}
    </>
  );
}

function Next({ onCall: { next } }: { onCall: Schema<'OnCall'> }) {
  if (next === null)
    return (
      <Text span size="sm" c="dimmed">
        {texts.nobodyNext}
      </Text>
    );
  return (
    <>
      <Text span size="sm" c="dimmed">
        {texts.next}
      </Text>
      <Person id={next.userId} size={20} />
    </>
  );
}

/** The gaps of the next two weeks; asked for once the row is in sight, then once an hour and when the schedule changes. */
function Gaps({ scheduleId, isInSight }: { scheduleId: string; isInSight: boolean }) {
  const { timeZone } = useSession();
  const [now] = useState(serverNow);
  const from = Math.floor(now.getTime() / STEP_MS) * STEP_MS;
  const query = { from: new Date(from).toISOString(), to: new Date(from + AHEAD_MS).toISOString() };
  const shifts = $api.useQuery(
    'get',
    '/api/v1/schedules/{id}/shifts',
    { params: { path: { id: scheduleId }, query } },
    { staleTime: STEP_MS, enabled: isInSight },
  );
  if (shifts.error !== null)
    return (
      <Text span size="sm" c="dimmed" className={classes.gaps}>
        {texts.gapsUnknown}
      </Text>
    );
  const gaps = shifts.data?.gaps.filter(({ end }) => Date.parse(end) > now.getTime()) ?? [];
  const [first] = gaps;
  if (first === undefined) return <span className={classes.gaps} />;
  const begin = new Date(Math.max(Date.parse(first.start), now.getTime()));
  return (
    <span className={`${classes.gaps ?? ''} ${classes.gap ?? ''}`}>
      <IconAlertTriangle size={16} aria-hidden />
      <Text span size="sm" fw={600}>
        {texts.gapsAhead(gaps.length, momentIn(begin, timeZone))}
      </Text>
    </span>
  );
}
