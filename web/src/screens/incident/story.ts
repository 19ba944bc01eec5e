import { deliveryMoment, noAnswer } from '../../texts/incident-deliveries.js';
import { repeatedWords, wordsOf } from '../../texts/incident-story.js';

/** The timeline of an incident (docs/timeline.md) as sentences. Pure: names and times are put in where it is shown. */

/** An entry of the timeline, as the API tells it. */
export interface StoryEntry {
  readonly at: string;
  readonly kind: string;
  readonly actor:
    | { readonly type: 'user'; readonly userId: string; readonly via: string }
    | { readonly type: 'integration' | 'system' };
  readonly reason: string | null;
  readonly [member: string]: unknown;
}

/** Words, or people (by id) in their place, or a time. */
export type Part = string | { readonly people: readonly string[] } | { readonly time: string };

/** What happened to one notification of one person on one way to them. */
export interface Delivery {
  readonly pageId: string;
  readonly userId: string;
  readonly type: string;
  readonly moments: readonly { readonly what: string; readonly at: string | null }[];
}

export interface Sentence {
  readonly at: string;
  readonly tone: 'triggered' | 'acknowledged' | 'resolved' | 'planned' | 'past';
  /** Who did it; null: monitoring, or Rouse itself. */
  readonly actor: string | null;
  readonly parts: readonly Part[];
  /** What was said with it: a note, a message, a reason. */
  readonly said: string | null;
  readonly deliveries: readonly Delivery[];
  /** The entries that it was made of. */
  readonly entries: readonly StoryEntry[];
}

interface Draft {
  sentence: Omit<Sentence, 'deliveries' | 'entries'>;
  entries: StoryEntry[];
  deliveries: Map<string, { first: StoryEntry; moments: Delivery['moments'][number][]; open: boolean }>;
  pages: ReadonlySet<string>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/** The story, oldest first: each page stands under the sentence that made it go out, repetitions are counted. */
export function story(entries: readonly StoryEntry[]): Sentence[] {
  const drafts: Draft[] = [];
  const ofPage = new Map<string, Draft>();
  let repeated: { draft: Draft; count: number } | null = null;
  for (const entry of entries) {
    if (/^(?:page|attempt)\./.test(entry.kind)) {
      const draft = ofPage.get(text(entry['pageId'])) ?? pagerOf(drafts, entry);
      if (draft !== undefined) {
        ofPage.set(text(entry['pageId']), draft);
        addDelivery(draft, entry);
        continue;
      }
    }
    if (entry.kind === 'alert.repeated' && repeated !== null) {
      repeated.count += 1;
      repeated.draft.entries.push(entry);
      repeated.draft.sentence = {
        ...repeated.draft.sentence,
        at: entry.at,
        parts: [repeatedWords(repeated.count)],
      };
      continue;
    }
    if (movesOn(entry)) leaveUnanswered(drafts, entry);
    const draft = draftOf(entry);
    drafts.push(draft);
    repeated = entry.kind === 'alert.repeated' ? { draft, count: 1 } : null;
  }
  return drafts.map(({ sentence, entries: made, deliveries }) => ({
    ...sentence,
    entries: made,
    deliveries: [...deliveries].map(([pageId, { first, moments }]) => ({
      pageId,
      userId: text(first['userId']),
      type: text(first['type']),
      moments,
    })),
  }));
}

function draftOf(entry: StoryEntry): Draft {
  const { tone, parts, said } = wordsOf(entry);
  const actor = entry.actor.type === 'user' ? entry.actor.userId : null;
  return {
    sentence: { at: entry.at, tone, actor, parts, said },
    entries: [entry],
    deliveries: new Map(),
    pages: new Set([...texts(entry['userIds']), text(entry['userId'])]),
  };
}

/** The sentence that a new page belongs to: the last one that says that this person is paged. */
function pagerOf(drafts: readonly Draft[], entry: StoryEntry): Draft | undefined {
  const userId = text(entry['userId']);
  return drafts.findLast(({ pages }) => pages.has(userId));
}

function addDelivery(draft: Draft, entry: StoryEntry): void {
  const pageId = text(entry['pageId']);
  const delivery = draft.deliveries.get(pageId) ?? { first: entry, moments: [], open: false };
  draft.deliveries.set(pageId, delivery);
  draft.entries.push(entry);
  const moment = deliveryMoment(entry);
  if (moment === null) return;
  // That it waits is of no interest once it went.
  if (delivery.moments[0]?.at === null) delivery.moments.shift();
  delivery.moments.push(moment);
  delivery.open = entry.kind === 'attempt.sent' || entry.kind === 'attempt.delivered';
}

const movesOn = ({ kind }: StoryEntry): boolean =>
  kind === 'step.started' ||
  kind === 'step.unreachable' ||
  kind === 'escalation.handed-off' ||
  kind === 'escalation.exhausted' ||
  kind === 'escalation.unanswered' ||
  kind === 'incident.acknowledged' ||
  kind === 'incident.resolved';

/** Where the story goes on, whoever has not answered by then has not. */
function leaveUnanswered(drafts: readonly Draft[], entry: StoryEntry): void {
  const answerer = entry.actor.type === 'user' ? entry.actor.userId : null;
  for (const { deliveries } of drafts)
    for (const delivery of deliveries.values()) {
      if (!delivery.open) continue;
      delivery.open = false;
      if (delivery.first['userId'] !== answerer) delivery.moments.push(noAnswer);
    }
}
