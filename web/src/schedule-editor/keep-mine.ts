import { asText, type LayerDraft, type ScheduleDraft } from './schedule-draft.js';

/**
 * My changes since `base`, put on top of their version: what only they changed stays as they have it, what I changed is
 * as I have it. A layer that one side changed is not lost because the other deleted it, unless I am the one who did.
 */
export function keepMineOnTop(
  base: ScheduleDraft,
  mine: ScheduleDraft,
  theirs: ScheduleDraft,
): ScheduleDraft {
  const old = byId(base.layers);
  const [ofMine, ofTheirs] = [byId(mine.layers), byId(theirs.layers)];
  const layers = orderOf(base, mine, theirs).flatMap((id) => {
    const layer = keptLayer(old.get(id), ofMine.get(id), ofTheirs.get(id));
    return layer === null ? [] : [layer];
  });
  return {
    name: kept(base.name, mine.name, theirs.name),
    timeZone: kept(base.timeZone, mine.timeZone, theirs.timeZone),
    teamId: kept(base.teamId, mine.teamId, theirs.teamId),
    layers,
  };
}

const byId = (layers: readonly LayerDraft[]): ReadonlyMap<string, LayerDraft> =>
  new Map(layers.map((layer) => [layer.id, layer]));

const kept = <Value>(base: Value, mine: Value, theirs: Value): Value =>
  asText(base) === asText(mine) ? theirs : mine;

function keptLayer(
  base: LayerDraft | undefined,
  mine: LayerDraft | undefined,
  theirs: LayerDraft | undefined,
): LayerDraft | null {
  if (base === undefined) return mine ?? theirs ?? null;
  if (mine === undefined) return null;
  if (theirs === undefined) return asText(mine) === asText(base) ? null : mine;
  return {
    id: base.id,
    name: kept(base.name, mine.name, theirs.name),
    participants: kept(base.participants, mine.participants, theirs.participants),
    startsAt: kept(base.startsAt, mine.startsAt, theirs.startsAt),
    endsAt: kept(base.endsAt, mine.endsAt, theirs.endsAt),
    handoff: kept(base.handoff, mine.handoff, theirs.handoff),
    shiftDuration: kept(base.shiftDuration, mine.shiftDuration, theirs.shiftDuration),
    restrictions: kept(base.restrictions, mine.restrictions, theirs.restrictions),
    onAbsence: kept(base.onAbsence, mine.onAbsence, theirs.onAbsence),
  };
}

/** All layers of both: in my order where I changed it, else in theirs; those that only the other has, after their neighbour. */
function orderOf(base: ScheduleDraft, mine: ScheduleDraft, theirs: ScheduleDraft): string[] {
  const ids = ({ layers }: ScheduleDraft) => layers.map(({ id }) => id);
  const [old, ofMine, ofTheirs] = [ids(base), ids(mine), ids(theirs)];
  const shared = ofMine.filter((id) => old.includes(id));
  const isReordered = old.filter((id) => shared.includes(id)).some((id, place) => shared[place] !== id);
  const [leading, other] = isReordered ? [ofMine, ofTheirs] : [ofTheirs, ofMine];
  const order = [...leading];
  other.forEach((id, place) => {
    if (order.includes(id)) return;
    const before = other[place - 1];
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  });
  return order;
}
