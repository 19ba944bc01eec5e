/** A month as `2026-12`, so that months compare as text. */
export type Month = string;

/** A partition as its name tells: `events_2026_12`, `events_until_2026_12`, `events_kept`, `events_default`. */
export interface Partition {
  readonly name: string;
  /** The first month that is no longer in it; null for what has no such end. */
  readonly endsBefore: Month | null;
}

/** So many months after the current one have a partition already. */
const MONTHS_AHEAD = 3;
/** Ids and bounds are in time by clocks that may be wrong by hours. */
const CLOCKS_DIFFER_BY_MS = 86_400_000;
const DAY_MS = 86_400_000;

const MONTH = /_(until_)?(\d{4})_(\d{2})$/;

/** What there is, from the names of a table's partitions. */
export function readPartitions(names: readonly string[]): Partition[] {
  return names.map((name) => {
    const [, until, year = '', month = ''] = MONTH.exec(name) ?? [];
    if (year === '') return { name, endsBefore: null };
    return { name, endsBefore: until === undefined ? after(`${year}-${month}`) : `${year}-${month}` };
  });
}

/**
 * The months that want a partition, the earliest first: from where the last one ends until some months from now. After a
 * long stop the months between are among them.
 */
export function monthsToMake(partitions: readonly Partition[], now: Date): Month[] {
  const [lastEnd] = ends(partitions).slice(-1);
  let month = lastEnd ?? monthOf(now);
  let last = monthOf(now);
  for (let ahead = 0; ahead < MONTHS_AHEAD; ahead += 1) last = after(last);
  const months: Month[] = [];
  for (; month <= last; month = after(month)) months.push(month);
  return months;
}

/** Partitions that have ended for so many days, and the end of the latest of them; null for none. */
export function outlived(
  partitions: readonly Partition[],
  now: Date,
  keptDays: number,
): { names: string[]; endsBefore: Month } | null {
  const before = now.getTime() - keptDays * DAY_MS - CLOCKS_DIFFER_BY_MS;
  const old = partitions.filter(({ endsBefore }) => endsBefore !== null && startOf(endsBefore) <= before);
  const [endsBefore] = ends(old).slice(-1);
  return endsBefore === undefined ? null : { names: old.map(({ name }) => name), endsBefore };
}

const ends = (partitions: readonly Partition[]): Month[] =>
  partitions.flatMap(({ endsBefore }) => (endsBefore === null ? [] : [endsBefore])).sort();

export const after = (month: Month): Month => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return monthOf(new Date(Date.UTC(year, number, 1)));
};

const monthOf = (moment: Date): Month => moment.toISOString().slice(0, 7);

const startOf = (month: Month): number => Date.parse(`${month}-01T00:00:00Z`);
