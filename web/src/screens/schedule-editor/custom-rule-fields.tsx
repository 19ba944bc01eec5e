import { Autocomplete, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { FREQUENCIES } from '../../../../src/schedules/rendering/recurrence-rule.js';
import { WEEKDAYS } from '../../../../src/schedules/rendering/schedule-definition.js';
import { durationInWords } from '../../schedule-editor/rotation-pattern';
import { ruleInWords } from '../../schedule-editor/rule-in-words';
import { partOf, withFrequency, withPart } from '../../schedule-editor/rule-parts';
import type { LayerDraft } from '../../schedule-editor/schedule-draft';
import { ClockField } from '../../schedule-editor/time-fields';
import { dateOf, timeOf } from '../../schedule-editor/wall-clock-text';
import { texts } from '../../texts/schedule-editor';
import { units } from '../../texts/schedule-words';
import { DayToggles } from './day-toggles';

const UNITS = FREQUENCIES.map((frequency) => ({ value: frequency, label: units[frequency] }));
const USUAL_LENGTHS = ['PT8H', 'PT12H', 'P1D', 'P2D', 'P5D', 'P7D'];

/** Any rule of RFC 5545: its usual parts as fields, the rule itself below, and how long a shift lasts. */
export function CustomRuleFields({
  layer,
  onChange,
  faults,
  path,
}: {
  layer: LayerDraft;
  onChange: (layer: LayerDraft) => void;
  faults: Readonly<Record<string, string>>;
  path: string;
}) {
  const { handoff, startsAt } = layer;
  const put = (rule: string) => onChange({ ...layer, handoff: rule });
  const frequency = partOf(handoff, 'FREQ');
  const days = (partOf(handoff, 'BYDAY') ?? '').split(',');
  const hasOrdinals = days.some((day) => /\d/.test(day));
  const hasTimes = partOf(handoff, 'BYHOUR') !== null || partOf(handoff, 'BYMINUTE') !== null;
  const { faults: read } = ruleInWords(handoff, startsAt);
  return (
    <Stack gap="md">
      <Group gap="sm" align="flex-start">
        <NumberInput
          label={texts.every}
          size="md"
          w={88}
          min={1}
          max={999}
          allowDecimal={false}
          value={Number(partOf(handoff, 'INTERVAL') ?? 1)}
          onChange={(interval) => {
            if (typeof interval === 'number' && interval >= 1)
              put(withPart(handoff, 'INTERVAL', interval === 1 ? null : String(interval)));
          }}
        />
        <Select
          label={texts.unit}
          size="md"
          w={128}
          allowDeselect={false}
          data={UNITS}
          value={frequency}
          onChange={(next) => {
            if (next !== null) put(withFrequency(handoff, next));
          }}
        />
        {hasTimes ? null : (
          <ClockField
            label={texts.handsOffAt}
            value={timeOf(startsAt)}
            onChange={(time) => onChange({ ...layer, startsAt: `${dateOf(startsAt)}T${time}` })}
          />
        )}
      </Group>
      {hasOrdinals ? null : (
        <DayToggles
          label={texts.onDays}
          value={WEEKDAYS.filter((day) => days.includes(day))}
          onChange={(next) => put(withPart(handoff, 'BYDAY', next.length === 0 ? null : next.join(',')))}
        />
      )}
      <TextInput
        label={texts.rule}
        description={texts.ruleHint}
        size="md"
        spellCheck={false}
        autoComplete="off"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 14 } }}
        value={handoff}
        onChange={({ currentTarget }) => put(currentTarget.value)}
        error={read[0] ?? faults[`${path}.handoff`]}
      />
      <ShiftLength layer={layer} onChange={onChange} error={faults[`${path}.shiftDuration`]} />
    </Stack>
  );
}

function ShiftLength({
  layer,
  onChange,
  error,
}: {
  layer: LayerDraft;
  onChange: (layer: LayerDraft) => void;
  error: string | undefined;
}) {
  const { shiftDuration } = layer;
  const words = shiftDuration === null ? null : durationInWords(shiftDuration);
  return (
    <Group gap="sm" align="flex-start">
      <Select
        label={texts.shiftLength}
        size="md"
        w={224}
        allowDeselect={false}
        data={[
          { value: 'next', label: texts.untilNext },
          { value: 'fixed', label: texts.fixedLength },
        ]}
        value={shiftDuration === null ? 'next' : 'fixed'}
        onChange={(kind) => onChange({ ...layer, shiftDuration: kind === 'next' ? null : 'PT12H' })}
      />
      {shiftDuration === null ? null : (
        <Autocomplete
          label={texts.shiftDuration}
          size="md"
          w={224}
          spellCheck={false}
          data={USUAL_LENGTHS}
          filter={({ options }) => options}
          renderOption={({ option }) => durationInWords(option.value)}
          value={shiftDuration}
          onChange={(text) => onChange({ ...layer, shiftDuration: text })}
          description={words === null || words === shiftDuration ? texts.shiftDurationHint : words}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          error={error}
        />
      )}
    </Group>
  );
}
