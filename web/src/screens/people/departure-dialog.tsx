import { Button, Checkbox, Group, List, Modal, Select, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { FaultLine } from '../../design/fault-line';
import { Failed, Loading } from '../../design/states';
import { usePeople } from '../../people/people';
import { texts } from '../../texts/directory';
import { consequencesOf } from './departure-words';

/** Shows what would happen if somebody left, with or without a successor, and then lets them leave. */
export function DepartureDialog({
  person,
  isOpen,
  close,
}: {
  person: Schema<'User'>;
  isOpen: boolean;
  close: () => void;
}) {
  return (
    <Modal opened={isOpen} onClose={close} title={texts.departureTitle(person.name)} size="lg">
      {isOpen ? <Departure person={person} close={close} /> : null}
    </Modal>
  );
}

function Departure({ person, close }: { person: Schema<'User'>; close: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const people = usePeople();
  const [successorId, setSuccessorId] = useState<string | null>(null);
  const [acceptGaps, setAcceptGaps] = useState(false);
  const path = { id: person.id };
  const preview = $api.useQuery('get', '/api/v1/users/{id}/departure', {
    params: { path, query: successorId === null ? {} : { successorId } },
  });
  const departure = $api.useMutation('post', '/api/v1/users/{id}/departure', {
    onSuccess: async () => {
      notifications.show({ message: texts.departed(person.name) });
      await navigate({ to: '/people' });
      void queries.invalidateQueries();
    },
  });
  const successor = successorId === null ? null : (people.get(successorId)?.name ?? texts.nobody);
  const hasGaps = preview.data?.schedules.some(({ gaps }) => gaps.length > 0) ?? false;
  const obstacles = preview.data?.obstacles ?? [];
  const mayGo = preview.data !== undefined && obstacles.length === 0 && (!hasGaps || acceptGaps);
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {texts.departureWhy}
      </Text>
      <Select
        label={texts.successor}
        searchable
        clearable
        limit={50}
        placeholder={texts.nobody}
        data={[...people.values()]
          .filter(({ id }) => id !== person.id)
          .map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
        value={successorId}
        onChange={setSuccessorId}
      />
      <Stack gap="xs" aria-live="polite">
        <Title order={3}>{texts.whatHappens}</Title>
        {preview.isPending ? <Loading rows={3} height={24} /> : null}
        {preview.error === null ? null : <Failed error={preview.error} retry={() => preview.refetch()} />}
        {preview.data === undefined ? null : (
          <Consequences departure={preview.data} successor={successor} name={person.name} />
        )}
      </Stack>
      {hasGaps && obstacles.length === 0 ? (
        <Checkbox
          label={texts.acceptGaps}
          checked={acceptGaps}
          onChange={({ currentTarget }) => setAcceptGaps(currentTarget.checked)}
        />
      ) : null}
      <Text size="sm">{texts.alwaysHappens(person.name)}</Text>
      <FaultLine error={departure.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {texts.cancel}
        </Button>
        <Button
          disabled={!mayGo}
          loading={departure.isPending}
          onClick={() => departure.mutate({ params: { path }, body: { successorId, acceptGaps } })}
        >
          {texts.confirmDeparture(person.name)}
        </Button>
      </Group>
    </Stack>
  );
}

function Consequences({
  departure,
  successor,
  name,
}: {
  departure: Schema<'Departure'>;
  successor: string | null;
  name: string;
}) {
  const told = [
    ...departure.obstacles.map((says) => ({ says, serious: true })),
    ...consequencesOf(departure, successor),
  ];
  if (told.length === 0) return <Text>{texts.nothingTouched(name)}</Text>;
  return (
    <List spacing={8} center={false} listStyleType="none" withPadding={false}>
      {told.map(({ says, serious }) => (
        <List.Item
          key={says}
          icon={
            serious ? (
              <IconAlertTriangle size={18} color="var(--rouse-fault)" aria-hidden />
            ) : (
              <IconArrowRight size={18} color="var(--rouse-soft)" aria-hidden />
            )
          }
          {...(serious ? { fw: 600 } : {})}
        >
          {says}
        </List.Item>
      ))}
    </List>
  );
}
