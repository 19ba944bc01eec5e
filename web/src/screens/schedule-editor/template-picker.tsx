import { Stack, Text, Title } from '@mantine/core';
import { IconAdjustments, IconCalendarWeek, IconClock, IconSun, IconWorld } from '@tabler/icons-react';
import { useState } from 'react';
import { v4 as newId } from 'uuid';
import { serverNow } from '../../api/server-clock';
import { dailyLayer, weekdaysAndWeekends, weeklyLayer } from '../../schedule-editor/layer-templates';
import type { LayerDraft, ScheduleDraft } from '../../schedule-editor/schedule-draft';
import { texts } from '../../texts/schedule-editor';
import { FollowTheSunForm } from './follow-the-sun-form';
import classes from './schedule-editor.module.css';

const PRESETS = [
  { kind: 'weekly', icon: IconCalendarWeek, title: texts.presetWeekly, hint: texts.presetWeeklyHint },
  { kind: 'daily', icon: IconClock, title: texts.presetDaily, hint: texts.presetDailyHint },
  { kind: 'split', icon: IconSun, title: texts.presetSplit, hint: texts.presetSplitHint },
  { kind: 'sun', icon: IconWorld, title: texts.presetSun, hint: texts.presetSunHint },
  { kind: 'custom', icon: IconAdjustments, title: texts.presetCustom, hint: texts.presetCustomHint },
] as const;
type Preset = (typeof PRESETS)[number]['kind'];

/** What a new schedule begins with, in words; choosing another keeps the people. */
export function TemplatePicker({
  draft,
  onChange,
}: {
  draft: ScheduleDraft;
  onChange: (draft: ScheduleDraft) => void;
}) {
  const [chosen, setChosen] = useState<Preset>('weekly');
  const participants = [...new Set(draft.layers.flatMap((layer) => layer.participants))];
  const start = {
    participants,
    timeZone: draft.timeZone,
    now: serverNow(),
    newId,
  };
  const put = (layers: LayerDraft[]) => onChange({ ...draft, layers });
  const choose = (preset: Preset) => {
    setChosen(preset);
    if (preset === 'weekly') put([weeklyLayer(start)]);
    if (preset === 'daily') put([dailyLayer(start)]);
    if (preset === 'split') put(weekdaysAndWeekends(start));
    if (preset === 'custom') put([{ ...weeklyLayer(start), handoff: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO' }]);
  };
  return (
    <Stack component="section" gap="sm" aria-labelledby="schedule-template">
      <div>
        <Title order={2} size="h3" id="schedule-template">
          {texts.beginWith}
        </Title>
        <Text size="sm" c="dimmed">
          {texts.replaces}
        </Text>
      </div>
      <div className={classes.presets} role="group" aria-labelledby="schedule-template">
        {PRESETS.map(({ kind, icon: Sign, title, hint }) => (
          <button
            key={kind}
            type="button"
            className={classes.preset}
            aria-pressed={chosen === kind}
            onClick={() => choose(kind)}
          >
            <Sign size={20} aria-hidden />
            <span>
              <b>{title}</b>
              <span>{hint}</span>
            </span>
          </button>
        ))}
      </div>
      {chosen === 'sun' ? (
        <FollowTheSunForm start={start} onMake={put} onCancel={() => choose('weekly')} />
      ) : null}
    </Stack>
  );
}
