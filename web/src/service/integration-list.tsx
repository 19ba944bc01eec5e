import { Button, Group, Modal, NativeSelect, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconPlugX, IconPlus, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../api/client';
import { faultOf } from '../api/faults';
import { refresh } from '../api/live-changes';
import { useServerNow } from '../api/server-clock';
import { ChoiceCards } from '../design/choice-cards';
import { DialogForm } from '../design/dialog-form';
import { ConsequenceButton } from '../design/consequence-button';
import { Pending } from '../design/states';
import { Time } from '../design/time';
import { relativeTime } from '../design/times';
import { useSession } from '../session/session';
import { texts as all } from '../texts/integrations';
import { IntegrationSnippets } from './integration-snippets';
import { TestAlert } from './test-alert';
import classes from './test-alert.module.css';

const texts = all.list;
type Created = Schema<'CreatedIntegration'>;

/** The ways in of a service: add, renew, close. A key is shown once, with what to paste where and a test. */
export function IntegrationList({ serviceId, mayChange }: { serviceId: string; mayChange: boolean }) {
  const [opened, setOpened] = useState<Created | null>(null);
  const integrations = $api.useQuery('get', '/api/v1/services/{id}/integrations', {
    params: { path: { id: serviceId }, query: { limit: 200 } },
  });
  if (integrations.data === undefined) return <Pending query={integrations} rows={2} />;
  const { items } = integrations.data;
  return (
    <Stack gap="lg">
      {opened === null ? null : <Opened integration={opened} onClose={() => setOpened(null)} />}
      <Paper component="section" aria-labelledby="ways-in">
        <Stack gap="xs">
          <Group justify="space-between">
            <Title order={2} size="h3" id="ways-in">
              {items.length === 0 ? texts.noneTitle : texts.title}
            </Title>
            {mayChange ? <AddIntegration serviceId={serviceId} onMade={setOpened} /> : null}
          </Group>
          {items.length === 0 ? <Text>{texts.none}</Text> : null}
          <ul className={classes.ways}>
            {items.map((integration) => (
              <Way
                key={integration.id}
                integration={integration}
                mayChange={mayChange}
                onRenewed={setOpened}
              />
            ))}
          </ul>
        </Stack>
      </Paper>
    </Stack>
  );
}

function Opened({ integration, onClose }: { integration: Created; onClose: () => void }) {
  return (
    <Paper component="section" aria-labelledby="opened">
      <Stack gap="md">
        <Title order={2} size="h3" id="opened">
          {texts.opened(integration.name)}
        </Title>
        <IntegrationSnippets key={integration.key} integration={integration} />
        <TestAlert
          key={`test ${integration.key}`}
          integration={integration}
          serviceId={integration.serviceId}
        />
        <div>
          <Button variant="default" onClick={onClose}>
            {texts.close}
          </Button>
        </div>
      </Stack>
    </Paper>
  );
}

function Way({
  integration,
  mayChange,
  onRenewed,
}: {
  integration: Schema<'Integration'>;
  mayChange: boolean;
  onRenewed: (integration: Created) => void;
}) {
  const { name, type, prefix, lastUsedAt, old } = integration;
  return (
    <li className={classes.way}>
      <div className={classes.wayWords}>
        <Text fw={650}>{name}</Text>
        <Text size="sm" c="dimmed">
          {all.types[type].short}
          {prefix === null ? null : ` · ${texts.key(prefix)}`}
          {' · '}
          {lastUsedAt === null ? (
            texts.neverUsed
          ) : (
            <>
              {texts.used} <Time at={lastUsedAt} relative />
            </>
          )}
        </Text>
        {old === null ? null : (
          <Text size="sm">
            {texts.old(old.prefix ?? '')} <Time at={old.endsAt} />.{' '}
            {old.lastUsedAt === null ? (
              texts.oldUnused
            ) : (
              <>
                {texts.oldUsed} <Time at={old.lastUsedAt} relative />.
              </>
            )}
          </Text>
        )}
      </div>
      {mayChange ? (
        <Group gap="sm">
          <RenewKey integration={integration} onRenewed={onRenewed} />
          <Revoke integration={integration} />
        </Group>
      ) : null}
    </li>
  );
}

function AddIntegration({ serviceId, onMade }: { serviceId: string; onMade: (made: Created) => void }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [type, setType] = useState<Created['type']>('alertmanager');
  const [name, setName] = useState('');
  const queries = useQueryClient();
  const add = $api.useMutation('post', '/api/v1/services/{id}/integrations', {
    onSuccess: async (made) => {
      close();
      setName('');
      onMade(made);
      await refresh(queries, ['/api/v1/services']);
    },
  });
  const types = (['alertmanager', 'events-v2', 'generic'] as const).map((value) => ({
    value,
    name: all.types[value].name,
    says: all.types[value].says,
  }));
  return (
    <>
      <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
        {texts.add}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={texts.add}
        closeButtonProps={{ 'aria-label': texts.cancel }}
      >
        <DialogForm
          send={() =>
            add.mutate({
              params: { path: { id: serviceId } },
              body: { type, name: name.trim() === '' ? all.types[type].short : name },
            })
          }
          cancel={close}
          label={texts.make}
          isSending={add.isPending}
          error={add.error}
          shown={['name']}
        >
          <ChoiceCards label={texts.type} choices={types} value={type} onChange={setType} />
          <TextInput
            label={texts.name}
            placeholder={all.types[type].short}
            size="md"
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
            error={add.error === null ? undefined : faultOf(add.error).fields['name']}
          />
        </DialogForm>
      </Modal>
    </>
  );
}

const USUAL_OVERLAP = '86400';

function RenewKey({
  integration: { id, name },
  onRenewed,
}: {
  integration: Schema<'Integration'>;
  onRenewed: (integration: Created) => void;
}) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [overlap, setOverlap] = useState(USUAL_OVERLAP);
  const queries = useQueryClient();
  const renew = $api.useMutation('post', '/api/v1/integrations/{id}/rotation', {
    onSuccess: async (renewed) => {
      close();
      onRenewed(renewed);
      await refresh(queries, ['/api/v1/services']);
    },
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRefresh size={18} aria-hidden />}
        onClick={open}
        aria-label={`${texts.renew}: ${name}`}
      >
        {texts.renew}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={texts.renewAsk(name)}
        closeButtonProps={{ 'aria-label': texts.cancel }}
      >
        <Stack gap="md">
          <Text>{texts.renewSays}</Text>
          <NativeSelect
            label={texts.overlap}
            size="md"
            value={overlap}
            data={[...texts.overlaps]}
            onChange={({ currentTarget: { value } }) => setOverlap(value)}
          />
          {renew.error === null ? null : (
            <Text role="alert" size="sm" c="var(--rouse-fault)">
              {faultOf(renew.error).detail}
            </Text>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              {texts.cancel}
            </Button>
            <Button
              loading={renew.isPending}
              onClick={() =>
                renew.mutate({ params: { path: { id } }, body: { keepOldForSeconds: Number(overlap) } })
              }
            >
              {texts.renew}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function Revoke({ integration: { id, name, lastUsedAt } }: { integration: Schema<'Integration'> }) {
  const queries = useQueryClient();
  const now = useServerNow();
  const { timeZone } = useSession();
  const revoke = $api.useMutation('delete', '/api/v1/integrations/{id}', {
    onSuccess: async () => {
      notifications.show({ message: texts.revoked(name) });
      await refresh(queries, ['/api/v1/services']);
    },
  });
  const used =
    lastUsedAt === null
      ? texts.revokeUnused
      : texts.revokeUsed(relativeTime(new Date(lastUsedAt), now, timeZone));
  return (
    <ConsequenceButton
      label={texts.revoke}
      question={texts.revokeAsk(name)}
      consequence={texts.revokeSays(used)}
      keep={texts.keep}
      icon={<IconPlugX size={18} aria-hidden />}
      isPending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ params: { path: { id } } })}
    />
  );
}
