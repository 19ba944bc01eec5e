import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { $api, type Schema } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { ConsequenceButton } from '../../design/consequence-button';
import { DialogForm } from '../../design/dialog-form';
import { FaultLine } from '../../design/fault-line';
import { SecretDialog } from '../../design/secret-dialog';
import { StateBadge } from '../../design/state-badge';
import { Empty, Pending } from '../../design/states';
import { Time } from '../../design/time';
import { texts } from '../../texts/admin';
import classes from './admin.module.css';
import { NewWebhook } from './new-webhook';
import { WebhookDeliveries } from './webhook-deliveries';

type Webhook = Schema<'Webhook'>;

/** Which other systems hear of incidents, and how that goes. */
export function WebhooksSection() {
  const [isMaking, { open, close }] = useDisclosure(false);
  return (
    <>
      <Webhooks
        making={
          <Button onClick={open} leftSection={<IconPlus size={18} aria-hidden />}>
            {texts.newWebhook}
          </Button>
        }
      />
      {/* Here, whatever the list becomes: what it shows is told once. */}
      <NewWebhook isOpen={isMaking} close={close} />
    </>
  );
}

function Webhooks({ making }: { making: ReactNode }) {
  const webhooks = $api.useQuery('get', '/api/v1/webhooks', { params: { query: { limit: 200 } } });
  if (webhooks.data === undefined) return <Pending query={webhooks} />;
  if (webhooks.data.items.length === 0)
    return (
      <Empty title={texts.noWebhooks} action={making}>
        <Text size="sm">{texts.noWebhooksDetail}</Text>
      </Empty>
    );
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed" flex="1 1 240px">
          {texts.noWebhooksDetail}
        </Text>
        {making}
      </Group>
      <ul className={classes.list}>
        {webhooks.data.items.map((webhook) => (
          <WebhookRow key={webhook.id} webhook={webhook} />
        ))}
      </ul>
    </Stack>
  );
}

function WebhookRow({ webhook }: { webhook: Webhook }) {
  const queries = useQueryClient();
  const [isShowing, deliveries] = useDisclosure(false);
  const params = { path: { id: webhook.id } };
  const old = () => refresh(queries, ['/api/v1/webhooks']);
  const change = $api.useMutation('patch', '/api/v1/webhooks/{id}', {
    onSuccess: ({ name, pausedAt }) => {
      notifications.show({ message: pausedAt === null ? texts.wasResumed(name) : texts.wasPaused(name) });
      void old();
    },
  });
  const ping = $api.useMutation('post', '/api/v1/webhooks/{id}/ping', {
    onSuccess: () => {
      notifications.show({ message: texts.pinged });
      void refresh(queries, ['/api/v1/webhooks/{id}/deliveries']);
      deliveries.open();
    },
  });
  const removal = $api.useMutation('delete', '/api/v1/webhooks/{id}', { onSuccess: old });
  const { name, url, events, pausedAt } = webhook;
  return (
    <li className={classes.line}>
      <div className={classes.what}>
        <Group gap="sm">
          <Text span fw={600}>
            {name}
          </Text>
          <Condition webhook={webhook} />
        </Group>
        <Text span size="sm">
          {url}
        </Text>
        <Text span size="sm" c="dimmed">
          {texts.eventCount(events.length)}
        </Text>
      </div>
      <div className={classes.acts}>
        <Button variant="default" onClick={deliveries.open}>
          {texts.deliveries}
        </Button>
        <Button
          variant="default"
          disabled={pausedAt !== null}
          loading={ping.isPending}
          onClick={() => ping.mutate({ params })}
        >
          {texts.ping}
        </Button>
        <Button
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate({ params, body: { paused: pausedAt === null } })}
        >
          {pausedAt === null ? texts.pause : texts.goOn}
        </Button>
        <NewSecret webhook={webhook} />
        <ConsequenceButton
          label={texts.remove}
          question={texts.removeQuestion(name)}
          consequence={texts.removeConsequence}
          keep={texts.keep}
          isPending={removal.isPending}
          error={removal.error}
          onConfirm={() => removal.mutate({ params })}
        />
      </div>
      <FaultLine error={change.error ?? ping.error} />
      <WebhookDeliveries webhook={webhook} isOpen={isShowing} close={deliveries.close} />
    </li>
  );
}

function Condition({ webhook: { pausedAt, pausedBecause, failingSince } }: { webhook: Webhook }) {
  if (pausedAt !== null)
    return (
      <StateBadge state="past" label={pausedBecause === 'failing' ? texts.pausedFailing : texts.paused} />
    );
  if (failingSince === null) return <StateBadge state="resolved" label={texts.well} />;
  return (
    <Text span size="sm" fw={600} c="var(--rouse-fault)">
      {texts.failing} <Time at={failingSince} relative />
    </Text>
  );
}

function NewSecret({ webhook: { id, name } }: { webhook: Webhook }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const replacement = $api.useMutation('post', '/api/v1/webhooks/{id}/secret');
  const finish = () => {
    close();
    replacement.reset();
  };
  const made = replacement.data;
  return (
    <>
      <Button variant="default" onClick={open}>
        {texts.newSecret}
      </Button>
      <SecretDialog
        isOpen={isOpen}
        close={finish}
        title={texts.newSecretQuestion}
        isMaking={replacement.isPending}
        made={
          made === undefined
            ? null
            : {
                title: texts.newSecretTitle(name),
                secret: made.secret,
                label: texts.secret,
                says: texts.secretOnce,
              }
        }
      >
        <DialogForm
          send={() => replacement.mutate({ params: { path: { id } } })}
          cancel={finish}
          label={texts.newSecret}
          isSending={replacement.isPending}
          error={replacement.error}
        >
          <Text>{texts.newSecretConsequence}</Text>
        </DialogForm>
      </SecretDialog>
    </>
  );
}
