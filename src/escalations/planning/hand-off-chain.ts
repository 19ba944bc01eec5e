/** A policy as far as hand-offs go. */
export interface HandingOff {
  readonly name: string;
  readonly handOffTo: string | null;
}

/** So many policies may follow each other. */
export const MOST_POLICIES = 5;

/**
 * What is wrong with a policy handing off where it does, in words; null where nothing is. No chain may come back to a
 * policy, and none, from whichever policy it begins, may be longer than `MOST_POLICIES`.
 * @param policies all that there are by id, the changed one as it would be
 */
export function handOffFault(policies: ReadonlyMap<string, HandingOff>, changedId: string): string | null {
  const ahead = chainFrom(policies, changedId);
  if (ahead.isCircle) return `would hand off in a circle: ${inWords(policies, ahead.ids)}`;
  const behind = longestChainTo(policies, changedId);
  const whole = [...behind.slice(0, -1), ...ahead.ids];
  if (whole.length <= MOST_POLICIES) return null;
  return `would make a chain of more than ${String(MOST_POLICIES)} policies: ${inWords(policies, whole)}`;
}

/** The policies that follow from one on, itself first; a circle ends with the policy that comes a second time. */
function chainFrom(
  policies: ReadonlyMap<string, HandingOff>,
  firstId: string,
): { ids: string[]; isCircle: boolean } {
  const ids = [firstId];
  for (let next = policies.get(firstId)?.handOffTo ?? null; next !== null;) {
    const isCircle = ids.includes(next);
    ids.push(next);
    if (isCircle) return { ids, isCircle };
    next = policies.get(next)?.handOffTo ?? null;
  }
  return { ids, isCircle: false };
}

/** The longest chain that comes to a policy, which is its last; there must be no circle. */
function longestChainTo(policies: ReadonlyMap<string, HandingOff>, id: string): string[] {
  const before = [...policies].filter(([, { handOffTo }]) => handOffTo === id);
  const longest = before
    .map(([previous]) => longestChainTo(policies, previous))
    .reduce((left, right) => (right.length > left.length ? right : left), []);
  return [...longest, id];
}

const inWords = (policies: ReadonlyMap<string, HandingOff>, ids: readonly string[]): string =>
  ids.map((id) => policies.get(id)?.name ?? id).join(' → ');
