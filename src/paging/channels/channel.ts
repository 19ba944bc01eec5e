export type ChannelType = 'sms' | 'voice' | 'email' | 'webhook';

/** Several incidents that one message or call tells of. */
export interface PageBundle {
  /** How many incidents; two or more. */
  count: number;
  /** The most urgent and most severe of them, and of those the oldest. */
  worst: { number: number; title: string; serviceName: string; severity: string };
  /** All of them, the worst first. */
  incidentIds: readonly string[];
}

/** What is known when a page goes out: since when it is broken, now, and where the page can be answered. */
export interface PageMoment {
  since: Date;
  now: Date;
  link: string;
  /** Who asks this person to help and with what, where that is what the page is about. */
  help: string | null;
}

/** What the engine hands over for one attempt: everything that a channel needs to say, and nothing to look up. */
export interface OutgoingPage {
  pageId: string;
  attemptId: string;
  type: ChannelType;
  /** E.164 for sms and voice, a mail address for email, a URL for webhook. */
  address: string;
  /** Digits, three or more: so that it never collides with the keys 4, 5 and 6. */
  replyCode: string;
  incidentId: string;
  incidentNumber: number;
  serviceName: string;
  title: string;
  severity: string;
  /** Why this person is being paged, in words. */
  reason: string;
  /** The recipient's IANA zone. */
  timeZone: string;
  /**
   * Set where this one message stands for several incidents. The members above are then those of its lead page, and
   * receipts and look-ups of its provider id count for every page of the bundle.
   */
  bundle?: PageBundle;
  /** Since when it is broken, and where it can be answered; left out for calls and look-ups, which do not tell it. */
  moment?: PageMoment;
}

/** What a refusal means for the page and for the contact method it was refused on. */
export type RefusalConsequence = 'next-channel' | 'disable-method' | 'opted-out' | 'tell-operators';

/**
 * How one call to a provider ended.
 * - `accepted`: the provider has it and answers to `providerId` from now on. `delivered`: the person's own system has
 *   it already, and no receipt follows.
 * - `refused`: certainly not sent; not to be repeated on this method now.
 * - `busy`: certainly not processed (429); safe to repeat after `retryAfterMs`. `elsewhere`: nobody of this channel
 *   takes anything now, so the next channel does not wait for the repeat.
 * - `unknown`: a time-out, a lost connection, a 5xx: it may or may not have happened; look it up (promise 4).
 */
export type SendOutcome =
  | { kind: 'accepted'; providerId: string; delivered?: true }
  | { kind: 'refused'; code: string; reason: string; consequence: RefusalConsequence }
  | { kind: 'busy'; code: string; retryAfterMs: number; elsewhere?: true }
  | { kind: 'unknown'; reason: string };

/** Whether an attempt whose outcome was unknown did reach the provider. */
export type LookUpOutcome =
  { kind: 'found'; providerId: string } | { kind: 'absent' } | { kind: 'unanswered'; reason: string };

/** One way to reach a person. Nothing here throws for a fault of the provider: faults are classified. */
export interface Channel {
  /**
   * The name under which attempts and provider requests are recorded: `twilio`, `smtp` or `simulator`. A channel of
   * several providers tells the one that is next in turn; where another one takes it, the channel writes that down.
   */
  readonly provider: string;
  send(page: OutgoingPage): Promise<SendOutcome>;
  /** Searches what the provider recorded at or after `since` for this page. */
  lookUp(page: OutgoingPage, since: Date): Promise<LookUpOutcome>;
  /** Plain text outside a page: verification codes, replies outside a webhook. Nothing of it is recorded. */
  say(address: string, text: string): Promise<SendOutcome>;
  /**
   * Whether a page that was taken, and then reported undelivered with this code, is worth another try because another
   * provider of this channel may get through. Left out: there is one provider.
   * @param attempts how often the page was tried
   */
  mayPassElsewhere?(errorCode: string, attempts: number): boolean;
  /**
   * Ends what still rings: a call that was taken with this id, once somebody has answered elsewhere. Does nothing to
   * one that was picked up or is over. Faults are logged and not thrown: the call ends by itself soon.
   */
  hangUp?(providerId: string): Promise<void>;
}

/** The channels this process sends through: Twilio or SMTP where their settings are set, else the simulator. */
export abstract class Channels {
  abstract of(type: ChannelType): Channel;
}
