import type { Weekday } from '../../../src/schedules/rendering/schedule-definition.js';

/** Hours in which a layer is active, on the schedule's wall clock. */
export interface HoursDraft {
  days?: Weekday[];
  from: string;
  to: string;
}

/** A layer while somebody works on it; `id` is the schedule's, or made here for one that is new. */
export interface LayerDraft {
  id: string;
  name: string;
  participants: string[];
  startsAt: string;
  endsAt: string | null;
  handoff: string;
  shiftDuration: string | null;
  restrictions: HoursDraft[];
  onAbsence: 'cover' | 'gap';
}

/** A schedule while somebody works on it: what a save sends. */
export interface ScheduleDraft {
  name: string;
  timeZone: string;
  teamId: string | null;
  layers: LayerDraft[];
}

/** What an editor may change of a schedule, without what the server adds. */
export function draftOf({ name, timeZone, teamId, layers }: ScheduleDraft): ScheduleDraft {
  return { name, timeZone, teamId, layers: layers.map((layer) => ({ ...layer })) };
}

/** Whether two drafts would be saved as the same schedule. */
export const isSame = (one: ScheduleDraft, other: ScheduleDraft): boolean =>
  asText(draftOf(one)) === asText(draftOf(other));

/** The same text for the same value, in whichever order its members were written. */
export const asText = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );

/** The list with one thing moved to another place. */
export function moved<Thing>(list: readonly Thing[], from: number, to: number): Thing[] {
  const rest = list.filter((_, place) => place !== from);
  const thing = list[from];
  return thing === undefined ? [...list] : [...rest.slice(0, to), thing, ...rest.slice(to)];
}

/** The list with one thing replaced. */
export const replacedAt = <Thing>(list: readonly Thing[], at: number, thing: Thing): Thing[] =>
  list.map((old, place) => (place === at ? thing : old));
