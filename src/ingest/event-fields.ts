import { z } from 'zod';
import { DEDUP_KEY_LIMIT, SEVERITIES } from '../incidents/incoming-event.js';

/** The longest summary that is kept, as Events v2 has it; what is longer is cut, not refused. */
export const SUMMARY_LIMIT = 1024;

const missingOr = (otherwise: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined || issue.input === null ? 'is required' : otherwise;

/** A text that has to be there and say something. */
export const requiredText = z
  .string({ error: missingOr('must be a text') })
  .refine((text) => text.trim() !== '', 'must not be empty');

/** A text that may be absent, null or empty; all of these come out as undefined. */
export const optionalText = z
  .string({ error: 'must be a text' })
  .nullish()
  .transform((text) => (text === null || text?.trim() === '' ? undefined : text));

/** What broke, in at most 1024 characters. */
export const summaryText = requiredText.transform((text) => clip(text.trim(), SUMMARY_LIMIT));

const withinLimit = (text: string | undefined): boolean =>
  text === undefined || text.length <= DEDUP_KEY_LIMIT;
const TOO_LONG = `must have at most ${String(DEDUP_KEY_LIMIT)} characters`;

export const requiredDedupKey = requiredText.refine(withinLimit, TOO_LONG);
export const optionalDedupKey = optionalText.refine(withinLimit, TOO_LONG);

/** Any case is understood: a page is not to be lost to an upper-case letter. */
export const severityText = z
  .string({ error: missingOr('must be a text') })
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.enum(SEVERITIES, { error: `must be one of ${SEVERITIES.join(', ')}` }));

/** A JSON object of whatever. */
export const anyObject = z.record(z.string(), z.unknown(), { error: missingOr('must be an object') });

/** The text in at most `limit` UTF-16 units, with an ellipsis where something was cut; no character is halved. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}

/** An address that may become a link on a page: http and https, never `javascript:`. Others come out as undefined. */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  return /^https?:$/.test(new URL(text).protocol) ? text : undefined;
}

/** The members that are there: what is undefined is left out rather than shown as empty. */
export function present(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
