import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../../api/client';
import { serverNow } from '../../../api/server-clock';
import { spanText } from '../../../design/span';
import { duration, exactTime } from '../../../design/times';
import { useMay, useSession } from '../../../session/session';
import { texts } from '../../../texts/my-shifts';
import classes from './shifts.module.css';

/** One of my shifts: when, how long, where, and a button to give it away. */
export function ShiftLine({ shift, give }: { shift: Schema<'UserShift'>; give: () => void }) {
  const zone = useSession().timeZone;
  const may = useMay();
  const [start, end] = [new Date(shift.start), new Date(shift.end)];
  const span = spanText(start, end, serverNow(), zone);
  return (
    <li className={classes['line']}>
      <div className={classes['what']}>
        <Text fw={550} title={`${exactTime(start, zone)} – ${exactTime(end, zone)}`}>
          {span}
        </Text>
        <Text size="sm" c="dimmed">
          {duration(end.getTime() - start.getTime())}
          {' · '}
          <Link
            to="/schedules/$scheduleId"
            params={{ scheduleId: shift.scheduleId }}
            className={classes['where']}
          >
            {shift.scheduleName}
          </Link>
          {shift.source.kind === 'override' ? ` · ${texts.byOverride}` : ''}
        </Text>
      </div>
      {may('swap.offer') ? (
        <Button
          variant="subtle"
          onClick={give}
          aria-label={texts.giveLabel(`${shift.scheduleName}, ${span}`)}
          className={classes['give'] ?? ''}
        >
          {texts.give}
        </Button>
      ) : null}
    </li>
  );
}
