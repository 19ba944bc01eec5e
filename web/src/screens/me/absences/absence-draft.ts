import { DateTime } from 'luxon';

/** What somebody has typed so far, as the fields hold it: days `2026-01-12`, times `2026-01-12T09:00`. */
export interface AbsenceDraft {
  readonly isWholeDays: boolean;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** The stretch that the draft says on the clock of the zone; whole days end with the last one. Null while it is not whole. */
export function stretchOf(
  { isWholeDays, from, to }: AbsenceDraft,
  zone: string,
): { start: Date; end: Date } | null {
  const start = DateTime.fromISO(from, { zone });
  const end = DateTime.fromISO(to, { zone });
  if (!start.isValid || !end.isValid) return null;
  if (!isWholeDays) return { start: start.toJSDate(), end: end.toJSDate() };
  return { start: start.startOf('day').toJSDate(), end: end.startOf('day').plus({ days: 1 }).toJSDate() };
}

/** The same draft with its fields as days or as times. */
export const withWholeDays = (draft: AbsenceDraft, isWholeDays: boolean): AbsenceDraft => ({
  ...draft,
  isWholeDays,
  from: inForm(draft.from, isWholeDays, '09:00'),
  to: inForm(draft.to, isWholeDays, '18:00'),
});

function inForm(text: string, isWholeDays: boolean, clock: string): string {
  const day = text.slice(0, 10);
  return day === '' || isWholeDays ? day : `${day}T${clock}`;
}
