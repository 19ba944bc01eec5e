import { Select } from '@mantine/core';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** A time zone by its IANA name, found by typing. */
export function ZoneSelect({
  label,
  description,
  value,
  onChange,
  error,
}: {
  label: string;
  description?: string;
  value: string;
  onChange: (zone: string) => void;
  error?: string | undefined;
}) {
  return (
    <Select
      label={label}
      description={description}
      searchable
      allowDeselect={false}
      limit={50}
      data={ZONES.includes(value) ? ZONES : [value, ...ZONES]}
      value={value}
      onChange={(zone) => {
        if (zone !== null) onChange(zone);
      }}
      error={error}
    />
  );
}
