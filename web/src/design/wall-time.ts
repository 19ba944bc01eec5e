/** Times as `datetime-local` fields have them (`2026-01-05T09:00`), read on the clock of a zone. */

function wallParts(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** What the clock of a zone shows at a moment. */
export const wallTimeOf = (at: Date, zone: string): string => wallParts(at, zone);

/** The moment at which the clock of a zone shows it; null where it is no time. In an hour that comes twice, one of them. */
export function momentOf(wall: string, zone: string): Date | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  let moment = asUtc;
  // Twice: the first guess may stand on the other side of a change of the clocks.
  for (let round = 0; round < 2; round += 1) {
    moment += asUtc - Date.parse(`${wallParts(new Date(moment), zone)}Z`);
  }
  return new Date(moment);
}
