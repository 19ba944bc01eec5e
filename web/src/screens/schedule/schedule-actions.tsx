import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArchive, IconCalendarPlus, IconDots, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { useMay, useSession } from '../../session/session';
import { texts } from '../../texts/schedules';
import { ArchiveDialog } from './archive-dialog';
import { SubscribeDialog } from './subscribe-dialog';

/** Edit, subscribe, archive: what the reader may. */
export function ScheduleActions({ schedule }: { schedule: Schema<'Schedule'> }) {
  const may = useMay();
  const { id: ownId } = useSession();
  const [dialog, setDialog] = useState<'subscribe' | 'archive' | null>(null);
  const mayChange = may('schedule.change', { teamId: schedule.teamId });
  const close = () => {
    setDialog(null);
  };
  return (
    <>
      {mayChange ? (
        <Button
          variant="default"
          leftSection={<IconPencil size={18} aria-hidden />}
          renderRoot={(props) => (
            <Link to="/schedules/$scheduleId/edit" params={{ scheduleId: schedule.id }} {...props} />
          )}
        >
          {texts.edit}
        </Button>
      ) : null}
      {may('calendar-feed.change', { ownerId: ownId }) ? (
        <Button
          variant="default"
          leftSection={<IconCalendarPlus size={18} aria-hidden />}
          onClick={() => {
            setDialog('subscribe');
          }}
        >
          {texts.subscribe}
        </Button>
      ) : null}
      {mayChange ? (
        <Menu position="bottom-end" transitionProps={{ duration: 100 }}>
          <Menu.Target>
            <ActionIcon variant="default" aria-label={texts.moreActions}>
              <IconDots size={20} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconArchive size={18} aria-hidden />}
              onClick={() => {
                setDialog('archive');
              }}
            >
              {texts.archive}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <SubscribeDialog scheduleId={schedule.id} opened={dialog === 'subscribe'} onClose={close} />
      <ArchiveDialog schedule={schedule} opened={dialog === 'archive'} onClose={close} />
    </>
  );
}
