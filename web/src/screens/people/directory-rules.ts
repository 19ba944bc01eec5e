import type { Schema } from '../../api/client';

type User = Schema<'User'>;

/** What of the directory is shown. */
export type Shown =
  'everybody' | 'on-call' | 'admin' | 'responder' | 'observer' | 'without-phone' | 'invited';

/** What is known of people beside their names; null where one may not know. */
export interface Known {
  readonly onCall: ReadonlyMap<string, readonly string[]>;
  readonly phones: ReadonlyMap<string, boolean> | null;
  readonly invited: ReadonlySet<string>;
}

/** Those who fit the search and the choice, by name. Every word of the search stands in name or address. */
export function fitting(people: readonly User[], search: string, shown: Shown, known: Known): User[] {
  const words = search
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const fits = (person: User) => {
    const told = `${person.name} ${person.email}`.toLocaleLowerCase();
    return words.every((word) => told.includes(word));
  };
  return people
    .filter((person) => person.deletedAt === null && isShown(person, shown, known) && fits(person))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

function isShown({ id, role }: User, shown: Shown, { onCall, phones, invited }: Known): boolean {
  switch (shown) {
    case 'everybody':
      return true;
    case 'on-call':
      return onCall.has(id);
    case 'without-phone':
      return phones?.get(id) === false;
    case 'invited':
      return invited.has(id);
    case 'admin':
    case 'responder':
    case 'observer':
      return role === shown;
  }
}
