import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { fromWallTime, toWallTime } from './wall-clock';

/**
 * A moment on the wall clock of a zone. While it is typed it stays as it was typed: a year is `0002` for as long as it
 * takes to type `2026`.
 */
export function MomentField({
  label,
  at,
  zone,
  onChange,
  error,
  disabled = false,
}: {
  label: string;
  at: Date;
  zone: string;
  onChange: (at: Date) => void;
  error?: string | undefined;
  disabled?: boolean;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      type="datetime-local"
      label={label}
      size="md"
      value={typed ?? toWallTime(at, zone)}
      disabled={disabled}
      error={error}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        const chosen = fromWallTime(value, zone);
        if (chosen !== null) onChange(chosen);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
