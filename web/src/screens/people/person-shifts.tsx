import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { $api } from '../../api/client';
import { serverNow, useServerNow } from '../../api/server-clock';
import { spanText } from '../../design/span';
import { StateBadge } from '../../design/state-badge';
import { Empty, Failed, Loading } from '../../design/states';
import { Time } from '../../design/time';
import { duration } from '../../design/times';
import { useSession } from '../../session/session';
import { texts } from '../../texts/directory';
import classes from './people.module.css';

const AHEAD_MS = 28 * 86_400_000;

/** More are shown when asked for. */
const FIRST = 6;

/** When somebody carries the pager in the four weeks to come. */
export function PersonShifts({ userId }: { userId: string }) {
  const [window] = useState(() => {
    const from = serverNow();
    return { from: from.toISOString(), to: new Date(from.getTime() + AHEAD_MS).toISOString() };
  });
  const [isAll, setAll] = useState(false);
  const now = useServerNow();
  const shifts = $api.useQuery('get', '/api/v1/users/{id}/shifts', {
    params: { path: { id: userId }, query: window },
  });
  const ahead = shifts.data?.items.filter(({ end }) => new Date(end) > now) ?? [];
  return (
    <Stack gap="xs" component="section" aria-labelledby="shifts">
      <Group gap="sm" align="baseline">
        <Title order={2} size="h3" id="shifts">
          {texts.shifts}
        </Title>
        <Text size="sm" c="dimmed">
          {texts.shiftsWindow}
        </Text>
      </Group>
      {shifts.error === null ? null : <Failed error={shifts.error} retry={() => shifts.refetch()} />}
      {shifts.isPending ? <Loading rows={2} /> : null}
      {shifts.data !== undefined && ahead.length === 0 ? (
        <Empty title={texts.noShifts}>
          <Text size="sm">{texts.noShiftsDetail}</Text>
        </Empty>
      ) : null}
      {ahead.length === 0 ? null : (
        <ul className={classes.list}>
          {(isAll ? ahead : ahead.slice(0, FIRST)).map(({ scheduleId, scheduleName, start, end, source }) => (
            <li key={`${scheduleId} ${start}`} className={classes.line}>
              <div className={classes.who}>
                <Text span fw={600}>
                  <Span start={start} end={end} now={now} until={window.to} />
                </Text>
                <Text span size="sm" c="dimmed">
                  <Link to="/schedules/$scheduleId" params={{ scheduleId }} className={classes.link}>
                    {scheduleName}
                  </Link>
                  {new Date(start) > now && end < window.to
                    ? ` · ${duration(new Date(end).getTime() - new Date(start).getTime())}`
                    : ''}
                </Text>
              </div>
              <div className={classes.lineEnd}>
                {source.kind === 'override' ? (
                  <Badge variant="light" color="gray" tt="none" size="lg" radius="sm">
                    {texts.byOverride}
                  </Badge>
                ) : null}
                {new Date(start) <= now ? <StateBadge state="planned" label={texts.onCallNow} /> : null}
              </div>
            </li>
          ))}
        </ul>
      )}
      {ahead.length > FIRST && !isAll ? (
        <Button variant="default" onClick={() => setAll(true)} style={{ alignSelf: 'flex-start' }}>
          {texts.more(ahead.length - FIRST)}
        </Button>
      ) : null}
    </Stack>
  );
}

/** From when to when; what began before now, or ends after what was asked for, has no such end here. */
function Span({ start, end, now, until }: { start: string; end: string; now: Date; until: string }) {
  const { timeZone } = useSession();
  if (new Date(start) <= now)
    return (
      <>
        {texts.until} <Time at={end} />
      </>
    );
  if (end >= until)
    return (
      <>
        {texts.from} <Time at={start} />
      </>
    );
  return spanText(new Date(start), new Date(end), now, timeZone);
}
