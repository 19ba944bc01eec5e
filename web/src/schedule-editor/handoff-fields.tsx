import { Group, Select } from '@mantine/core';
import { WEEKDAYS } from '../../../src/schedules/rendering/schedule-definition.js';
import { serverNow } from '../api/server-clock';
import { texts } from '../texts/schedule-editor';
import { WEEKDAY_NAMES } from '../texts/schedule-words';
import { withPattern, type RotationPattern } from './rotation-pattern';
import type { LayerDraft } from './schedule-draft';
import { ClockField } from './time-fields';
import { dayOf } from '../design/wall-clock';

const DAYS = WEEKDAYS.map((day) => ({ value: day, label: WEEKDAY_NAMES[day] }));

/** When a weekly or daily rotation hands off. */
export function HandoffFields({
  layer,
  pattern,
  timeZone,
  onChange,
  error,
}: {
  layer: LayerDraft;
  pattern: Exclude<RotationPattern, { kind: 'custom' }>;
  timeZone: string;
  onChange: (layer: LayerDraft) => void;
  error?: string | undefined;
}) {
  const put = (next: Exclude<RotationPattern, { kind: 'custom' }>) =>
    onChange(withPattern(layer, next, dayOf(serverNow(), timeZone)));
  return (
    <Group gap="sm" align="flex-start">
      {pattern.kind === 'daily' ? null : (
        <Select
          label={texts.handsOffOn}
          size="md"
          w={168}
          allowDeselect={false}
          data={DAYS}
          value={pattern.day}
          onChange={(value) => {
            const day = WEEKDAYS.find((each) => each === value);
            if (day !== undefined) put({ ...pattern, day });
          }}
          error={error}
        />
      )}
      <ClockField
        label={pattern.kind === 'daily' ? texts.handsOffDailyAt : texts.handsOffAt}
        value={pattern.time}
        onChange={(time) => put({ ...pattern, time })}
        error={pattern.kind === 'daily' ? error : undefined}
      />
    </Group>
  );
}
