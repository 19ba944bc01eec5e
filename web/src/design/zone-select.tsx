import { Select, type SelectProps } from '@mantine/core';
import { texts } from '../texts/states';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** A time zone by its IANA name, found by typing: those that this browser knows, and the one that is set in any case. */
export function ZoneSelect({
  value,
  onChange,
  ...rest
}: { value: string; onChange: (zone: string) => void } & Pick<
  SelectProps,
  'label' | 'description' | 'inputWrapperOrder' | 'error' | 'flex' | 'size'
>) {
  return (
    <Select
      size="md"
      searchable
      allowDeselect={false}
      limit={60}
      maxDropdownHeight={280}
      value={value}
      data={ZONES.includes(value) ? ZONES : [value, ...ZONES]}
      nothingFoundMessage={texts.noZone}
      onChange={(zone) => {
        if (zone !== null) onChange(zone);
      }}
      {...rest}
    />
  );
}
