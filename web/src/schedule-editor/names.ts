import { usePeople } from '../people/people';
import { texts } from '../texts/people';

/** What somebody is called, by their id. */
export function useNames(): (id: string) => string {
  const people = usePeople();
  return (id) => people.get(id)?.name ?? texts.somebody;
}
