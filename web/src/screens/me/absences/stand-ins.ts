interface Stretch {
  readonly start: string;
  readonly end: string;
}

/** Who has a shift after all. */
export interface StandIns {
  /** Whether a part of it is still the person's own. */
  readonly isMine: boolean;
  readonly hasGap: boolean;
  /** The others, each once. */
  readonly userIds: readonly string[];
}

/** Who has the time of `shift` in a schedule as it now stands. */
export function standInsFor(
  shift: Stretch,
  { items, gaps }: { items: readonly (Stretch & { userId: string })[]; gaps: readonly Stretch[] },
  ownId: string,
): StandIns {
  const meets = ({ start, end }: Stretch) =>
    Date.parse(start) < Date.parse(shift.end) && Date.parse(end) > Date.parse(shift.start);
  const holders = new Set(items.filter(meets).map(({ userId }) => userId));
  return {
    isMine: holders.has(ownId),
    hasGap: gaps.some(meets),
    userIds: [...holders].filter((userId) => userId !== ownId),
  };
}
