import type { BundledIncident, ToldPage } from '../phone-pages.js';

/** One line of an incident's story, as it is stored. */
export interface StoryEntry {
  readonly at: Date;
  readonly kind: string;
  readonly actorName: string | null;
  /** Whom the entry is about, where it is about somebody. */
  readonly userName: string | null;
  readonly type: string | null;
  readonly text: string | null;
}

/** What a link shows. */
export interface LinkedIncident {
  readonly page: ToldPage;
  /** Other incidents that came with the same message and wait, the worst first. */
  readonly others: readonly BundledIncident[];
  /** The last entries, the newest first. */
  readonly story: readonly StoryEntry[];
}

/** What somebody may do by a link. */
export const LINK_ACTIONS = [
  'acknowledge',
  'acknowledge-all',
  'resolve',
  'escalate',
  'accept',
  'decline',
] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

/** The buttons that make sense now, the one that is wanted most first. */
export function actionsOf({ page, others }: LinkedIncident): LinkAction[] {
  if (page.responderRequestId !== null) return ['accept', 'decline'];
  if (page.status === 'resolved') return [];
  if (page.status === 'acknowledged') return ['resolve', 'escalate'];
  return others.length > 0
    ? ['acknowledge-all', 'acknowledge', 'resolve', 'escalate']
    : ['acknowledge', 'resolve', 'escalate'];
}

const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  sms: 'SMS',
  voice: 'a call',
  email: 'mail',
  webhook: 'a webhook',
};

/** Which kinds of the timeline a link shows, and what it says of them; the rest is for the web app. */
const STORY_WORDS: Readonly<Record<string, (entry: StoryEntry) => string>> = {
  'incident.triggered': () => 'It was triggered',
  'incident.acknowledged': ({ actorName }) => `${who(actorName)} acknowledged it`,
  'incident.resolved': ({ actorName }) => `${who(actorName)} resolved it`,
  'incident.escalated': ({ actorName }) => `${who(actorName)} escalated it`,
  'incident.snoozed': ({ actorName }) => `${who(actorName)} snoozed it`,
  'incident.reassigned': ({ actorName }) => `${who(actorName)} gave it to others`,
  'note.added': ({ actorName, text }) => `${who(actorName)}: ${text ?? ''}`,
  'attempt.sent': (entry) => `${who(entry.userName)} was paged by ${channelOf(entry)}`,
  'attempt.unanswered': ({ userName }) => `${who(userName)} did not answer the call`,
  'attempt.failed': (entry) => `${who(entry.userName)} was not reached by ${channelOf(entry)}`,
  'responder.accepted': ({ userName }) => `${who(userName)} helps`,
};

export const STORY_KINDS: readonly string[] = Object.keys(STORY_WORDS);

/** The entry in words; an entry of a kind that is not shown has none. */
export const wordsOf = (entry: StoryEntry): string => STORY_WORDS[entry.kind]?.(entry) ?? entry.kind;

const who = (name: string | null): string => name ?? 'Monitoring';
const channelOf = ({ type }: StoryEntry): string => CHANNEL_NAMES[type ?? ''] ?? 'a page';
