import { CloseButton, Drawer, Group, Popover, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from '../../design/sheet.module.css';
import { panelTexts } from '../../texts/schedules';
import { useIsPhone } from './is-phone';

/** What opens on something of the timeline: beside it at a desk, from below on a phone. Escape closes it. */
export function FloatingPanel({
  place,
  title,
  onClose,
  children,
}: {
  place: DOMRect;
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const isPhone = useIsPhone();
  if (isPhone)
    return (
      <Drawer
        opened
        onClose={onClose}
        position="bottom"
        title={title}
        size="auto"
        closeButtonProps={{ 'aria-label': panelTexts.close, size: 44 }}
        transitionProps={{ duration: 100 }}
        classNames={{ content: classes.sheet ?? '' }}
      >
        {children}
      </Drawer>
    );
  return (
    <Popover
      opened
      onChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      onClose={onClose}
      position="bottom-start"
      width={460}
      shadow="md"
      withinPortal
      trapFocus
      returnFocus
      withRoles={false}
      transitionProps={{ duration: 100 }}
    >
      <Popover.Target>
        <div
          aria-hidden
          style={{
            position: 'fixed',
            left: place.left,
            top: place.top,
            width: Math.min(place.width, 24),
            height: place.height,
            pointerEvents: 'none',
          }}
        />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={title} p="md" style={{ boxShadow: 'var(--rouse-shadow)' }}>
        <Stack gap="sm">
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Title order={2} size="h3">
              {title}
            </Title>
            <CloseButton size={44} iconSize={20} m={-8} aria-label={panelTexts.close} onClick={onClose} />
          </Group>
          {children}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
