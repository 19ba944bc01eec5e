import { Checkbox, Chip, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import type { Schema } from '../api/client';
import { ChoiceCards } from '../design/choice-cards';
import { DurationField } from '../design/duration-field';
import { faultBelow } from '../policy/faults-below';
import { texts as policies } from '../texts/policies';
import { texts } from '../texts/services';
import { WEEKDAYS } from './maintenance-draft';
import { SettingsPart, type SettingsProps } from './service-settings';
import {
  USUAL_ACK_TIMEOUT_SECONDS,
  USUAL_AUTO_RESOLVE_SECONDS,
  USUAL_FLAPPING,
  USUAL_GROUP_WINDOW_SECONDS,
  USUAL_HOURS,
} from './settings-draft';

type Hours = Schema<'SupportHours'>;

/** How urgent its incidents are: always the same, as the alert says, or by the hour. */
export function UrgencySettings({ draft, change, fields }: SettingsProps) {
  const choices = (['high', 'low', 'severity', 'support-hours'] as const).map((value) => ({
    value,
    ...texts.urgencies[value],
  }));
  return (
    <>
      <ChoiceCards
        label={texts.urgency}
        isLabelShown={false}
        choices={choices}
        value={draft.urgency}
        onChange={(urgency) =>
          change({
            ...draft,
            urgency,
            supportHours:
              urgency === 'support-hours' ? (draft.supportHours ?? USUAL_HOURS) : draft.supportHours,
          })
        }
      />
      {draft.urgency === 'support-hours' && draft.supportHours !== null ? (
        <HoursFields
          hours={draft.supportHours}
          onChange={(supportHours) => change({ ...draft, supportHours })}
          error={faultBelow(fields, 'supportHours')}
        />
      ) : null}
    </>
  );
}

function HoursFields({
  hours,
  onChange,
  error,
}: {
  hours: Hours;
  onChange: (hours: Hours) => void;
  error: string | undefined;
}) {
  return (
    <Stack gap="sm">
      <div role="group" aria-label={texts.hours.days}>
        <Group gap={8}>
          {WEEKDAYS.map((day) => (
            <Chip
              key={day}
              size="md"
              variant="outline"
              checked={hours.weekdays.includes(day)}
              onChange={(isOn) =>
                onChange({
                  ...hours,
                  weekdays: WEEKDAYS.filter((other) =>
                    other === day ? isOn : hours.weekdays.includes(other),
                  ),
                })
              }
            >
              {policies.days[day]}
            </Chip>
          ))}
        </Group>
      </div>
      <Group gap="sm">
        <TextInput
          type="time"
          label={texts.hours.from}
          size="md"
          value={hours.from}
          onChange={({ currentTarget: { value } }) => onChange({ ...hours, from: value })}
        />
        <TextInput
          type="time"
          label={texts.hours.to}
          size="md"
          value={hours.to}
          onChange={({ currentTarget: { value } }) => onChange({ ...hours, to: value })}
        />
      </Group>
      <Group gap="sm">
        <KindSelect
          label={texts.hours.during}
          value={hours.during}
          onChange={(during) => onChange({ ...hours, during })}
        />
        <KindSelect
          label={texts.hours.outside}
          value={hours.outside}
          onChange={(outside) => onChange({ ...hours, outside })}
        />
      </Group>
      <Checkbox
        label={texts.hours.raise}
        size="md"
        checked={hours.raiseAtStart}
        onChange={({ currentTarget: { checked } }) => onChange({ ...hours, raiseAtStart: checked })}
      />
      <FaultLine text={error} />
    </Stack>
  );
}

const KINDS = ['high', 'low', 'severity'] as const;

function KindSelect({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Hours['during'];
  onChange: (value: Hours['during']) => void;
}) {
  return (
    <NativeSelect
      label={label}
      size="md"
      w={280}
      value={value}
      data={KINDS.map((kind) => ({ value: kind, label: texts.hours.kinds[kind] }))}
      onChange={({ currentTarget }) => {
        const kind = KINDS.find((each) => each === currentTarget.value);
        if (kind !== undefined) onChange(kind);
      }}
    />
  );
}

/** What keeps one problem from becoming many incidents, and what ends those that nobody speaks of. */
export function NoiseSettings({ draft, change, fields }: SettingsProps) {
  const { flapping } = draft;
  return (
    <>
      <SettingsPart title={texts.grouping}>
        <GroupingFields draft={draft} change={change} fields={fields} />
      </SettingsPart>
      <SettingsPart title={texts.flapping}>
        <Checkbox
          label={texts.flappingOn}
          size="md"
          checked={flapping !== null}
          onChange={({ currentTarget: { checked } }) =>
            change({ ...draft, flapping: checked ? USUAL_FLAPPING : null })
          }
        />
        {flapping === null ? null : (
          <Group gap="md" align="flex-end">
            <NumberInput
              label={texts.flappingOpens}
              suffix={` ${texts.flappingOpensUnit}`}
              size="md"
              w={140}
              min={1}
              max={100}
              value={flapping.opens}
              onChange={(opens) => change({ ...draft, flapping: { ...flapping, opens: Number(opens) } })}
            />
            <DurationField
              label={texts.flappingWithin}
              seconds={flapping.withinSeconds}
              onChange={(withinSeconds) => change({ ...draft, flapping: { ...flapping, withinSeconds } })}
            />
            <DurationField
              label={texts.flappingQuiet}
              seconds={flapping.quietSeconds}
              onChange={(quietSeconds) => change({ ...draft, flapping: { ...flapping, quietSeconds } })}
            />
          </Group>
        )}
        <FaultLine text={faultBelow(fields, 'flapping')} />
      </SettingsPart>
      <SettingsPart title={texts.timeouts}>
        <Timeout
          label={texts.ackTimeoutOn}
          lengthLabel={texts.ackTimeout}
          usual={USUAL_ACK_TIMEOUT_SECONDS}
          seconds={draft.ackTimeoutSeconds}
          onChange={(ackTimeoutSeconds) => change({ ...draft, ackTimeoutSeconds })}
          error={fields['ackTimeoutSeconds']}
        />
        <Timeout
          label={texts.autoResolveOn}
          lengthLabel={texts.autoResolve}
          usual={USUAL_AUTO_RESOLVE_SECONDS}
          seconds={draft.autoResolveSeconds}
          onChange={(autoResolveSeconds) => change({ ...draft, autoResolveSeconds })}
          error={fields['autoResolveSeconds']}
        />
      </SettingsPart>
    </>
  );
}

function GroupingFields({ draft, change, fields }: SettingsProps) {
  const { grouping } = draft;
  const choices = (['none', 'time', 'fields'] as const).map((value) => ({
    value,
    name: texts.groupings[value],
  }));
  const begin = (by: 'none' | 'time' | 'fields') => {
    if (by === 'none') change({ ...draft, grouping: { by } });
    else if (by === 'time') change({ ...draft, grouping: { by, windowSeconds: USUAL_GROUP_WINDOW_SECONDS } });
    else change({ ...draft, grouping: { by, fields: ['class'] } });
  };
  return (
    <>
      <ChoiceCards
        label={texts.grouping}
        isLabelShown={false}
        choices={choices}
        value={grouping.by}
        onChange={begin}
      />
      {grouping.by === 'time' ? (
        <DurationField
          label={texts.groupWindow}
          seconds={grouping.windowSeconds}
          onChange={(windowSeconds) => change({ ...draft, grouping: { ...grouping, windowSeconds } })}
        />
      ) : null}
      {grouping.by === 'fields' ? (
        <TextInput
          label={texts.groupFields}
          description={texts.groupFieldsHint}
          size="md"
          value={grouping.fields.join(', ')}
          onChange={({ currentTarget: { value } }) =>
            change({ ...draft, grouping: { ...grouping, fields: value.split(/,\s*/) } })
          }
        />
      ) : null}
      <FaultLine text={faultBelow(fields, 'grouping')} />
    </>
  );
}

function Timeout({
  label,
  lengthLabel,
  usual,
  seconds,
  onChange,
  error,
}: {
  label: string;
  lengthLabel: string;
  usual: number;
  seconds: number | null;
  onChange: (seconds: number | null) => void;
  error: string | undefined;
}) {
  return (
    <Stack gap="sm">
      <Checkbox
        label={label}
        size="md"
        checked={seconds !== null}
        onChange={({ currentTarget: { checked } }) => onChange(checked ? usual : null)}
      />
      {seconds === null ? null : (
        <DurationField
          label={lengthLabel}
          units={['seconds', 'minutes', 'hours', 'days']}
          seconds={seconds}
          onChange={onChange}
          error={error}
        />
      )}
    </Stack>
  );
}

function FaultLine({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <Text size="sm" c="var(--rouse-fault)">
      {text}
    </Text>
  );
}
