import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { $api, type Schema } from '../../../api/client';
import { serverNow, useServerNow } from '../../../api/server-clock';
import { Empty, Pending } from '../../../design/states';
import { dayAndMonth } from '../../../design/times';
import { Time } from '../../../design/time';
import { useMay, useSession } from '../../../session/session';
import { OfferShiftDialog } from '../../../swaps/offer-shift-dialog';
import { texts } from '../../../texts/my-shifts';
import { ShiftLine } from './shift-line';
import { ShiftLoadFigures } from './shift-load-figures';
import classes from './shifts.module.css';
import { byWeek, weeksFrom, type ShiftWeek } from './shift-weeks';

type UserShift = Schema<'UserShift'>;

const DAY_MS = 86_400_000;
const WEEKS_AT_ONCE = 6;
/** The server looks at most 400 days ahead. */
const MOST_WEEKS = 48;
/** The server cuts shifts at the ends of what it is asked for: so much more is asked that those shown come whole. */
const MARGIN_MS = 8 * DAY_MS;

/** My shifts, week by week, with the one that runs first. */
export function ShiftsSection() {
  const [from] = useState(serverNow);
  const [weeks, setWeeks] = useState(WEEKS_AT_ONCE);
  const [offered, setOffered] = useState<UserShift | null>(null);
  const now = useServerNow();
  const to = new Date(from.getTime() + weeks * 7 * DAY_MS);
  const shifts = $api.useQuery(
    'get',
    '/api/v1/me/shifts',
    {
      params: {
        query: {
          from: new Date(from.getTime() - MARGIN_MS).toISOString(),
          to: new Date(to.getTime() + MARGIN_MS).toISOString(),
        },
      },
    },
    { placeholderData: (before) => before },
  );
  if (shifts.data === undefined) return <Pending query={shifts} rows={5} />;
  const coming = shifts.data.items.filter(
    ({ start, end }) => Date.parse(end) > now.getTime() && Date.parse(start) < to.getTime(),
  );
  const running = coming.filter(({ start }) => Date.parse(start) <= now.getTime());
  const later = coming.filter((shift) => !running.includes(shift));
  return (
    <Stack gap="lg">
      {coming.length === 0 ? <NoShifts /> : null}
      {running.map((shift) => (
        <Running key={`${shift.scheduleId} ${shift.start}`} shift={shift} give={() => setOffered(shift)} />
      ))}
      {coming.length === 0 ? null : <ShiftLoadFigures shifts={coming} now={now} />}
      <ShiftWeeks shifts={later} now={now} give={setOffered} />
      <Footer to={to} more={weeks < MOST_WEEKS ? () => setWeeks(weeks + WEEKS_AT_ONCE) : null} />
      <OfferShiftDialog shift={offered} onClose={() => setOffered(null)} />
    </Stack>
  );
}

function ShiftWeeks({
  shifts,
  now,
  give,
}: {
  shifts: readonly UserShift[];
  now: Date;
  give: (shift: UserShift) => void;
}) {
  const zone = useSession().timeZone;
  return byWeek(shifts, now, zone).map((week) => (
    <section key={week.monday.toISOString()}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3">
          {weekTitle(week, now, zone)}
        </Title>
        <Text size="sm" c="dimmed">
          {texts.count(week.shifts.length)}
        </Text>
      </Group>
      <Paper p={0}>
        <ul className={classes['list']}>
          {week.shifts.map((shift) => (
            <ShiftLine key={`${shift.scheduleId} ${shift.start}`} shift={shift} give={() => give(shift)} />
          ))}
        </ul>
      </Paper>
    </section>
  ));
}

function weekTitle({ monday }: ShiftWeek<unknown>, now: Date, zone: string): string {
  const weeks = weeksFrom(now, monday, zone);
  if (weeks === 0) return texts.thisWeek;
  return weeks === 1 ? texts.nextWeek : texts.weekOf(dayAndMonth(monday, now, zone));
}

function Running({ shift, give }: { shift: UserShift; give: () => void }) {
  const may = useMay();
  return (
    <Paper className={classes['running'] ?? ''}>
      <Group justify="space-between">
        <div>
          <Title order={2} size="h3">
            {texts.now}
          </Title>
          <Text>
            {shift.scheduleName}, {texts.nowUntil} <Time at={shift.end} />
          </Text>
        </div>
        {may('swap.offer') ? (
          <Button variant="default" onClick={give}>
            {texts.give}
          </Button>
        ) : null}
      </Group>
    </Paper>
  );
}

function NoShifts() {
  return (
    <Empty
      title={texts.none}
      action={
        <Button variant="default" renderRoot={(props) => <Link to="/schedules" {...props} />}>
          {texts.seeSchedules}
        </Button>
      }
    >
      <Text size="sm">{texts.noneDetail}</Text>
    </Empty>
  );
}

function Footer({ to, more }: { to: Date; more: (() => void) | null }) {
  const zone = useSession().timeZone;
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed">
        {texts.upTo(dayAndMonth(to, serverNow(), zone))} {texts.inZone(zone)}
      </Text>
      {more === null ? null : (
        <Button variant="default" onClick={more}>
          {texts.later}
        </Button>
      )}
    </Group>
  );
}
