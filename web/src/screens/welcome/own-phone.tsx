import { faultOf } from '../../api/faults';
import { Phone } from '../../phones/phone';
import { contentOf, ownersOf } from '../../phones/phone-owners';
import { useSimulator } from '../../phones/simulator';
import { useMay, useSession } from '../../session/session';

/** Whether Rouse simulates the phones; null until that is known, and for whoever may not see them. */
export function useIsSimulated(): boolean | null {
  const may = useMay()('phone-simulator.use');
  const { error, knownAt } = useSimulator({ isOn: may });
  if (!may) return false;
  if (error !== null && faultOf(error).status === 404) return false;
  return knownAt > 0 ? true : null;
}

/** The phone of whoever is signed in; nothing while they have none, or real ones. */
export function OwnPhone() {
  const may = useMay()('phone-simulator.use');
  const { id, email } = useSession();
  const { phones, messages, calls } = useSimulator({ isOn: may });
  const owner = ownersOf(phones).find(({ userId }) => userId === id);
  if (owner === undefined) return null;
  return <Phone owner={owner} content={contentOf(owner, { messages, calls }, email)} />;
}
