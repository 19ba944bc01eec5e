import type { Schema } from '../api/client';

type Message = Schema<'SimulatedMessage'>;
type Call = Schema<'SimulatedCall'>;

/** A person and everything at which they can be reached in the simulator. */
export interface PhoneOwner {
  readonly userId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly addresses: readonly Schema<'SimulatedPhone'>[];
  /** Where SMS of theirs come from; null: they have no number. */
  readonly number: string | null;
}

export type ThreadItem =
  | { readonly kind: 'message'; readonly at: string; readonly message: Message }
  | { readonly kind: 'call'; readonly at: string; readonly call: Call };

/** What is on one phone now. */
export interface PhoneContent {
  readonly thread: readonly ThreadItem[];
  /** What rings or is talked on. */
  readonly call: Call | null;
}

/** One phone a person: all their addresses in one place, in the order in which they came. */
export function ownersOf(phones: readonly Schema<'SimulatedPhone'>[]): readonly PhoneOwner[] {
  const byPerson = new Map<string, Schema<'SimulatedPhone'>[]>();
  for (const phone of phones) {
    const known = byPerson.get(phone.userId);
    if (known === undefined) byPerson.set(phone.userId, [phone]);
    else known.push(phone);
  }
  return [...byPerson.values()].flatMap((addresses) => {
    const [first] = addresses;
    if (first === undefined) return [];
    const speaking = (type: 'sms' | 'voice') => addresses.find(({ types }) => types.includes(type))?.address;
    const { userId, name, timeZone } = first;
    return [{ userId, name, timeZone, addresses, number: speaking('sms') ?? speaking('voice') ?? null }];
  });
}

const isActive = ({ status }: Call): boolean => status === 'ringing' || status === 'answered';

/** @param mailbox the person's own e-mail address, where invitations and links to sign in go */
export function contentOf(
  owner: PhoneOwner,
  { messages, calls }: { readonly messages: readonly Message[]; readonly calls: readonly Call[] },
  mailbox: string | undefined,
): PhoneContent {
  const own = new Set([...owner.addresses.map(({ address }) => address), ...(mailbox ? [mailbox] : [])]);
  const thread: ThreadItem[] = [];
  for (const message of messages) {
    const there = message.direction === 'to-phone' ? message.to : message.from;
    if (own.has(there)) thread.push({ kind: 'message', at: message.createdAt, message });
  }
  const ownCalls = calls.filter(({ to }) => own.has(to));
  for (const call of ownCalls) if (!isActive(call)) thread.push({ kind: 'call', at: call.createdAt, call });
  thread.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const active = ownCalls.filter(isActive);
  return { thread, call: active.find(({ status }) => status === 'answered') ?? active[0] ?? null };
}

/** What came to the phone, as opposed to what was written on it. */
export const isIncoming = (item: ThreadItem): boolean =>
  item.kind === 'call' || item.message.direction === 'to-phone';
