import { CloseButton, Select, Stack, Text } from '@mantine/core';
import { IconCalendarWeek, IconRefresh, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { Face } from '../design/person';
import { texts } from '../texts/policies';
import { identityOf, type Target } from './draft';
import classes from './policy.module.css';
import { useTargetNames, wordsOf, type TargetGroup } from './targets';

/** Whom to page: those who are chosen, each to take out, and a field to add one. */
export function TargetsField<Chosen extends Target>({
  label,
  placeholder,
  description,
  targets,
  groups,
  onChange,
  error,
}: {
  label: string;
  placeholder: string;
  description?: string;
  targets: readonly Chosen[];
  groups: readonly TargetGroup<Chosen>[];
  onChange: (targets: readonly Chosen[]) => void;
  error?: string | undefined;
}) {
  const names = useTargetNames();
  const [sought, setSought] = useState('');
  const taken = new Set(targets.map(identityOf));
  const free = groups
    .map(({ group, items }) => ({
      group,
      items: items.filter(({ target }) => !taken.has(identityOf(target))),
    }))
    .filter(({ items }) => items.length > 0);
  const add = (value: string | null) => {
    const found = free.flatMap(({ items }) => items).find((item) => item.value === value);
    if (found !== undefined) onChange([...targets, found.target]);
    setSought('');
  };
  return (
    <Stack gap={8}>
      {targets.length === 0 ? null : (
        <ul className={classes.targets}>
          {targets.map((target) => {
            const words = wordsOf(target, names);
            return (
              <li key={identityOf(target)} className={classes.target}>
                <TargetSign target={target} />
                <span className={classes.targetWords}>{words}</span>
                <CloseButton
                  size={32}
                  aria-label={texts.removeTarget(words)}
                  onClick={() => onChange(targets.filter((other) => other !== target))}
                />
              </li>
            );
          })}
        </ul>
      )}
      <Select
        aria-label={label}
        placeholder={placeholder}
        data={free.map(({ group, items }) => ({
          group,
          items: items.map(({ value, label: name }) => ({ value, label: name })),
        }))}
        value={null}
        searchable
        searchValue={sought}
        onSearchChange={setSought}
        onChange={add}
        nothingFoundMessage={texts.noMatch}
        limit={60}
        size="md"
        error={error}
        comboboxProps={{ shadow: 'md' }}
      />
      {description === undefined ? null : (
        <Text size="sm" c="dimmed">
          {description}
        </Text>
      )}
    </Stack>
  );
}

/** What stands before a target: a face, or what kind of group it is. */
export function TargetSign({ target }: { target: Target }) {
  const names = useTargetNames();
  if (target.type === 'user')
    return <Face person={{ id: target.id, name: names.user(target.id) }} size={24} />;
  if (target.type === 'schedule') return <IconCalendarWeek size={20} aria-hidden />;
  return target.type === 'team' ? <IconUsers size={20} aria-hidden /> : <IconRefresh size={20} aria-hidden />;
}
