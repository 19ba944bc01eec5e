import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArchive, IconCalendarPlus, IconDots, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { useMay, useSession } from '../../session/session';
import { texts } from '../../texts/schedules';
import { ArchiveDialog } from './archive-dialog';
import { useIsPhone } from './is-phone';
import { SubscribeDialog } from './subscribe-dialog';

/** Edit, subscribe, archive: what the reader may. */
export function ScheduleActions({ schedule }: { schedule: Schema<'Schedule'> }) {
  const may = useMay();
  const { id: ownId } = useSession();
  const isPhone = useIsPhone();
  const [dialog, setDialog] = useState<'subscribe' | 'archive' | null>(null);
  const mayChange = may('schedule.change', { teamId: schedule.teamId });
  const close = () => {
    setDialog(null);
  };
  const maySubscribe = may('calendar-feed.change', { ownerId: ownId });
  const subscribe = () => {
    setDialog('subscribe');
  };
  const edit = (props: object) => (
    <Link to="/schedules/$scheduleId/edit" params={{ scheduleId: schedule.id }} {...props} />
  );
  return (
    <>
      {mayChange && !isPhone ? (
        <Button variant="default" leftSection={<IconPencil size={18} aria-hidden />} renderRoot={edit}>
          {texts.edit}
        </Button>
      ) : null}
      {maySubscribe && !isPhone ? (
        <Button
          variant="default"
          leftSection={<IconCalendarPlus size={18} aria-hidden />}
          onClick={subscribe}
        >
          {texts.subscribe}
        </Button>
      ) : null}
      {mayChange || isPhone ? (
        <Menu position="bottom-end" transitionProps={{ duration: 100 }}>
          <Menu.Target>
            <ActionIcon variant="default" aria-label={texts.moreActions}>
              <IconDots size={20} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayChange && isPhone ? (
              <Menu.Item leftSection={<IconPencil size={18} aria-hidden />} renderRoot={edit} mih={44}>
                {texts.edit}
              </Menu.Item>
            ) : null}
            {maySubscribe && isPhone ? (
              <Menu.Item
                leftSection={<IconCalendarPlus size={18} aria-hidden />}
                onClick={subscribe}
                mih={44}
              >
                {texts.subscribe}
              </Menu.Item>
            ) : null}
            {mayChange ? (
              <Menu.Item
                leftSection={<IconArchive size={18} aria-hidden />}
                mih={44}
                onClick={() => {
                  setDialog('archive');
                }}
              >
                {texts.archive}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <SubscribeDialog scheduleId={schedule.id} opened={dialog === 'subscribe'} onClose={close} />
      <ArchiveDialog schedule={schedule} opened={dialog === 'archive'} onClose={close} />
    </>
  );
}
