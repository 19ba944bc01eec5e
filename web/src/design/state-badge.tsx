import { Badge } from '@mantine/core';
import { IconBell, IconCalendar, IconCheck, IconEye, IconHistory, type Icon } from '@tabler/icons-react';

export type State = 'triggered' | 'acknowledged' | 'resolved' | 'planned' | 'past';

const ICONS: Readonly<Record<State, Icon>> = {
  triggered: IconBell,
  acknowledged: IconEye,
  resolved: IconCheck,
  planned: IconCalendar,
  past: IconHistory,
};

/** A state: colour, sign and word together. */
export function StateBadge({ state, label }: { state: State; label: string }) {
  const Sign = ICONS[state];
  return (
    <Badge
      size="lg"
      radius="sm"
      tt="none"
      variant="filled"
      leftSection={<Sign size={14} aria-hidden />}
      style={{
        background: `var(--rouse-${state}-ground)`,
        color: `var(--rouse-${state})`,
        fontWeight: 600,
        flexShrink: 0,
        minWidth: 'max-content',
      }}
    >
      {label}
    </Badge>
  );
}
