import { asText, type LayerDraft, type ScheduleDraft } from './schedule-draft.js';

const OWN_FIELDS = ['name', 'timeZone', 'teamId'] as const;
const LAYER_FIELDS = [
  'name',
  'participants',
  'handoff',
  'startsAt',
  'endsAt',
  'shiftDuration',
  'restrictions',
  'onAbsence',
] as const;

export type ScheduleField = (typeof OWN_FIELDS)[number];
export type LayerField = (typeof LAYER_FIELDS)[number];

/** One thing in which two versions of a schedule differ; `key` is the same for the same thing in other pairs. */
export type Difference = { readonly key: string } & (
  | {
      readonly kind: 'schedule';
      readonly field: ScheduleField;
      readonly before: string | null;
      readonly after: string | null;
    }
  | { readonly kind: 'order'; readonly before: readonly string[]; readonly after: readonly string[] }
  | { readonly kind: 'added' | 'removed'; readonly layer: LayerDraft }
  | {
      readonly kind: 'layer';
      readonly field: LayerField;
      readonly before: LayerDraft;
      readonly after: LayerDraft;
    }
);

/** Everything in which two versions differ, the schedule's own first, then layer by layer. */
export function differencesBetween(before: ScheduleDraft, after: ScheduleDraft): Difference[] {
  const own: Difference[] = OWN_FIELDS.filter((field) => before[field] !== after[field]).map((field) => ({
    key: field,
    kind: 'schedule',
    field,
    before: before[field],
    after: after[field],
  }));
  return [...own, ...orderDifference(before, after), ...layerDifferences(before, after)];
}

/** What both changed since `base`, and not to the same. */
export function changedByBoth(
  base: ScheduleDraft,
  mine: ScheduleDraft,
  theirs: ScheduleDraft,
): ReadonlySet<string> {
  const keys = (version: ScheduleDraft) => new Set(differencesBetween(base, version).flatMap(keysOf));
  const open = new Set(differencesBetween(mine, theirs).flatMap(keysOf));
  const [ofMine, ofTheirs] = [keys(mine), keys(theirs)];
  return new Set([...ofMine].filter((key) => ofTheirs.has(key) && open.has(key)));
}

/** A layer that is gone touches all that the other side may have changed in it. */
const keysOf = (difference: Difference): string[] =>
  difference.kind === 'removed' || difference.kind === 'added'
    ? [difference.key, ...LAYER_FIELDS.map((field) => `${difference.layer.id}.${field}`)]
    : [difference.key];

function orderDifference(before: ScheduleDraft, after: ScheduleDraft): Difference[] {
  const shared = (one: ScheduleDraft, other: ScheduleDraft) =>
    one.layers.filter(({ id }) => other.layers.some((layer) => layer.id === id));
  const [old, now] = [shared(before, after), shared(after, before)];
  if (old.every(({ id }, place) => now[place]?.id === id)) return [];
  const names = (layers: readonly LayerDraft[]) => layers.map(({ name }) => name);
  return [{ key: 'order', kind: 'order', before: names(old), after: names(now) }];
}

function layerDifferences(before: ScheduleDraft, after: ScheduleDraft): Difference[] {
  const old = new Map(before.layers.map((layer) => [layer.id, layer]));
  const kept = new Set(after.layers.map(({ id }) => id));
  const changed = after.layers.flatMap((layer): Difference[] => {
    const was = old.get(layer.id);
    if (was === undefined) return [{ key: layer.id, kind: 'added', layer }];
    return LAYER_FIELDS.filter((field) => asText(was[field]) !== asText(layer[field])).map((field) => ({
      key: `${layer.id}.${field}`,
      kind: 'layer',
      field,
      before: was,
      after: layer,
    }));
  });
  const removed = before.layers
    .filter(({ id }) => !kept.has(id))
    .map((layer): Difference => ({ key: layer.id, kind: 'removed', layer }));
  return [...changed, ...removed];
}
