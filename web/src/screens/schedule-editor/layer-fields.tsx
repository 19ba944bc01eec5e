import { Button, Collapse, Group, SegmentedControl, Select, Stack, Switch, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { HandoffFields } from '../../schedule-editor/handoff-fields';
import { NextHandoffList } from '../../schedule-editor/next-handoff-list';
import { ParticipantsField } from '../../schedule-editor/participants-field';
import { patternOf, withPattern } from '../../schedule-editor/rotation-pattern';
import type { LayerDraft } from '../../schedule-editor/schedule-draft';
import { ClockField, DateField } from '../../schedule-editor/time-fields';
import { dateOf, plusDays, timeOf, weekdayOf } from '../../schedule-editor/wall-clock-text';
import { texts } from '../../texts/schedule-editor';
import { CustomRuleFields } from './custom-rule-fields';
import { HoursFields } from './hours-fields';
import classes from './schedule-editor.module.css';

export interface LayerFieldsProps {
  layer: LayerDraft;
  onChange: (layer: LayerDraft) => void;
  timeZone: string;
  teamMembers: readonly string[];
  faults: Readonly<Record<string, string>>;
  /** Where the layer stands in the faults: `layers.0`. */
  path: string;
}

/** Everything of a layer: first what most change, the rest behind a fold that opens by itself where it says something. */
export function LayerFields({ layer, onChange, timeZone, teamMembers, faults, path }: LayerFieldsProps) {
  return (
    <Stack gap="md">
      <TextInput
        label={texts.layerName}
        size="md"
        value={layer.name}
        onChange={({ currentTarget }) => onChange({ ...layer, name: currentTarget.value })}
        error={faults[`${path}.name`]}
      />
      <ParticipantsField
        value={layer.participants}
        onChange={(participants) => onChange({ ...layer, participants })}
        teamMembers={teamMembers}
        faults={faults}
        path={`${path}.participants`}
      />
      <RotationFields layer={layer} onChange={onChange} timeZone={timeZone} faults={faults} path={path} />
      <NextHandoffList layer={layer} timeZone={timeZone} />
      <MoreFields layer={layer} onChange={onChange} faults={faults} path={path} />
    </Stack>
  );
}

function RotationFields({ layer, onChange, timeZone, faults, path }: Omit<LayerFieldsProps, 'teamMembers'>) {
  const pattern = patternOf(layer);
  const [wantsCustom, setWantsCustom] = useState(false);
  const label = useId();
  const kind = wantsCustom ? 'custom' : pattern.kind;
  const choose = (next: string) => {
    setWantsCustom(next === 'custom');
    const time = timeOf(layer.startsAt);
    const today = dateOf(layer.startsAt);
    if (next === 'weekly')
      onChange(withPattern(layer, { kind: 'weekly', day: weekdayOf(today), time }, today));
    if (next === 'daily') onChange(withPattern(layer, { kind: 'daily', time }, today));
  };
  return (
    <Stack gap="sm">
      <div>
        <div className={classes.label} id={label}>
          {texts.rotation}
        </div>
        <SegmentedControl
          fullWidth
          size="md"
          aria-labelledby={label}
          value={kind}
          onChange={choose}
          data={[
            { value: 'weekly', label: texts.weekly },
            { value: 'daily', label: texts.daily },
            { value: 'custom', label: texts.custom },
          ]}
        />
      </div>
      {kind === 'custom' || pattern.kind === 'custom' ? (
        <CustomRuleFields layer={layer} onChange={onChange} faults={faults} path={path} />
      ) : (
        <HandoffFields
          layer={layer}
          pattern={pattern}
          timeZone={timeZone}
          onChange={onChange}
          error={faults[`${path}.handoff`]}
        />
      )}
    </Stack>
  );
}

function MoreFields({
  layer,
  onChange,
  faults,
  path,
}: Pick<LayerFieldsProps, 'layer' | 'onChange' | 'faults' | 'path'>) {
  const says = layer.restrictions.length > 0 || layer.endsAt !== null || layer.onAbsence === 'gap';
  const isFaulty = ['startsAt', 'endsAt', 'restrictions', 'onAbsence'].some((field) =>
    Object.keys(faults).some((key) => key.startsWith(`${path}.${field}`)),
  );
  const [opened, setOpened] = useState(says);
  const isOpen = opened || isFaulty;
  const body = useId();
  return (
    <div>
      <Button
        variant="subtle"
        px={8}
        ml={-8}
        aria-expanded={isOpen}
        aria-controls={body}
        onClick={() => setOpened(!isOpen)}
        rightSection={
          <IconChevronDown size={18} aria-hidden className={classes.chevron} data-open={isOpen} />
        }
      >
        {texts.more}
      </Button>
      <Collapse expanded={isOpen} id={body}>
        <Stack gap="md" pt="sm">
          <StartAndEnd layer={layer} onChange={onChange} faults={faults} path={path} />
          <HoursFields
            value={layer.restrictions}
            onChange={(restrictions) => onChange({ ...layer, restrictions })}
            faults={faults}
            path={`${path}.restrictions`}
          />
          <Select
            label={texts.absence}
            size="md"
            maw={320}
            allowDeselect={false}
            data={[
              { value: 'cover', label: texts.absenceCover },
              { value: 'gap', label: texts.absenceGap },
            ]}
            value={layer.onAbsence}
            onChange={(value) => onChange({ ...layer, onAbsence: value === 'gap' ? 'gap' : 'cover' })}
            error={faults[`${path}.onAbsence`]}
          />
        </Stack>
      </Collapse>
    </div>
  );
}

function StartAndEnd({
  layer,
  onChange,
  faults,
  path,
}: Pick<LayerFieldsProps, 'layer' | 'onChange' | 'faults' | 'path'>) {
  const { startsAt, endsAt } = layer;
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-start">
        <DateField
          label={texts.starts}
          value={dateOf(startsAt)}
          onChange={(date) => onChange({ ...layer, startsAt: `${date}T${timeOf(startsAt)}` })}
          error={faults[`${path}.startsAt`]}
        />
        <ClockField
          label={texts.startsTime}
          value={timeOf(startsAt)}
          onChange={(time) => onChange({ ...layer, startsAt: `${dateOf(startsAt)}T${time}` })}
        />
      </Group>
      <Switch
        size="md"
        label={texts.endsToggle}
        checked={endsAt !== null}
        onChange={({ currentTarget }) =>
          onChange({
            ...layer,
            endsAt: currentTarget.checked
              ? `${plusDays(laterOfTodayAnd(startsAt), 28)}T${timeOf(startsAt)}`
              : null,
          })
        }
      />
      {endsAt === null ? null : (
        <Group gap="sm" align="flex-start">
          <DateField
            label={texts.ends}
            value={dateOf(endsAt)}
            onChange={(date) => onChange({ ...layer, endsAt: `${date}T${timeOf(endsAt)}` })}
            error={faults[`${path}.endsAt`]}
          />
          <ClockField
            label={texts.endsTime}
            value={timeOf(endsAt)}
            onChange={(time) => onChange({ ...layer, endsAt: `${dateOf(endsAt)}T${time}` })}
          />
        </Group>
      )}
    </Stack>
  );
}

function laterOfTodayAnd(startsAt: string): string {
  const today = new Date().toISOString().slice(0, 10);
  return dateOf(startsAt) > today ? dateOf(startsAt) : today;
}
