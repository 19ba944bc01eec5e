import { Text, Title } from '@mantine/core';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/my-shifts';
import { loadOf } from './shift-weeks';
import classes from './shifts.module.css';

const FOUR_WEEKS_MS = 28 * 86_400_000;

/** How much of the coming four weeks I carry the pager: hours, nights, weekend days. */
export function ShiftLoadFigures({
  shifts,
  now,
}: {
  shifts: readonly { start: string; end: string }[];
  now: Date;
}) {
  const zone = useSession().timeZone;
  const load = loadOf(shifts, now, new Date(now.getTime() + FOUR_WEEKS_MS), zone);
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {texts.coming}
      </Title>
      <dl className={classes['figures']}>
        <Figure label={texts.hours} count={load.hours} detail={texts.hoursDetail} />
        <Figure label={texts.nights} count={load.nights} detail={texts.nightsDetail} />
        <Figure label={texts.weekends} count={load.weekendDays} detail={texts.weekendsDetail} />
      </dl>
    </section>
  );
}

function Figure({ label, count, detail }: { label: string; count: number; detail: string }) {
  return (
    <div className={classes['figure']}>
      <dt>{label}</dt>
      <dd className={classes['number']}>{count}</dd>
      <dd>
        <Text size="xs" c="dimmed">
          {detail}
        </Text>
      </dd>
    </div>
  );
}
