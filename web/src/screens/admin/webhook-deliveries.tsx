import { Button, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { $api, type Schema } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { FaultLine } from '../../design/fault-line';
import { StateBadge, type State } from '../../design/state-badge';
import { Empty, Pending } from '../../design/states';
import { Time } from '../../design/time';
import { texts } from '../../texts/admin';
import classes from './admin.module.css';

type Delivery = Schema<'WebhookDelivery'>;

/** While a delivery is under way the log looks again so often. */
const LOOK_AGAIN_MS = 2_000;

const STATES: Readonly<Record<Delivery['status'], State>> = {
  waiting: 'planned',
  delivered: 'resolved',
  'given-up': 'past',
};

/** What a webhook was told in the last two weeks and how that went, with a way to tell it again. */
export function WebhookDeliveries({
  webhook,
  isOpen,
  close,
}: {
  webhook: Schema<'Webhook'>;
  isOpen: boolean;
  close: () => void;
}) {
  return (
    <Modal opened={isOpen} onClose={close} title={texts.deliveriesOf(webhook.name)} size="xl">
      {isOpen ? <Log webhook={webhook} /> : null}
    </Modal>
  );
}

function Log({ webhook }: { webhook: Schema<'Webhook'> }) {
  const log = $api.useInfiniteQuery(
    'get',
    '/api/v1/webhooks/{id}/deliveries',
    { params: { path: { id: webhook.id }, query: { limit: 50 } } },
    {
      pageParamName: 'cursor',
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }: Schema<'WebhookDeliveryPage'>) => nextCursor ?? undefined,
      refetchInterval: ({ state }) =>
        state.data?.pages[0]?.items.some(({ status }) => status === 'waiting') === true
          ? LOOK_AGAIN_MS
          : false,
    },
  );
  if (log.data === undefined) return <Pending query={log} rows={4} />;
  const deliveries = log.data.pages.flatMap(({ items }) => items);
  if (deliveries.length === 0)
    return (
      <Empty title={texts.noDeliveries}>
        <Text size="sm">{texts.noDeliveriesDetail}</Text>
      </Empty>
    );
  return (
    <Stack gap="md">
      <ul className={classes.list}>
        {deliveries.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} mayReplay={webhook.pausedAt === null} />
        ))}
      </ul>
      {log.isFetchNextPageError ? <FaultLine error={log.error} /> : null}
      {log.hasNextPage ? (
        <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {texts.more}
        </Button>
      ) : null}
    </Stack>
  );
}

function DeliveryRow({ delivery, mayReplay }: { delivery: Delivery; mayReplay: boolean }) {
  const queries = useQueryClient();
  const replay = $api.useMutation('post', '/api/v1/webhook-deliveries/{id}/replay', {
    onSuccess: () => {
      notifications.show({ message: texts.replayed });
      void refresh(queries, ['/api/v1/webhooks/{id}/deliveries']);
    },
  });
  const { id, event, occurredAt, status, attempts, lastStatus, lastReason, nextTryAt } = delivery;
  return (
    <li className={classes.line}>
      <div className={classes.what}>
        <Text span fw={600}>
          {event}
        </Text>
        <Text span size="sm" c="dimmed">
          <Time at={occurredAt} relative /> · {texts.attempts(attempts)}
          {lastStatus === null ? '' : ` · ${texts.answered(lastStatus)}`}
          {lastReason === null ? '' : ` · ${lastReason}`}
          {nextTryAt === null ? null : (
            <>
              {' · '}
              {texts.nextTry} <Time at={nextTryAt} relative />
            </>
          )}
        </Text>
      </div>
      <div className={classes.acts}>
        <StateBadge state={STATES[status]} label={texts.deliveryStates[status]} />
        {status === 'waiting' || !mayReplay ? null : (
          <Button
            variant="default"
            loading={replay.isPending}
            onClick={() => replay.mutate({ params: { path: { id } } })}
            aria-label={texts.replayOf(event)}
          >
            {texts.replay}
          </Button>
        )}
      </div>
      <FaultLine error={replay.error} />
    </li>
  );
}
