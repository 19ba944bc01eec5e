import { texts } from '../../texts/audit-log';

const NOUNS: Readonly<Record<string, string>> = texts.nouns;
const VERBS: Readonly<Record<string, string>> = texts.verbs;

/** `schedule.update` and what it was done to, in words: `changed schedule Primary`. Unknown actions stand as they are. */
export function sentenceOf(action: string, before: unknown, after: unknown): string {
  const [noun = '', verb = ''] = action.split('.');
  const named = nameOf(after) ?? nameOf(before);
  const what = NOUNS[noun] ?? noun.replaceAll('-', ' ');
  const did = VERBS[verb] ?? verb.replaceAll('-', ' ');
  return [did, what, named ?? ''].filter((part) => part !== '').join(' ');
}

/** What something is called, where its state says so. */
function nameOf(state: unknown): string | null {
  if (typeof state !== 'object' || state === null) return null;
  const fields = new Map<string, unknown>(Object.entries(state));
  const name = fields.get('name') ?? fields.get('title') ?? fields.get('email');
  return typeof name === 'string' ? name : null;
}
