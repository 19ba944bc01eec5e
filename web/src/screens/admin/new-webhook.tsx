import { MultiSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { DialogForm } from '../../design/dialog-form';
import { SecretDialog } from '../../design/secret-dialog';
import { useServices } from '../../service/services';
import { texts } from '../../texts/admin';
import { WEBHOOK_EVENTS } from './webhook-events';

type NewWebhookBody = Schema<'CreateWebhook'>;

const USUAL = ['incident.triggered', 'incident.acknowledged', 'incident.resolved'];

/** Asks which system is told of what, and shows the secret once. */
export function NewWebhook({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const queries = useQueryClient();
  const creation = $api.useMutation('post', '/api/v1/webhooks', {
    // Not waited for: the secret stands there at once, however long the list takes.
    onSuccess: () => void refresh(queries, ['/api/v1/webhooks']),
  });
  const finish = () => {
    close();
    creation.reset();
  };
  const made = creation.data;
  return (
    <SecretDialog
      isOpen={isOpen}
      close={finish}
      title={texts.newWebhookTitle}
      isMaking={creation.isPending}
      made={
        made === undefined
          ? null
          : {
              title: texts.webhookMade(made.name),
              secret: made.secret,
              label: texts.secret,
              says: texts.secretOnce,
            }
      }
    >
      <WebhookForm
        cancel={finish}
        send={(body) => creation.mutate({ body })}
        isPending={creation.isPending}
        error={creation.error}
      />
    </SecretDialog>
  );
}

function WebhookForm({
  cancel,
  send,
  isPending,
  error,
}: {
  cancel: () => void;
  send: (body: NewWebhookBody) => void;
  isPending: boolean;
  error: unknown;
}) {
  const services = useServices();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<string[]>(USUAL);
  const [serviceIds, setServiceIds] = useState<string[]>([]);
  const faults = error == null ? {} : faultOf(error).fields;
  const submit = () =>
    send({
      name,
      url,
      events: WEBHOOK_EVENTS.filter((one) => events.includes(one)),
      ...(serviceIds.length === 0 ? {} : { serviceIds }),
    });
  return (
    <DialogForm
      send={submit}
      cancel={cancel}
      label={texts.makeWebhook}
      isSending={isPending}
      isWhole={events.length > 0}
      error={error}
      shown={['name', 'url', 'events']}
    >
      <TextInput
        size="md"
        label={texts.webhookName}
        required
        data-autofocus
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        error={faults['name']}
      />
      <TextInput
        size="md"
        label={texts.address}
        description={texts.addressWhy}
        type="url"
        required
        value={url}
        onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        error={faults['url']}
      />
      <MultiSelect
        size="md"
        label={texts.events}
        searchable
        required
        data={[...WEBHOOK_EVENTS]}
        value={events}
        onChange={setEvents}
        error={faults['events']}
      />
      <MultiSelect
        size="md"
        label={texts.services}
        placeholder={serviceIds.length === 0 ? texts.allServices : ''}
        searchable
        limit={50}
        data={(services.data ?? []).map((service) => ({ value: service.id, label: service.name }))}
        value={serviceIds}
        onChange={setServiceIds}
      />
    </DialogForm>
  );
}
