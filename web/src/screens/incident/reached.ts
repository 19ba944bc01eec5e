import { channelName } from '../../texts/incident-deliveries.js';
import type { Sentence } from './story.js';

/** Somebody who was paged, with the last that is known of it. */
interface Reached {
  readonly userId: string;
  readonly what: string;
  readonly at: string | null;
}

/** Everybody who was paged, in the order of their first page. */
export function reachedSoFar(story: readonly Sentence[]): Reached[] {
  const reached = new Map<string, Reached>();
  for (const { deliveries } of story)
    for (const { userId, type, moments } of deliveries) {
      const last = moments.at(-1);
      if (last === undefined) continue;
      const known = moments.findLast(({ at }) => at !== null)?.at ?? null;
      const before = reached.get(userId);
      // What only waits says less than what went out.
      if (known === null && before !== undefined) continue;
      reached.set(userId, { userId, what: `${channelName(type)}: ${last.what}`, at: known });
    }
  return [...reached.values()];
}

/** Why a person was paged the last time, in the words that they read then; null: they were not. */
export function whyPaged(story: readonly Sentence[], userId: string): string | null {
  return (
    story
      .flatMap(({ entries }) => entries)
      .findLast(({ kind, ...entry }) => kind === 'page.created' && entry['userId'] === userId)?.reason ?? null
  );
}
