import type { LayerDefinition } from '../rendering/schedule-definition.js';

/** A layer, and the number of the hand-off whose turn it is now. */
export interface LayerNow<Layer extends LayerDefinition> {
  readonly layer: Layer;
  readonly handoff: number;
}

/**
 * The layers without a person. A successor takes their place, turn for turn. Without one the others close up: whoever
 * has a turn now keeps it, the turn of the one who leaves goes to the next in the list, and from there on the list goes
 * round as before. Hand-off number k belongs to participant k mod n, so the list begins where that makes it so. A layer
 * that nobody else is in goes.
 */
export function leaveLayers<Layer extends LayerDefinition>(
  layers: readonly LayerNow<Layer>[],
  userId: string,
  successorId: string | null,
): Layer[] {
  return layers.flatMap(({ layer, handoff }) => {
    const participants =
      successorId === null
        ? closedUp(layer.participants, userId, handoff)
        : layer.participants.map((id) => (id === userId ? successorId : id));
    return participants.length === 0 ? [] : [{ ...layer, participants }];
  });
}

function closedUp(participants: readonly string[], userId: string, handoff: number): string[] {
  if (!participants.includes(userId)) return [...participants];
  const now = handoff % participants.length;
  const fromNow = [...participants.slice(now), ...participants.slice(0, now)];
  const left = fromNow.filter((id) => id !== userId);
  // The first of those who are left has hand-off `handoff`.
  const start = (left.length - (handoff % left.length)) % left.length;
  return left.length === 0 ? [] : [...left.slice(start), ...left.slice(0, start)];
}
