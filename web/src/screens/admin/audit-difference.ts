/** One field that differs between two states; null where it was or is not. */
export interface Difference {
  /** Such as `layers.0.handoff`; empty where the state itself is no object. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The fields in which two states differ, in their order; of objects in objects by their path. */
export function differencesOf(before: unknown, after: unknown): Difference[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter((one) => one.before !== one.after);
}

function leavesOf(state: unknown, path: readonly string[] = []): Map<string, string> {
  if (typeof state !== 'object' || state === null) {
    // What is null is not there: `teamId` from null to something was added.
    return state == null ? new Map<string, string>() : new Map([[path.join('.'), worded(state)]]);
  }
  return new Map(Object.entries(state).flatMap(([key, value]) => [...leavesOf(value, [...path, key])]));
}

const worded = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
