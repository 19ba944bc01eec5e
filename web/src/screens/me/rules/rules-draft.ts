import type { Schema } from '../../../api/client';

export type Rule = Schema<'PagingRules'>['high'][number];
export type Urgency = 'high' | 'low';
export type WakingHours = NonNullable<Schema<'WakingHours'>['wakingHours']>;

/** Rules and waking hours as they are being edited. */
export interface RulesDraft {
  readonly high: readonly Rule[];
  readonly low: readonly Rule[];
  readonly wakingHours: WakingHours | null;
}

/** What the field of a delay offers, in seconds; a delay of another length that was saved is offered too. */
const DELAYS = [0, 30, 60, 120, 180, 300, 600, 900, 1800, 3600];

export const delaysWith = (delaySeconds: number): number[] =>
  [...new Set([...DELAYS, delaySeconds])].sort((left, right) => left - right);

/** The rule that fits behind the others: the next method that no rule uses, a few minutes after the last. */
export function nextRule(rules: readonly Rule[], methodIds: readonly string[]): Rule | null {
  const [first] = methodIds;
  if (first === undefined) return null;
  const last = rules.at(-1);
  const free = methodIds.find((id) => rules.every(({ contactMethodId }) => contactMethodId !== id));
  const from = last === undefined ? 0 : last.delaySeconds;
  const later = DELAYS.find((delay) => delay > from) ?? from + 3600;
  return { contactMethodId: free ?? first, delaySeconds: last === undefined ? 0 : later };
}

/** The same rules with one of them changed, or without it. */
export const withRule = (rules: readonly Rule[], place: number, rule: Rule | null): Rule[] =>
  rules.flatMap((one, index) => (index === place ? (rule ?? []) : one));

export const isSame = (left: RulesDraft, right: RulesDraft): boolean =>
  JSON.stringify(inOrder(left)) === JSON.stringify(inOrder(right));

const inOrder = ({ high, low, wakingHours }: RulesDraft) => [
  [high, low].map((rules) =>
    rules.map(({ contactMethodId, delaySeconds }) => [contactMethodId, delaySeconds]),
  ),
  wakingHours && [wakingHours.from, wakingHours.to, [...(wakingHours.weekdays ?? [])].sort()],
];
