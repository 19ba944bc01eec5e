import { useSession } from '../session/session';
import { usePeople } from '../people/people';
import { texts } from '../texts/incident';
import { texts as peopleTexts } from '../texts/people';

const MOST_NAMES = 3;

/** `you, Bo and Cy`, `you, Bo, Cy and 4 more`: in a sentence, or at its beginning. */
export function Names({ ids, asSubject = false }: { ids: readonly string[]; asSubject?: boolean }) {
  const people = usePeople();
  const { id: me } = useSession();
  const names = [...ids]
    .sort((left, right) => Number(right === me) - Number(left === me))
    .map((id) => (id === me ? texts.you : (people.get(id)?.name ?? peopleTexts.somebody)));
  const listed = texts.listed(names.slice(0, MOST_NAMES), Math.max(0, names.length - MOST_NAMES));
  return asSubject ? listed.charAt(0).toUpperCase() + listed.slice(1) : listed;
}
