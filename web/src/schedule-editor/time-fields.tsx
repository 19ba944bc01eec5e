import { Autocomplete, TextInput } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../texts/schedule-editor';
import { isDate, readTimeOfDay, timeOfDay } from './wall-clock-text';

const HALF_HOURS = Array.from({ length: 48 }, (_, half) => timeOfDay(Math.floor(half / 2), (half % 2) * 30));

/** A time of day in 24 hours; `9` and `930` are understood. Half hours are offered. */
export function ClockField({
  label,
  value,
  onChange,
  error,
  hidesLabel = false,
}: {
  label: string;
  value: string;
  onChange: (time: string) => void;
  error?: string | undefined;
  hidesLabel?: boolean;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = typed !== null && typed.length > 4 && readTimeOfDay(typed) === null;
  return (
    <Autocomplete
      {...(hidesLabel ? { 'aria-label': label } : { label })}
      size="md"
      w={104}
      inputMode="numeric"
      autoComplete="off"
      value={typed ?? value}
      data={HALF_HOURS}
      filter={({ options, search }) =>
        typed === null
          ? options
          : options.filter((option) => 'value' in option && option.value.startsWith(search))
      }
      onChange={(text) => {
        setTyped(text);
        // Whole times count at once; `9` may become `930`.
        if (/^\d\d:\d\d$/.test(text) && readTimeOfDay(text) !== null) onChange(text);
      }}
      onBlur={() => {
        const time = typed === null ? null : readTimeOfDay(typed);
        if (time !== null) onChange(time);
        setTyped(null);
      }}
      error={isWrong ? texts.timeForm : error}
    />
  );
}

/** A day of the calendar. What is only half typed is not told. */
export function DateField({
  label,
  value,
  onChange,
  error,
}: {
  label: string;
  value: string;
  onChange: (date: string) => void;
  error?: string | undefined;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      type="date"
      label={label}
      size="md"
      w={168}
      value={typed ?? value}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        if (isDate(currentTarget.value)) onChange(currentTarget.value);
      }}
      onBlur={() => setTyped(null)}
      error={error}
    />
  );
}
