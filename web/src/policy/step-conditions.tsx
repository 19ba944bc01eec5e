import {
  Checkbox,
  Chip,
  Collapse,
  Group,
  NativeSelect,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { texts } from '../texts/policies';
import { conditionWords } from './condition-words';
import type { Conditions } from './draft';
import classes from './policy.module.css';

const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** When a step is used, said in words and folded away: most steps are always used. */
export function StepConditions({
  place,
  conditions,
  onChange,
  error,
}: {
  place: number;
  conditions: Conditions;
  onChange: (conditions: Conditions) => void;
  error?: string | undefined;
}) {
  const [isOpen, { toggle }] = useDisclosure(false);
  const words = conditionWords(conditions);
  const Sign = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <Stack gap="xs">
      <UnstyledButton className={classes.fold} onClick={toggle} aria-expanded={isOpen}>
        <Sign size={18} aria-hidden />
        <span>{words === null ? texts.conditions : texts.onlyWhen(words)}</span>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <fieldset className={classes.conditions}>
          <legend className={classes.unseen}>{texts.conditionsOf(place)}</legend>
          <UrgencyField conditions={conditions} onChange={onChange} />
          <Choices
            label={texts.severityLabel}
            all={SEVERITIES}
            words={texts.severities}
            chosen={conditions.severities ?? []}
            onChange={(severities) =>
              onChange(
                severities.length === 0 ? without(conditions, 'severities') : { ...conditions, severities },
              )
            }
          />
          <Choices
            label={texts.weekdays}
            all={DAYS}
            words={texts.days}
            chosen={conditions.weekdays ?? []}
            onChange={(weekdays) =>
              onChange(weekdays.length === 0 ? without(conditions, 'weekdays') : { ...conditions, weekdays })
            }
          />
          <HoursField conditions={conditions} onChange={onChange} />
        </fieldset>
      </Collapse>
      {error === undefined ? null : (
        <Text size="sm" c="var(--rouse-fault)">
          {error}
        </Text>
      )}
    </Stack>
  );
}

function without(conditions: Conditions, name: keyof Conditions): Conditions {
  const { [name]: _gone, ...rest } = conditions;
  return rest;
}

interface FieldProps {
  conditions: Conditions;
  onChange: (conditions: Conditions) => void;
}

function UrgencyField({ conditions, onChange }: FieldProps) {
  return (
    <NativeSelect
      label={texts.urgency}
      w={180}
      size="md"
      value={conditions.urgency ?? ''}
      data={[
        { value: '', label: texts.anyUrgency },
        { value: 'high', label: texts.urgencies.high },
        { value: 'low', label: texts.urgencies.low },
      ]}
      onChange={({ currentTarget: { value } }) =>
        onChange(
          value === 'high' || value === 'low'
            ? { ...conditions, urgency: value }
            : without(conditions, 'urgency'),
        )
      }
    />
  );
}

/** Some of a few: none chosen means all. */
function Choices<Choice extends string>({
  label,
  all,
  words,
  chosen,
  onChange,
}: {
  label: string;
  all: readonly Choice[];
  words: Readonly<Record<Choice, string>>;
  chosen: readonly Choice[];
  onChange: (chosen: Choice[]) => void;
}) {
  return (
    <div role="group" aria-label={label}>
      <Text size="sm" fw={500} mb={4} aria-hidden>
        {label}
      </Text>
      <Group gap={8}>
        {all.map((item) => (
          <Chip
            key={item}
            size="md"
            variant="outline"
            checked={chosen.includes(item)}
            onChange={(isOn) =>
              onChange(all.filter((other) => (other === item ? isOn : chosen.includes(other))))
            }
          >
            {words[item]}
          </Chip>
        ))}
      </Group>
    </div>
  );
}

const WORKING_HOURS = { from: '09:00', to: '17:00' };

function HoursField({ conditions, onChange }: FieldProps) {
  const { hours } = conditions;
  return (
    <Stack gap={8}>
      <Checkbox
        label={texts.hours}
        size="md"
        checked={hours !== undefined}
        onChange={({ currentTarget: { checked } }) =>
          onChange(checked ? { ...conditions, hours: WORKING_HOURS } : without(conditions, 'hours'))
        }
      />
      {hours === undefined ? null : (
        <>
          <Group gap="sm">
            <TextInput
              type="time"
              label={texts.hoursFrom}
              size="md"
              value={hours.from}
              onChange={({ currentTarget: { value } }) =>
                onChange({ ...conditions, hours: { ...hours, from: value } })
              }
            />
            <TextInput
              type="time"
              label={texts.hoursTo}
              size="md"
              value={hours.to}
              onChange={({ currentTarget: { value } }) =>
                onChange({ ...conditions, hours: { ...hours, to: value } })
              }
            />
          </Group>
          <Text size="sm" c="dimmed">
            {texts.hoursHint}
          </Text>
        </>
      )}
    </Stack>
  );
}
