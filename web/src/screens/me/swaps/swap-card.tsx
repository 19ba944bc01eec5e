import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { $api, type Schema } from '../../../api/client';
import { refresh } from '../../../api/live-changes';
import { serverNow } from '../../../api/server-clock';
import { FaultLine } from '../../../design/fault-line';
import { Face } from '../../../design/person';
import { spanText } from '../../../design/span';
import { StateBadge, type State } from '../../../design/state-badge';
import { Time } from '../../../design/time';
import { usePeople } from '../../../people/people';
import { useMay, useSession } from '../../../session/session';
import { texts } from '../../../texts/my-swaps';
import { changesOf, titleOf } from './swap-words';
import classes from './swaps.module.css';

type Swap = Schema<'Swap'>;

const STATES: Readonly<Record<Swap['status'], State>> = {
  open: 'planned',
  accepted: 'resolved',
  declined: 'past',
  cancelled: 'past',
  expired: 'past',
};

/** A swap or a cover: who asks, what would change hands, how it stands, and the buttons that answer it. */
export function SwapCard({ swap }: { swap: Swap }) {
  const { id, timeZone } = useSession();
  const people = usePeople();
  const nameOf = (userId: string) => people.get(userId)?.name ?? texts.somebody;
  const schedule = $api.useQuery('get', '/api/v1/schedules/{id}', {
    params: { path: { id: swap.scheduleId } },
  });
  const title = titleOf(swap, id, nameOf);
  const others = swap.declinedBy.filter((userId) => userId !== id);
  const shownId = swap.fromUserId === id ? (swap.acceptedBy ?? swap.withUserId ?? id) : swap.fromUserId;
  return (
    <Paper component="article" aria-label={title} data-past={swap.status !== 'open' || undefined}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Face person={{ id: shownId, name: nameOf(shownId) }} size={36} />
            <div className={classes['title']}>
              <Title order={3}>{title}</Title>
              <Text size="sm" c="dimmed">
                <Link
                  to="/schedules/$scheduleId"
                  params={{ scheduleId: swap.scheduleId }}
                  className={classes['where']}
                >
                  {schedule.data?.name ?? '…'}
                </Link>
                {swap.status === 'open' ? (
                  <>
                    {' · '}
                    {texts.ends} <Time at={swap.expiresAt} />
                  </>
                ) : null}
              </Text>
            </div>
          </Group>
          <StateBadge state={STATES[swap.status]} label={texts[swap.status]} />
        </Group>
        <dl className={classes['changes']}>
          {changesOf(swap, id, nameOf).map(({ label, stretch }) => (
            <div key={label} className={classes['change']}>
              <dt>{label}</dt>
              <dd>{spanText(new Date(stretch.start), new Date(stretch.end), serverNow(), timeZone)}</dd>
            </div>
          ))}
        </dl>
        {swap.message === null ? null : (
          <blockquote className={classes['message']}>{swap.message}</blockquote>
        )}
        {others.length === 0 ? null : (
          <Text size="sm" c="dimmed">
            {texts.saidNo(others.map(nameOf).join(', '))}
          </Text>
        )}
        {swap.status === 'open' ? <Answer swap={swap} title={title} giver={nameOf(swap.fromUserId)} /> : null}
      </Stack>
    </Paper>
  );
}

function Answer({ swap, title, giver }: { swap: Swap; title: string; giver: string }) {
  const { id } = useSession();
  const may = useMay();
  const { answer, error, isPending } = useAnswer(swap);
  if (swap.fromUserId === id)
    return may('swap.cancel', { ownerId: id }) ? (
      <>
        <Text size="sm" c="dimmed">
          {texts.ifBack}
        </Text>
        <FaultLine error={error} />
        <Group>
          <Button
            variant="default"
            disabled={isPending}
            aria-label={texts.label(texts.cancel, title)}
            onClick={() => answer('cancel')}
          >
            {texts.cancel}
          </Button>
        </Group>
      </>
    ) : null;
  if (!may('swap.answer', { ownerId: id })) return null;
  const hasDeclined = swap.declinedBy.includes(id);
  const yes = swap.take === null ? texts.accept : texts.acceptSwap;
  return (
    <>
      <Text size="sm" c="dimmed">
        {hasDeclined ? texts.youSaidNo : swap.take === null ? texts.ifYes(giver) : texts.ifYesSwap(giver)}
      </Text>
      <FaultLine error={error} />
      <Group className={classes['answers'] ?? ''}>
        <Button disabled={isPending} aria-label={texts.label(yes, title)} onClick={() => answer('accept')}>
          {yes}
        </Button>
        {hasDeclined ? null : (
          <Button
            variant="default"
            disabled={isPending}
            aria-label={texts.label(texts.decline, title)}
            onClick={() => answer('decline')}
          >
            {texts.decline}
          </Button>
        )}
      </Group>
    </>
  );
}

type AnswerKind = keyof typeof texts.done;

function useAnswer({ id }: Swap): { answer: (kind: AnswerKind) => void; error: unknown; isPending: boolean } {
  const queries = useQueryClient();
  const options = (kind: AnswerKind) => ({
    onSuccess: () => notifications.show({ message: texts.done[kind] }),
    // Also after a refusal: it says that things have moved on.
    onSettled: () =>
      refresh(queries, ['/api/v1/swaps', '/api/v1/me/shifts', '/api/v1/on-call', '/api/v1/schedules']),
  });
  const params = { params: { path: { id } } };
  const accept = $api.useMutation('post', '/api/v1/swaps/{id}/accept', options('accept'));
  const decline = $api.useMutation('post', '/api/v1/swaps/{id}/decline', options('decline'));
  const cancel = $api.useMutation('post', '/api/v1/swaps/{id}/cancel', options('cancel'));
  const all = { accept, decline, cancel };
  return {
    answer: (kind) => {
      for (const one of Object.values(all)) one.reset();
      all[kind].mutate(params);
    },
    error: accept.error ?? decline.error ?? cancel.error,
    isPending: accept.isPending || decline.isPending || cancel.isPending,
  };
}
