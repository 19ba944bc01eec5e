import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../../../api/client';
import { refresh } from '../../../api/live-changes';
import { FaultLine } from '../../../design/fault-line';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/contact-methods';
import { isUsable, nameOfMethod, rulesUsing } from './contact-method-words';

type Method = Schema<'ContactMethod'>;

/** Removes a method, after saying what that does: it cannot be undone without a new code. */
export function RemoveMethod({ method, all }: { method: Method; all: readonly Method[] }) {
  const [isOpen, setOpen] = useState(false);
  const name = nameOfMethod(method);
  return (
    <>
      <Button variant="subtle" onClick={() => setOpen(true)} aria-label={texts.removeLabel(name)}>
        {texts.remove}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={texts.removeTitle(name)}>
        <Consequence method={method} all={all} close={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function Consequence({ method, all, close }: { method: Method; all: readonly Method[]; close: () => void }) {
  const { id } = useSession();
  const queries = useQueryClient();
  const rules = $api.useQuery('get', '/api/v1/users/{id}/paging-rules', { params: { path: { id } } });
  const remove = $api.useMutation('delete', '/api/v1/contact-methods/{id}', {
    onSuccess: async () => {
      close();
      notifications.show({ message: texts.removed(nameOfMethod(method)) });
      await refresh(queries, [
        '/api/v1/users/{id}/contact-methods',
        '/api/v1/users/{id}/paging-rules',
        '/api/v1/users/{id}/paging-plan',
      ]);
    },
  });
  const others = all.filter((one) => one.id !== method.id && isUsable(one)).map(nameOfMethod);
  return (
    <Stack gap="md">
      <Text>
        {rules.data === undefined ? null : `${texts.removeRules(rulesUsing(rules.data, method.id))} `}
        {others.length === 0 ? texts.removeLast : texts.removeOthers(others.join(', '))} {texts.removeAgain}
      </Text>
      <FaultLine error={remove.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {texts.cancel}
        </Button>
        <Button
          loading={remove.isPending}
          onClick={() => remove.mutate({ params: { path: { id: method.id } } })}
        >
          {texts.remove}
        </Button>
      </Group>
    </Stack>
  );
}
