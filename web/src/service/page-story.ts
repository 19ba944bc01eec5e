import type { Schema } from '../api/client';

type Entry = Schema<'TimelineEntry'>;
export type PageState =
  | 'waiting'
  | 'sent'
  | 'delivered'
  | 'unanswered'
  | 'failed'
  | 'held'
  | 'cancelled'
  | 'withdrawn'
  | 'unconfirmed'
  | 'unknown'
  | 'expired';

/** One page of one person by one channel, and how far it has come. */
export interface ToldPage {
  readonly id: string;
  readonly userId: string;
  readonly channel: 'sms' | 'voice' | 'email' | 'webhook';
  /** What the person reads or hears. */
  readonly reason: string;
  readonly delaySeconds: number;
  readonly state: PageState;
  /** When it came to this state. */
  readonly at: string;
}

const STATES: ReadonlyMap<string, PageState> = new Map([
  ['page.created', 'waiting'],
  ['page.held', 'held'],
  ['page.cancelled', 'cancelled'],
  ['page.withdrawn', 'withdrawn'],
  ['page.unconfirmed', 'unconfirmed'],
  ['page.expired', 'expired'],
  ['attempt.sent', 'sent'],
  ['attempt.delivered', 'delivered'],
  ['attempt.unanswered', 'unanswered'],
  ['attempt.failed', 'failed'],
  ['attempt.unknown', 'unknown'],
]);

const textIn = (entry: Entry, name: string): string => {
  const value = entry[name];
  return typeof value === 'string' ? value : '';
};

function channelOf(entry: Entry): ToldPage['channel'] {
  const type = textIn(entry, 'type');
  return type === 'voice' || type === 'email' || type === 'webhook' ? type : 'sms';
}

/** The pages that a timeline tells of, in the order in which they were made, each as it stands now. */
export function pagesOf(entries: readonly Entry[]): ToldPage[] {
  const pages = new Map<string, ToldPage>();
  for (const entry of entries) {
    const state = STATES.get(entry.kind);
    const id = textIn(entry, 'pageId');
    if (state === undefined || id === '') continue;
    const known = pages.get(id);
    const delay = entry['delaySeconds'];
    pages.set(id, {
      id,
      userId: known?.userId ?? textIn(entry, 'userId'),
      channel: known?.channel ?? channelOf(entry),
      reason: known?.reason ?? entry.reason ?? '',
      delaySeconds: known?.delaySeconds ?? (typeof delay === 'number' ? delay : 0),
      state,
      at: entry.at,
    });
  }
  return [...pages.values()];
}
