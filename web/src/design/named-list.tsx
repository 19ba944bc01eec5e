import { Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { Rows } from './rows';

/** In fewer one sees at once what is there. */
const LEAST_TO_SEARCH = 8;

/** Things with names: found by name where there are many, in an order of the caller's and by name within it. */
export function NamedList<Named extends { readonly id: string; readonly name: string }>({
  items,
  weight = () => 0,
  words,
  row,
}: {
  items: readonly Named[];
  /** The heavier stand first. */
  weight?: (item: Named) => number;
  words: { readonly find: string; readonly noMatch: string; readonly showMore: string };
  row: (item: Named) => ReactElement;
}) {
  const [sought, setSought] = useState('');
  const found = items
    .filter(({ name }) => name.toLowerCase().includes(sought.trim().toLowerCase()))
    .sort((left, right) => weight(right) - weight(left) || left.name.localeCompare(right.name));
  return (
    <Stack gap="md">
      {items.length < LEAST_TO_SEARCH ? null : (
        <TextInput
          type="search"
          aria-label={words.find}
          placeholder={words.find}
          size="md"
          maw={400}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={sought}
          onChange={({ currentTarget: { value } }) => setSought(value)}
        />
      )}
      {found.length === 0 ? <Text>{words.noMatch}</Text> : null}
      <Rows items={found} showMore={words.showMore} row={row} />
    </Stack>
  );
}
