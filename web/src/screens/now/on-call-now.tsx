import { Link } from '@tanstack/react-router';
import { IconUserOff } from '@tabler/icons-react';
import { $api, type Schema } from '../../api/client';
import { Face } from '../../design/person';
import { Loading } from '../../design/states';
import { Time } from '../../design/time';
import { useSession } from '../../session/session';
import { texts } from '../../texts/now';
import classes from './now.module.css';
import { BY_THE_CLOCK } from '../../api/by-the-clock';
import { Section } from './section';

type OnCall = Schema<'OnCall'>;

/** Enough to see who is there; the schedules have a screen of their own. */
const MOST = 12;

const EVERYWHERE = { params: { query: { limit: MOST } } };

/** Who is on call for my teams and who is next; of whoever has none, for everybody. */
export function OnCallNow() {
  const own = $api.useQuery('get', '/api/v1/me/schedules', {}, BY_THE_CLOCK);
  const hasOwn = own.data === undefined || own.data.items.length > 0;
  const all = $api.useQuery('get', '/api/v1/on-call', EVERYWHERE, { ...BY_THE_CLOCK, enabled: !hasOwn });
  const items: readonly OnCall[] | undefined = hasOwn ? own.data?.items : all.data?.items;
  // Why it does not come is told where the screen says whether I am on call.
  if (items === undefined) return own.error === null ? <Waiting /> : null;
  if (items.length === 0) return null;
  return (
    <Section
      title={texts.onCallNow}
      more={
        <Link to="/schedules" className={classes.more}>
          {texts.allSchedules}
        </Link>
      }
    >
      <ul className={classes.rows}>
        {items.slice(0, MOST).map((schedule) => (
          <Row key={schedule.scheduleId} schedule={schedule} />
        ))}
      </ul>
    </Section>
  );
}

const Waiting = () => (
  <Section title={texts.onCallNow}>
    <Loading rows={1} height={144} />
  </Section>
);

function Row({ schedule }: { schedule: OnCall }) {
  const { id } = useSession();
  const { scheduleId, scheduleName, userId, userName, until, next } = schedule;
  return (
    <li className={classes.row}>
      {userId === null ? (
        <span className={classes.nobody} aria-hidden>
          <IconUserOff size={20} stroke={1.75} />
        </span>
      ) : (
        <Face person={{ id: userId, name: userName ?? texts.somebody }} size={36} />
      )}
      <div className={classes.rowText}>
        <p className={classes.rowTitle}>
          {userId === null ? (
            <span className={classes.gap}>{texts.nobody}</span>
          ) : userId === id ? (
            texts.you
          ) : (
            (userName ?? texts.somebody)
          )}
          {until === null ? null : (
            <span className={classes.rowUntil}>
              {texts.until} <Time at={until} />
            </span>
          )}
        </p>
        <p className={classes.soft}>
          <Link to="/schedules/$scheduleId" params={{ scheduleId }} className={classes.rowLink}>
            {scheduleName}
          </Link>
          {next === null ? null : ` · ${texts.next(next.userId === id ? texts.you : next.userName)}`}
        </p>
      </div>
    </li>
  );
}
