import { Group, Input, NativeSelect, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../texts/durations';

const UNITS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
type Unit = keyof typeof UNITS;

const isUnit = (text: string): text is Unit => text in UNITS;

const unitFor = (seconds: number, units: readonly Unit[]): Unit =>
  [...units].reverse().find((unit) => seconds >= UNITS[unit] && seconds % UNITS[unit] === 0) ?? 'seconds';

/** How long something is to take: a number and a unit, for seconds. Units from the shortest to the longest. */
export function DurationField({
  label,
  isLabelShown = true,
  seconds,
  onChange,
  error,
  units = ['seconds', 'minutes', 'hours'],
}: {
  label: string;
  isLabelShown?: boolean;
  seconds: number;
  onChange: (seconds: number) => void;
  error?: string | undefined;
  units?: readonly Unit[];
}) {
  const [unit, setUnit] = useState(() => unitFor(seconds, units));
  return (
    <Input.Wrapper
      {...(isLabelShown ? { label, labelElement: 'div' as const, labelProps: { 'aria-hidden': true } } : {})}
      size="md"
      error={error}
    >
      <Group gap={8} wrap="nowrap" align="flex-end">
        <NumberInput
          aria-label={label}
          value={Math.round((seconds / UNITS[unit]) * 100) / 100}
          onChange={(value) => onChange(Math.round(Number(value) * UNITS[unit]))}
          min={0}
          decimalScale={2}
          error={error !== undefined}
          hideControls
          w={88}
          size="md"
          inputMode="decimal"
        />
        <NativeSelect
          aria-label={texts.unitOf(label)}
          data={units.map((name) => ({ value: name, label: texts.units[name] }))}
          value={unit}
          w={116}
          size="md"
          onChange={({ currentTarget: { value } }) => {
            if (!isUnit(value)) return;
            onChange(Math.round((seconds / UNITS[unit]) * UNITS[value]));
            setUnit(value);
          }}
        />
      </Group>
    </Input.Wrapper>
  );
}
