import { Button, CloseButton, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { $api, type Schema } from '../../../api/client';
import { serverNow } from '../../../api/server-clock';
import { spanText } from '../../../design/span';
import { usePeople } from '../../../people/people';
import { useSession } from '../../../session/session';
import { OfferShiftDialog } from '../../../swaps/offer-shift-dialog';
import { texts } from '../../../texts/absences';
import { texts as words } from '../../../texts/me';
import { standInsFor, type StandIns } from './stand-ins';
import classes from './absences.module.css';

type UserShift = Schema<'UserShift'>;

/** What a new absence does: which of my shifts fall into it, and who has them now. */
export function HitShifts({ made, close }: { made: Schema<'MadeAbsence'>; close: () => void }) {
  const [offered, setOffered] = useState<UserShift | null>(null);
  return (
    <Paper className={classes['hits'] ?? ''} role="status">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} size="h3">
            {texts.hits(made.shifts.length)}
          </Title>
          <CloseButton size={44} aria-label={words.close} onClick={close} />
        </Group>
        {made.shifts.length === 0 ? null : (
          <ul className={classes['list']}>
            {made.shifts.map((shift) => (
              <HitShift
                key={`${shift.scheduleId} ${shift.start}`}
                shift={shift}
                absence={made}
                give={() => setOffered(shift)}
              />
            ))}
          </ul>
        )}
        {made.shifts.length === 0 ? null : (
          <Text size="sm" c="dimmed">
            {texts.offerDetail}
          </Text>
        )}
      </Stack>
      <OfferShiftDialog shift={offered} onClose={() => setOffered(null)} />
    </Paper>
  );
}

interface HitShiftProps {
  shift: UserShift;
  absence: Schema<'MadeAbsence'>;
  give: () => void;
}

function HitShift({ shift, absence, give }: HitShiftProps) {
  const { id, timeZone } = useSession();
  const people = usePeople();
  const after = $api.useQuery('get', '/api/v1/schedules/{id}/shifts', {
    params: { path: { id: shift.scheduleId }, query: { from: absence.start, to: absence.end } },
  });
  const standIns = after.data && standInsFor(shift, after.data, id);
  const names = standIns?.userIds.map((userId) => people.get(userId)?.name ?? '').join(', ') ?? '';
  const span = spanText(new Date(shift.start), new Date(shift.end), serverNow(), timeZone);
  return (
    <li className={classes['line']}>
      <div>
        <Text fw={550}>{span}</Text>
        <Text size="sm" c="dimmed">
          {shift.scheduleName}
          {standIns === undefined ? null : <> · {sentenceOf(standIns, names)}</>}
        </Text>
      </div>
      {standIns?.isMine === true ? (
        <Button
          variant="subtle"
          onClick={give}
          aria-label={texts.giveLabel(`${shift.scheduleName}, ${span}`)}
        >
          {texts.give}
        </Button>
      ) : (
        <Button
          variant="subtle"
          renderRoot={(props) => (
            <Link to="/schedules/$scheduleId" params={{ scheduleId: shift.scheduleId }} {...props} />
          )}
          aria-label={`${texts.offer}: ${shift.scheduleName}, ${span}`}
        >
          {texts.offer}
        </Button>
      )}
    </li>
  );
}

function sentenceOf({ isMine, hasGap, userIds }: StandIns, names: string) {
  if (isMine) return texts.still;
  if (userIds.length === 0) return <span className={classes['gap']}>{texts.nobody}</span>;
  return hasGap ? `${texts.partly}: ${names}` : texts.covered(names);
}
