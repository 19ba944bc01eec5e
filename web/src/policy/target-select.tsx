import { Select } from '@mantine/core';
import { texts } from '../texts/policies';
import { identityOf, type LastResort } from './draft';
import { useLastResortGroups } from './targets';

/** One target: a schedule, a person or a team. */
export function TargetSelect({
  label,
  placeholder,
  target,
  onChange,
  isClearable = false,
  error,
}: {
  label: string;
  placeholder: string;
  target: LastResort | null;
  onChange: (target: LastResort | null) => void;
  isClearable?: boolean;
  error?: string | undefined;
}) {
  const groups = useLastResortGroups();
  const choices = groups.flatMap(({ items }) => items);
  const chosen = choices.find(
    (choice) =>
      target !== null &&
      identityOf(choice.target) === identityOf(target) &&
      ('who' in choice.target ? choice.target.who : null) === ('who' in target ? target.who : null),
  );
  return (
    <Select
      label={label}
      placeholder={placeholder}
      size="md"
      searchable
      clearable={isClearable}
      limit={60}
      nothingFoundMessage={texts.noMatch}
      data={groups
        .filter(({ items }) => items.length > 0)
        .map(({ group, items }) => ({
          group,
          items: items.map(({ value, label: name }) => ({ value, label: name })),
        }))}
      value={chosen?.value ?? null}
      onChange={(value) => onChange(choices.find((choice) => choice.value === value)?.target ?? null)}
      error={error}
      comboboxProps={{ shadow: 'md' }}
    />
  );
}
