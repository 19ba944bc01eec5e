import { Avatar, Group, Text, type AvatarProps } from '@mantine/core';
import { $api, type Schema } from '../api/client';
import { usePeople } from '../people/people';
import { texts } from '../texts/people';
import { colourOf } from './person-colour';

/** Tells the colour of a person by id: one of twelve, the same for them everywhere and for good. CSS values. */
export function usePersonColour(): (id: string) => string {
  const people = usePeople();
  return (id) => colourOf(people.get(id) ?? { id });
}

/** `Ana Berg` is AB, `Ana (dev)` is AD, `Bo` is BO. */
export function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const [first = '?', second] = [words[0], words.at(-1)];
  const letters =
    second === undefined || words.length < 2 ? [...first].slice(0, 2) : [first.at(0), second.at(0)];
  return letters.join('').toUpperCase();
}

/** A person by id: from the directory, or asked for alone when they are not in it (whoever has left is not). */
export function usePerson(id: string): Pick<Schema<'User'>, 'id' | 'name'> {
  const people = usePeople();
  const known = people.get(id);
  const asked = $api.useQuery(
    'get',
    '/api/v1/users/{id}',
    { params: { path: { id } } },
    { enabled: known === undefined && people.size > 0, staleTime: Infinity, retry: false },
  );
  return known ?? asked.data ?? { id, name: texts.somebody };
}

/** A face: initials on the person's colour. Beside it stands the name, or it says it itself to screen readers. */
export function Face({
  person,
  size = 28,
  isNamedBeside = true,
}: {
  person: Pick<Schema<'User'>, 'id' | 'name'>;
  size?: AvatarProps['size'];
  isNamedBeside?: boolean;
}) {
  const colour = usePersonColour();
  return (
    <Avatar
      size={size}
      radius="xl"
      {...(isNamedBeside ? { 'aria-hidden': true } : { role: 'img', 'aria-label': person.name })}
      styles={{
        placeholder: {
          background: colour(person.id),
          color: 'var(--rouse-on-person)',
          fontWeight: 650,
          fontSize: typeof size === 'number' ? Math.round(size * 0.4) : 12,
        },
      }}
    >
      {initialsOf(person.name)}
    </Avatar>
  );
}

/** Face and name, on one line. */
export function Person({ id, size = 24 }: { id: string; size?: number }) {
  const person = usePerson(id);
  return (
    <Group gap={8} wrap="nowrap" component="span" display="inline-flex" miw={0}>
      <Face person={person} size={size} />
      <Text span inherit truncate>
        {person.name}
      </Text>
    </Group>
  );
}
