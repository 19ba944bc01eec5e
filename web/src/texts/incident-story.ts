import type { Part, Sentence, StoryEntry } from '../screens/incident/story.js';

type Words = Pick<Sentence, 'tone' | 'parts' | 'said'>;
type Tone = Sentence['tone'];

/** Several repetitions of one event. */
export const repeatedWords = (count: number): string => `The same event came again, ${String(count)} times`;

/** What one entry says. Kinds that this page does not know are told by their name and reason. */
export function wordsOf(entry: StoryEntry): Words {
  return WORDS[entry.kind]?.(entry) ?? unknownKind(entry);
}

const say =
  (tone: Tone, ...parts: readonly (string | ((entry: StoryEntry) => Part | null))[]) =>
  (entry: StoryEntry): Words => ({
    tone,
    parts: parts
      .map((part) => (typeof part === 'string' ? part : part(entry)))
      .filter((part): part is Part => part !== null && part !== ''),
    said: null,
  });

/** The same, with the entry's reason (or another of its members) as what was said. */
const quoting =
  (words: (entry: StoryEntry) => Words, member = 'reason') =>
  (entry: StoryEntry): Words => ({ ...words(entry), said: textOf(entry[member]) });

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const actor = ({ actor: by }: StoryEntry): Part =>
  by.type === 'user' ? { people: [by.userId] } : by.type === 'integration' ? 'Monitoring' : 'Rouse';

const via = ({ actor: by }: StoryEntry): Part | null => (by.type === 'user' ? (DOORS[by.via] ?? null) : null);

const DOORS: Readonly<Record<string, string>> = {
  sms: 'by SMS',
  voice: 'on the phone',
  link: 'by the link of the message',
};

const people =
  (member: string, nobody: string) =>
  (entry: StoryEntry): Part => {
    const value = entry[member];
    const ids = (Array.isArray(value) ? value : [value]).filter((id) => typeof id === 'string');
    return ids.length === 0 ? nobody : { people: ids };
  };

const member =
  (name: string, before = '', after = '') =>
  (entry: StoryEntry): Part | null => {
    const value = entry[name];
    return typeof value === 'string' || typeof value === 'number'
      ? `${before}${String(value)}${after}`
      : null;
  };

const timeOf =
  (name: string) =>
  (entry: StoryEntry): Part => ({ time: String(entry[name]) });

const minutes =
  (name: string, before: string, after: string) =>
  (entry: StoryEntry): Part | null => {
    const seconds = Number(entry[name] ?? 0);
    if (seconds === 0) return null;
    return `${before}${seconds < 120 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`}${after}`;
  };

const isOrAre =
  (name: string) =>
  (entry: StoryEntry): Part => {
    const value = entry[name];
    return Array.isArray(value) && value.length > 1 ? 'are' : 'is';
  };

function changes(entry: StoryEntry): Part {
  const changed = entry['changes'];
  if (typeof changed !== 'object' || changed === null) return 'it';
  return Object.entries(changed)
    .map(([name, change]: [string, unknown]) => `the ${name}${toOf(change)}`)
    .join(', ');
}

function toOf(change: unknown): string {
  if (typeof change !== 'object' || change === null || !('to' in change)) return '';
  return typeof change.to === 'string' ? ` to “${change.to}”` : ' to none';
}

const WORDS: Readonly<Record<string, (entry: StoryEntry) => Words>> = {
  'incident.triggered': quoting(say('triggered', actor, 'triggered it')),
  'incident.acknowledged': say('acknowledged', actor, 'acknowledged it', via),
  'incident.resolved': say('resolved', actor, 'resolved it', via),
  'incident.auto-resolved': say('resolved', minutes('afterSeconds', 'Nothing was heard of it for ', '')),
  'incident.severity-raised': say('triggered', 'It got worse:', member('from'), 'became', member('to')),
  'incident.urgency-raised': say('triggered', 'It is urgent from now on'),
  'incident.escalated': say('triggered', actor, 'asked for the next step', via),
  'incident.snoozed': say('acknowledged', actor, 'snoozed it until', timeOf('until'), via),
  'incident.woke': say('triggered', 'The snooze is over: it is open again'),
  'acknowledgement.repeated': say('acknowledged', actor, 'is still at it', via),
  'acknowledgement.timed-out': say(
    'triggered',
    'Nothing more was heard from',
    people('acknowledgedBy', 'whoever had it'),
    ': it is open again',
  ),
  'incident.reassigned': (entry) =>
    Array.isArray(entry['userIds'])
      ? say('triggered', actor, 'gave it to', people('userIds', 'others'))(entry)
      : say('triggered', actor, 'had it paged anew', member('policyName', 'by the policy '))(entry),
  'incident.merged': say('past', actor, 'merged it into', member('intoNumber', '#')),
  'incident.absorbed': quoting(say('triggered', actor, 'merged', member('fromNumber', '#'), 'into it')),
  'incident.changed': say('past', actor, 'changed', changes),
  'answer.too-late': quoting(say('past', actor, 'answered too late', via)),
  'alert.repeated': say('past', 'The same event came again'),
  'alert.grouped': quoting(say('triggered', 'Another alert belongs to it')),
  'alert.flapping': say(
    'triggered',
    'An alert comes and goes',
    member('flapCount', '(', ' times)'),
    ': it is held as one incident',
  ),
  'alert.quiet': say('past', 'The alert that comes and goes is quiet'),
  'alert.resolved': say('resolved', 'One of its alerts is over'),
  'note.added': quoting(say('past', actor, 'wrote', via), 'text'),

  'responder.requested': quoting(
    say('planned', actor, 'asked', people('userId', 'who is on call'), 'to help'),
  ),
  'responder.accepted': say('acknowledged', people('userId', 'Somebody'), 'comes and helps', via),
  'responder.declined': say('past', people('userId', 'Somebody'), 'cannot help', via),
  'responder.expired': say('past', people('userId', 'Who was asked'), 'did not answer the request for help'),
  'responder.unreachable': say('past', 'There was nobody to ask for help'),
  'responder.cancelled': say('past', 'The request for help to', people('userId', 'who is on call'), 'ended'),

  'step.started': say(
    'planned',
    people('userIds', 'Nobody'),
    isOrAre('userIds'),
    'paged:',
    member('reason'),
    minutes('escalateAfterSeconds', '(', ' to answer)'),
  ),
  'step.skipped': quoting(say('past', 'A step was skipped')),
  'step.unreachable': say(
    'triggered',
    people('userId', 'Nobody'),
    'could not be reached: the next step begins',
  ),
  'handoff.paged': say('planned', people('userId', 'Somebody'), 'came on call and is paged too'),
  'latecomer.paged': say('planned', people('userId', 'Somebody'), 'can be reached now and is paged too'),
  'escalation.handed-off': quoting(say('triggered', 'The next policy goes on')),
  'escalation.exhausted': quoting(
    say('triggered', 'Nobody answered. Last resort:', people('userIds', 'nobody can be paged now')),
  ),
  'escalation.unanswered': quoting(
    say('triggered', 'Still no answer.', people('userIds', 'Nobody'), isOrAre('userIds'), 'paged again'),
  ),
  'escalation.held': quoting(say('past', 'Rouse was restored from a backup; paging waits')),
  'escalation.resumed': quoting(say('planned', 'Paging goes on')),
};

function unknownKind(entry: StoryEntry): Words {
  const name = entry.kind.replaceAll(/[.\-_]+/g, ' ');
  return { tone: 'past', parts: [name.charAt(0).toUpperCase() + name.slice(1)], said: entry.reason };
}
