import type { Delivery, StoryEntry } from '../screens/incident/story.js';

type Moment = Delivery['moments'][number];

/** What a page has come to when the story went on without an answer. */
export const noAnswer: Moment = { what: 'no answer', at: null };

/** What an entry about a page or an attempt says of it; null: nothing that a person wants to know. */
export function deliveryMoment(entry: StoryEntry): Moment | null {
  const { kind, at, reason } = entry;
  const why = reason === null ? '' : `: ${reason}`;
  switch (kind) {
    case 'page.created':
      return waits(entry);
    case 'page.held':
      return { what: 'waits, to go with others in one message', at: null };
    case 'page.cancelled':
      return { what: 'not sent, it was answered before', at: null };
    case 'page.withdrawn':
      return { what: `not sent${why}`, at: null };
    case 'page.unconfirmed':
      return { what: 'no receipt', at };
    case 'page.expired':
      return { what: 'given up', at };
    case 'attempt.sent':
      return { what: entry['type'] === 'voice' ? 'called' : 'sent', at };
    case 'attempt.delivered':
      return { what: entry['type'] === 'voice' ? 'picked up' : 'delivered', at };
    case 'attempt.unanswered':
      return { what: 'no answer', at };
    case 'attempt.failed':
      return { what: `failed${why}`, at };
    case 'attempt.unknown':
      return { what: 'not known whether it went out', at };
    default:
      return null;
  }
}

function waits(entry: StoryEntry): Moment {
  const seconds = Number(entry['delaySeconds'] ?? 0);
  const wait = seconds < 60 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`;
  return { what: seconds > 0 ? `goes out after ${wait}` : 'goes out now', at: null };
}

const CHANNELS: Readonly<Record<string, string>> = {
  sms: 'SMS',
  voice: 'Call',
  email: 'Mail',
  webhook: 'Webhook',
};

/** By what somebody was paged. */
export const channelName = (type: string): string => CHANNELS[type] ?? 'Page';
