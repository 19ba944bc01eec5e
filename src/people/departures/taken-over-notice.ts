import type { Notice } from '../notices.js';
import type { Leaving } from './departure-rooms.js';
import type { DepartureFindings } from './departure-schema.js';

/** So many are named; a message is short, and the rest is where the first are. */
const MOST_NAMED = 3;

/**
 * What a successor is told who did not ask for it: what is theirs from now on. Null where there is no successor, and
 * where nothing came to them.
 */
export function takenOverNotice(
  { userId, name, successorId }: Leaving,
  { schedules, policies }: Pick<DepartureFindings, 'schedules' | 'policies'>,
  now: Date,
): Notice | null {
  if (successorId === null) return null;
  const theirs = schedules.flatMap((schedule) => {
    const turns = schedule.changes.filter(({ after }) => after === successorId);
    const isNow = turns.some(({ start, end }) => new Date(start) <= now && now < new Date(end));
    return turns.length === 0 ? [] : [{ name: schedule.name, isNow }];
  });
  if (theirs.length === 0 && policies.length === 0) return null;
  const sentences = [
    `${name} has left, and you take their place.`,
    sentence(
      'You are on call now in',
      theirs.filter(({ isNow }) => isNow),
    ),
    sentence('You have their turns in', theirs),
    sentence('You are paged by the policies', policies),
  ];
  return {
    userId: successorId,
    kind: 'departure.taken-over',
    text: sentences.filter((said) => said !== null).join(' '),
    // Somebody leaves once.
    onceKey: `departure.taken-over ${userId}`,
    expiresAt: null,
  };
}

function sentence(begin: string, things: readonly { readonly name: string }[]): string | null {
  if (things.length === 0) return null;
  const more = things.length - MOST_NAMED;
  const named = things.slice(0, MOST_NAMED).map(({ name }) => name);
  return `${begin} ${named.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}.`;
}
