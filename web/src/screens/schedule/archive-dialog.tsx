import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { $api, type Schema } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { archiveTexts as texts, panelTexts } from '../../texts/schedules';
import { FaultLine } from '../../design/fault-line';
import { tellDone } from './notes';

/** Archives a schedule, after it said what that means. A policy that uses it is named by the server's refusal. */
export function ArchiveDialog({
  schedule: { id, name },
  opened,
  onClose,
}: {
  schedule: Schema<'Schedule'>;
  opened: boolean;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const archive = $api.useMutation('delete', '/api/v1/schedules/{id}', {
    onSuccess: async () => {
      await navigate({ to: '/schedules' });
      await refresh(queries, ['/api/v1/schedules', '/api/v1/on-call']);
      tellDone(texts.archived(name));
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={texts.title(name)}
      closeButtonProps={{ 'aria-label': panelTexts.close, size: 44 }}
    >
      <Stack gap="md">
        <Text>{texts.says}</Text>
        <FaultLine error={archive.error} />
        <Group gap="xs">
          <Button
            loading={archive.isPending}
            onClick={() => {
              archive.mutate({ params: { path: { id } } });
            }}
          >
            {texts.archive}
          </Button>
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.keep}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
