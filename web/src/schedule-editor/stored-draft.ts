import type { ScheduleDraft } from './schedule-draft';

/** A draft as it is kept in this browser. */
export interface StoredDraft {
  readonly savedAt: string;
  /** What it was begun from; null: a new schedule. */
  readonly base: { readonly version: number; readonly draft: ScheduleDraft } | null;
  readonly draft: ScheduleDraft;
}

const placeOf = (userId: string, scheduleId: string | null): string =>
  `rouse.schedule-draft.${userId}.${scheduleId ?? 'new'}`;

/** The draft that somebody left here; null where there is none, or this browser keeps nothing. */
export function readStoredDraft(userId: string, scheduleId: string | null): StoredDraft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(placeOf(userId, scheduleId)) ?? 'null');
    return isStoredDraft(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** Keeps a draft until it is saved or discarded. A browser that keeps nothing is no reason to stop. */
export function storeDraft(userId: string, scheduleId: string | null, draft: StoredDraft): void {
  try {
    localStorage.setItem(placeOf(userId, scheduleId), JSON.stringify(draft));
  } catch {
    return;
  }
}

export function dropStoredDraft(userId: string, scheduleId: string | null): void {
  try {
    localStorage.removeItem(placeOf(userId, scheduleId));
  } catch {
    return;
  }
}

function isStoredDraft(value: unknown): value is StoredDraft {
  if (typeof value !== 'object' || value === null) return false;
  if (!('savedAt' in value) || typeof value.savedAt !== 'string') return false;
  if (!('base' in value) || !('draft' in value) || !isDraft(value.draft)) return false;
  const { base } = value;
  if (base === null) return true;
  return (
    typeof base === 'object' &&
    'version' in base &&
    typeof base.version === 'number' &&
    'draft' in base &&
    isDraft(base.draft)
  );
}

function isDraft(value: unknown): value is ScheduleDraft {
  if (typeof value !== 'object' || value === null) return false;
  const hasTexts =
    'name' in value && typeof value.name === 'string' && 'timeZone' in value && 'teamId' in value;
  return hasTexts && 'layers' in value && Array.isArray(value.layers) && value.layers.every(isLayer);
}

const isLayer = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ['id', 'name', 'startsAt', 'endsAt', 'handoff', 'shiftDuration', 'onAbsence'].every(
    (member) => member in value,
  ) &&
  'participants' in value &&
  Array.isArray(value.participants) &&
  'restrictions' in value &&
  Array.isArray(value.restrictions);
