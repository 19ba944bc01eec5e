import { Skeleton } from '@mantine/core';
import { IconCalendar, IconPhoneCall } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { $api, type Schema } from '../../api/client';
import { useServerNow } from '../../api/server-clock';
import { Failed } from '../../design/states';
import { Time } from '../../design/time';
import { duration } from '../../design/times';
import { useSession } from '../../session/session';
import { texts } from '../../texts/now';
import { dutiesOf, nextDuty, type Duty } from './duties';
import classes from './now.module.css';
import { BY_THE_CLOCK } from '../../api/by-the-clock';
import { shiftsAhead } from './now-queries';
import { Stretch } from './stretch';

/** Whether I carry the pager, until when, who is next, and when it is my turn again. */
export function DutyCard() {
  const { id } = useSession();
  const schedules = $api.useQuery('get', '/api/v1/me/schedules', {}, BY_THE_CLOCK);
  const now = useServerNow(60_000);
  const shifts = $api.useQuery('get', '/api/v1/me/shifts', shiftsAhead(now), BY_THE_CLOCK);
  if (schedules.data === undefined) {
    if (schedules.error !== null) return <Failed error={schedules.error} retry={() => schedules.refetch()} />;
    return <Skeleton height={96} radius="lg" />;
  }
  const mine = schedules.data.items.filter(({ userId }) => userId === id);
  const next = nextDuty(dutiesOf(shifts.data?.items ?? []), now);
  return (
    <section className={classes.duty} data-on-call={mine.length > 0 || undefined} aria-labelledby="duty">
      <div className={classes.dutyNow}>
        <h2 id="duty" className={classes.dutyTitle}>
          <IconPhoneCall size={22} stroke={1.75} aria-hidden />
          {mine.length > 0 ? texts.onCall : texts.notOnCall}
        </h2>
        {mine.map((schedule) => (
          <CurrentDuty
            key={schedule.scheduleId}
            schedule={schedule}
            isNamed={schedules.data.items.length > 1}
          />
        ))}
        {mine.length === 0 ? <WhoIs schedules={schedules.data.items} /> : null}
        {mine.length === 0 && shifts.data !== undefined && next === null ? (
          <p className={classes.soft}>{texts.noShiftAhead}</p>
        ) : null}
      </div>
      {next === null ? null : <NextDuty duty={next} now={now} isAgain={mine.length > 0} />}
    </section>
  );
}

function CurrentDuty({
  schedule: { scheduleId, scheduleName, until, next },
  isNamed,
}: {
  schedule: Schema<'OwnSchedule'>;
  isNamed: boolean;
}) {
  return (
    <p className={classes.dutyLine}>
      {isNamed ? (
        <Fragment>
          <Link to="/schedules/$scheduleId" params={{ scheduleId }}>
            {scheduleName}
          </Link>{' '}
        </Fragment>
      ) : null}
      {until === null ? (
        texts.forGood
      ) : (
        <Fragment>
          {texts.until} <Time at={until} />
        </Fragment>
      )}
      {next === null ? null : <span className={classes.soft}> · {texts.next(next.userName)}</span>}
    </p>
  );
}

/** Who has the pager instead, where there is but one answer. */
function WhoIs({ schedules: [only, ...others] }: { schedules: readonly Schema<'OwnSchedule'>[] }) {
  if (only === undefined || others.length > 0 || only.userName === null) return null;
  return (
    <p className={classes.dutyLine}>
      {texts.has(only.userName)}
      {only.until === null ? null : (
        <Fragment>
          {` ${texts.until} `}
          <Time at={only.until} />
        </Fragment>
      )}
    </p>
  );
}

function NextDuty({ duty, now, isAgain }: { duty: Duty; now: Date; isAgain: boolean }) {
  return (
    <div className={classes.dutyNext}>
      <h3 className={classes.label}>
        <IconCalendar size={16} stroke={1.75} aria-hidden />
        {isAgain ? texts.againOnCall : texts.nextShift}
      </h3>
      <p className={classes.dutyLine}>
        <Stretch start={duty.start} end={duty.end} />
      </p>
      <p className={classes.soft}>
        <Link to="/schedules/$scheduleId" params={{ scheduleId: duty.scheduleId }}>
          {duty.scheduleName}
        </Link>
        {` · ${texts.in(duration(duty.start.getTime() - now.getTime()))}`}
      </p>
    </div>
  );
}
