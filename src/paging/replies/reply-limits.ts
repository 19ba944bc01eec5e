/** So many wrong codes in an hour, and codes from this phone are not looked at for an hour. */
export const MOST_WRONG_CODES = 10;
const CODES_WITHIN_MS = 3_600_000;
const CODES_OFF_FOR_MS = 3_600_000;
/** More messages in a minute than this, or the same one so often in a row, and a machine is answering. */
export const MOST_A_MINUTE = 20;
export const MOST_ALIKE = 10;
const ALIKE_WITHIN_MS = 5 * 60_000;
const SILENT_FOR_MS = 15 * 60_000;

/** What a phone has sent lately, as far as it is limited. */
export interface ReplyLimits {
  /** When codes were tried that were not right, or not found out yet. */
  readonly codeTries: readonly Date[];
  /** Until then codes are not looked at. */
  readonly codesOffUntil: Date | null;
  /** When the last messages came. */
  readonly inbound: readonly Date[];
  /** A fingerprint of the last text, how often in a row it came, and since when. */
  readonly lastBody: string | null;
  readonly sameBodies: number;
  readonly sameSince: Date | null;
  /** Until then nothing is answered. */
  readonly silentUntil: Date | null;
}

export const UNLIMITED: ReplyLimits = {
  codeTries: [],
  codesOffUntil: null,
  inbound: [],
  lastBody: null,
  sameBodies: 0,
  sameSince: null,
  silentUntil: null,
};

/**
 * After a message: whether it may be answered. Two machines that answer each other would go on for ever; a person's
 * command is obeyed all the same, only in silence.
 * @returns `falls-silent` with the message after which it is enough
 */
export function afterMessage(
  limits: ReplyLimits,
  body: string,
  now: Date,
): { limits: ReplyLimits; may: 'answer' | 'falls-silent' | 'silent' } {
  const inbound = [...limits.inbound.filter((at) => isWithin(at, now, 60_000)), now];
  const isSame =
    body === limits.lastBody && limits.sameSince !== null && isWithin(limits.sameSince, now, ALIKE_WITHIN_MS);
  const counted: ReplyLimits = {
    ...limits,
    inbound: inbound.slice(-(MOST_A_MINUTE + 1)),
    lastBody: body,
    sameBodies: isSame ? limits.sameBodies + 1 : 1,
    sameSince: isSame ? limits.sameSince : now,
  };
  if (limits.silentUntil !== null && now < limits.silentUntil) return { limits: counted, may: 'silent' };
  if (inbound.length <= MOST_A_MINUTE && counted.sameBodies < MOST_ALIKE) {
    return { limits: counted, may: 'answer' };
  }
  const silentUntil = new Date(now.getTime() + SILENT_FOR_MS);
  return { limits: { ...counted, sameBodies: 0, silentUntil }, may: 'falls-silent' };
}

/**
 * Before a code is looked at. It counts as wrong until `afterRightCode`, so that codes that are tried at once count too.
 */
export function beforeCode(limits: ReplyLimits, now: Date): { limits: ReplyLimits; mayTry: boolean } {
  if (limits.codesOffUntil !== null && now < limits.codesOffUntil) return { limits, mayTry: false };
  const codeTries = limits.codeTries.filter((at) => isWithin(at, now, CODES_WITHIN_MS));
  if (codeTries.length >= MOST_WRONG_CODES) return { limits, mayTry: false };
  return { limits: { ...limits, codeTries: [...codeTries, now], codesOffUntil: null }, mayTry: true };
}

/** A code was right: its try counts no more. */
export function afterRightCode(limits: ReplyLimits): ReplyLimits {
  return { ...limits, codeTries: limits.codeTries.slice(0, -1) };
}

/** A code was wrong. With the last one that is allowed the codes of this phone are turned off for an hour. */
export function afterWrongCode(
  limits: ReplyLimits,
  now: Date,
): { limits: ReplyLimits; codesOffUntil: Date | null } {
  if (limits.codeTries.length < MOST_WRONG_CODES) return { limits, codesOffUntil: null };
  const codesOffUntil = new Date(now.getTime() + CODES_OFF_FOR_MS);
  return { limits: { ...limits, codeTries: [], codesOffUntil }, codesOffUntil };
}

const isWithin = (at: Date, now: Date, milliseconds: number): boolean =>
  now.getTime() - at.getTime() < milliseconds;
