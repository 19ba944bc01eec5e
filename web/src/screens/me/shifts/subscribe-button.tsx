import { Button, List, Modal, Stack, Text } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { $api } from '../../../api/client';
import { FaultLine } from '../../../design/fault-line';
import { Copyable } from '../../../design/states';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/my-shifts';
import { useQueryClient } from '@tanstack/react-query';
import { refresh } from '../../../api/live-changes';

/** Makes an address from which a calendar program reads my shifts, and says what to do with it. */
export function SubscribeButton() {
  const { id } = useSession();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const make = $api.useMutation('post', '/api/v1/calendar-feeds', {
    onSuccess: () => refresh(queries, ['/api/v1/calendar-feeds']),
  });
  const close = () => {
    setOpen(false);
    make.reset();
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconCalendarPlus size={18} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {texts.subscribe}
      </Button>
      <Modal opened={isOpen} onClose={close} title={texts.subscribe}>
        <Stack gap="md">
          <Text size="sm">{texts.subscribeDetail}</Text>
          {make.data === undefined ? (
            <Button loading={make.isPending} onClick={() => make.mutate({ body: { userId: id } })}>
              {texts.subscribeMake}
            </Button>
          ) : (
            <MadeAddress url={make.data.url} />
          )}
          <FaultLine error={make.error} />
        </Stack>
      </Modal>
    </>
  );
}

function MadeAddress({ url }: { url: string }) {
  return (
    <>
      <Copyable text={url} label={texts.subscribeCopy} />
      <Text size="sm" fw={550}>
        {texts.subscribeOnce}
      </Text>
      <Button component="a" href={url.replace(/^https?:/, 'webcal:')}>
        {texts.subscribeOpen}
      </Button>
      <List size="sm" spacing={4}>
        <List.Item>{texts.subscribeApple}</List.Item>
        <List.Item>{texts.subscribeGoogle}</List.Item>
        <List.Item>{texts.subscribeOutlook}</List.Item>
      </List>
      <Text size="sm" c="dimmed">
        {texts.subscribeManage}
      </Text>
    </>
  );
}
