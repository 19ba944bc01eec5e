import { Button, Menu, Stack } from '@mantine/core';
import { IconCalendarWeek, IconClock, IconPlus, IconSun, IconWorld } from '@tabler/icons-react';
import { useState } from 'react';
import { v4 as newId } from 'uuid';
import { serverNow } from '../../api/server-clock';
import { dailyLayer, weekdaysAndWeekends, weeklyLayer } from '../../schedule-editor/layer-templates';
import type { LayerDraft, ScheduleDraft } from '../../schedule-editor/schedule-draft';
import { texts } from '../../texts/schedule-editor';
import { templates } from '../../texts/schedule-words';
import { FollowTheSunForm } from './follow-the-sun-form';

/** More layers, begun from what teams usually want. */
export function AddLayer({
  draft,
  teamMembers,
  onAdd,
}: {
  draft: ScheduleDraft;
  teamMembers: readonly string[];
  onAdd: (layers: LayerDraft[]) => void;
}) {
  const [isSun, setSun] = useState(false);
  const start = {
    participants: draft.layers[0]?.participants ?? teamMembers,
    timeZone: draft.timeZone,
    now: serverNow(),
    newId,
  };
  return (
    <Stack gap="sm" align="flex-start">
      <Menu position="bottom-start" transitionProps={{ duration: 100 }}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />}>
            {texts.addLayer}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconCalendarWeek size={18} aria-hidden />}
            onClick={() =>
              onAdd([weeklyLayer(start, `${templates.rotation} ${String(draft.layers.length + 1)}`)])
            }
          >
            {texts.presetWeekly}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconClock size={18} aria-hidden />}
            onClick={() => onAdd([dailyLayer(start)])}
          >
            {texts.presetDaily}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconSun size={18} aria-hidden />}
            onClick={() => onAdd(weekdaysAndWeekends(start))}
          >
            {texts.presetSplit}
          </Menu.Item>
          <Menu.Item leftSection={<IconWorld size={18} aria-hidden />} onClick={() => setSun(true)}>
            {texts.presetSun}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isSun ? (
        <FollowTheSunForm
          start={start}
          onMake={(layers) => {
            setSun(false);
            onAdd(layers);
          }}
          onCancel={() => setSun(false)}
        />
      ) : null}
    </Stack>
  );
}
