import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { $api, type Schema } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { Face } from '../../design/person';
import { Time } from '../../design/time';
import { usePeople } from '../../people/people';
import { spanIn } from '../../schedule-timeline/shift-words';
import { useSession } from '../../session/session';
import { panelTexts, requestTexts as texts } from '../../texts/schedules';
import { FaultLine } from '../../design/fault-line';
import { answer } from './swap-deeds';
import classes from './schedule-screen.module.css';
import { tellDone } from './notes';

/** What is asked of whom on this schedule and not yet answered; nothing where nothing is. */
export function OpenRequests({ schedule, zone }: { schedule: Schema<'Schedule'>; zone: string }) {
  const requests = $api.useQuery('get', '/api/v1/schedules/{id}/swaps', {
    params: { path: { id: schedule.id }, query: { status: 'open', limit: 50 } },
  });
  const items = requests.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="open-requests">
      <Title order={2} id="open-requests" mb="sm">
        {texts.title}
      </Title>
      <Paper p={0} component="ul" className={classes.requests} aria-live="polite">
        {items.map((swap) => (
          <Request key={swap.id} swap={swap} schedule={schedule} zone={zone} />
        ))}
      </Paper>
    </section>
  );
}

function Request({
  swap,
  schedule,
  zone,
}: {
  swap: Schema<'Swap'>;
  schedule: Schema<'Schedule'>;
  zone: string;
}) {
  const people = usePeople();
  const { id: ownId } = useSession();
  const isAsked = useIsAsked(swap, schedule);
  const queries = useQueryClient();
  const work = useMutation({
    mutationFn: async (how: 'accept' | 'decline' | 'cancel') => {
      await answer(swap.id, how);
      await refresh(queries, ['/api/v1/schedules', '/api/v1/on-call', '/api/v1/swaps', '/api/v1/me/shifts']);
      return how;
    },
    onSuccess: (how) => {
      tellDone({ accept: texts.accepted, decline: texts.declined, cancel: texts.cancelled }[how]);
    },
  });
  const isMine = swap.fromUserId === ownId;
  const from = { id: swap.fromUserId, name: people.get(swap.fromUserId)?.name ?? panelTexts.somebody };
  return (
    <li className={classes.request}>
      <Group gap="sm" wrap="nowrap" flex={1} miw={260} align="flex-start">
        <Face person={from} size={32} />
        <Stack gap={0} miw={0}>
          <Text fw={600}>{sentence(swap, from.name, ownId, isAsked, zone, people)}</Text>
          {swap.take === null ? null : (
            <Text size="sm">{texts.inReturn(spanIn(datesOf(swap.take), zone))}</Text>
          )}
          {swap.message === null ? null : <Text size="sm">“{swap.message}”</Text>}
          <Text size="sm" c="dimmed">
            {texts.expires}
            <Time at={swap.expiresAt} />
          </Text>
          <FaultLine error={work.error} />
        </Stack>
      </Group>
      <Group gap="xs">
        {isAsked ? (
          <>
            <Button
              loading={work.isPending}
              onClick={() => {
                work.mutate('accept');
              }}
            >
              {texts.accept}
            </Button>
            <Button
              variant="default"
              disabled={work.isPending}
              onClick={() => {
                work.mutate('decline');
              }}
            >
              {texts.decline}
            </Button>
          </>
        ) : null}
        {isMine ? (
          <Button
            variant="default"
            loading={work.isPending}
            onClick={() => {
              work.mutate('cancel');
            }}
          >
            {texts.cancel}
          </Button>
        ) : null}
      </Group>
    </li>
  );
}

const datesOf = ({ start, end }: { start: string; end: string }) => ({
  start: new Date(start),
  end: new Date(end),
});

/** Of an open offer: those of the team are asked, without one those who take part; who has said no may still change it. */
function useIsAsked(swap: Schema<'Swap'>, schedule: Schema<'Schedule'>): boolean {
  const { id, teams, role } = useSession();
  if (swap.fromUserId === id || role === 'observer') return false;
  if (swap.withUserId !== null) return swap.withUserId === id;
  return schedule.teamId === null
    ? schedule.layers.some(({ participants }) => participants.includes(id))
    : teams.some((team) => team.id === schedule.teamId);
}

function sentence(
  swap: Schema<'Swap'>,
  from: string,
  ownId: string,
  isAsked: boolean,
  zone: string,
  people: ReturnType<typeof usePeople>,
): string {
  const span = spanIn(datesOf(swap.give), zone);
  const whom = swap.withUserId === null ? null : (people.get(swap.withUserId)?.name ?? panelTexts.somebody);
  if (swap.fromUserId === ownId) return whom === null ? texts.youOffer(span) : texts.youAsk(whom, span);
  if (whom === null) return texts.offers(from, span);
  return isAsked ? texts.asksYou(from, span) : texts.asks(from, whom, span);
}
