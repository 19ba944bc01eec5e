import { useSession } from '../session/session';
import { usePeople } from '../people/people';
import { texts } from '../texts/incident';
import { texts as peopleTexts } from '../texts/people';

const MOST_NAMES = 3;

/** `you, Bo and Cy`, `you, Bo, Cy and 4 more`: in a sentence. */
export function Names({ ids }: { ids: readonly string[] }) {
  const people = usePeople();
  const { id: me } = useSession();
  const names = [...ids]
    .sort((left, right) => Number(right === me) - Number(left === me))
    .map((id) => (id === me ? texts.you : (people.get(id)?.name ?? peopleTexts.somebody)));
  return texts.listed(names.slice(0, MOST_NAMES), Math.max(0, names.length - MOST_NAMES));
}
