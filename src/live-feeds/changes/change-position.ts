/**
 * A place in the log of changes: the transaction that wrote, then the number within the log. What lies at or before
 * it is known; nothing is ever put in there later.
 */
export interface ChangePosition {
  readonly xid: bigint;
  readonly id: bigint;
}

const LARGEST = 2n ** 63n - 1n;

/** As a reader keeps it: the `id` of a server-sent event. */
export function formatPosition({ xid, id }: ChangePosition): string {
  return `${String(xid)}-${String(id)}`;
}

/** Reads what `formatPosition` gave; null for anything else. */
export function parsePosition(text: string): ChangePosition | null {
  const match = /^(\d{1,19})-(\d{1,19})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const position = { xid: BigInt(match[1]), id: BigInt(match[2]) };
  return position.xid <= LARGEST && position.id <= LARGEST ? position : null;
}

export function isAfter(one: ChangePosition, other: ChangePosition): boolean {
  return one.xid === other.xid ? one.id > other.id : one.xid > other.xid;
}
