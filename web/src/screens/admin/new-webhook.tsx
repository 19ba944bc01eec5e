import { Button, Group, Modal, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { $api, api, type Schema } from '../../api/client';
import { everyPage } from '../../api/every-page';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { FaultLine } from '../../design/fault-line';
import { ShownOnce } from '../../design/shown-once';
import { texts } from '../../texts/admin';
import { WEBHOOK_EVENTS } from './webhook-events';

type NewWebhookBody = Schema<'CreateWebhook'>;

const USUAL = ['incident.triggered', 'incident.acknowledged', 'incident.resolved'];

/** Asks which system is told of what, and shows the secret once. */
export function NewWebhook({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const queries = useQueryClient();
  const creation = $api.useMutation('post', '/api/v1/webhooks', {
    onSuccess: () => refresh(queries, ['/api/v1/webhooks']),
  });
  const finish = () => {
    close();
    creation.reset();
  };
  const made = creation.data;
  return (
    <Modal
      opened={isOpen}
      onClose={finish}
      size="lg"
      title={made === undefined ? texts.newWebhookTitle : texts.webhookMade(made.name)}
    >
      {made === undefined ? (
        <WebhookForm
          cancel={finish}
          send={(body) => creation.mutate({ body })}
          isPending={creation.isPending}
          error={creation.error}
        />
      ) : (
        <Stack>
          <ShownOnce secret={made.secret} label={texts.secret}>
            {texts.secretOnce}
          </ShownOnce>
          <Group justify="flex-end">
            <Button onClick={finish}>{texts.done}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
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
  const services = useQuery({
    queryKey: ['get', '/api/v1/services', 'every'],
    queryFn: ({ signal }) =>
      everyPage<Schema<'Service'>>((query) => api.GET('/api/v1/services', { params: { query }, signal })),
  });
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<string[]>(USUAL);
  const [serviceIds, setServiceIds] = useState<string[]>([]);
  const faults = error == null ? {} : faultOf(error).fields;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    send({
      name,
      url,
      events: WEBHOOK_EVENTS.filter((one) => events.includes(one)),
      ...(serviceIds.length === 0 ? {} : { serviceIds }),
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={texts.webhookName}
          required
          data-autofocus
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          error={faults['name']}
        />
        <TextInput
          label={texts.address}
          description={texts.addressWhy}
          type="url"
          required
          value={url}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
          error={faults['url']}
        />
        <MultiSelect
          label={texts.events}
          searchable
          required
          data={[...WEBHOOK_EVENTS]}
          value={events}
          onChange={setEvents}
          error={faults['events']}
        />
        <MultiSelect
          label={texts.services}
          placeholder={serviceIds.length === 0 ? texts.allServices : ''}
          searchable
          limit={50}
          data={(services.data ?? []).map((service) => ({ value: service.id, label: service.name }))}
          value={serviceIds}
          onChange={setServiceIds}
        />
        <FaultLine error={error} shown={['name', 'url', 'events']} />
        <Group justify="flex-end">
          <Button variant="default" onClick={cancel}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isPending} disabled={events.length === 0}>
            {texts.makeWebhook}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
