/** What a provider takes now: a bucket that fills at its rate and holds one second's worth. */
export interface Allowance {
  readonly tokens: number;
  readonly filledAt: Date;
}

/**
 * Whoever waits for a provider asks again after this time at most: those before it may not want to go any more.
 * Seconds.
 */
export const ASKS_AGAIN_SECONDS = 5;

/** A message that waits for a provider with a limit. */
export interface LimitedMessage {
  /** See `precedenceOf`: 0 before 1 before 2. */
  readonly precedence: number;
  readonly wantedAt: Date;
}

/** Which messages go now, and when each of the others is to ask again. */
export interface Granted<Message> {
  readonly now: readonly Message[];
  readonly later: readonly { readonly message: Message; readonly until: Date }[];
  /** What is left, to be written back. */
  readonly tokens: number;
}

/** A bucket as it stands at `now`. */
export function filled(allowance: Allowance, perSecond: number, now: Date): number {
  const seconds = Math.max(0, (now.getTime() - allowance.filledAt.getTime()) / 1000);
  return Math.min(capacityOf(perSecond), allowance.tokens + seconds * perSecond);
}

/** A full bucket: one second's worth, and one message at least. */
export const capacityOf = (perSecond: number): number => Math.max(1, perSecond);

/**
 * Shares what a provider takes now: in the order of their precedence, then of how long they wait. A message does not
 * go while others wait elsewhere that go before it, so that repeats never take the place of a first page.
 * @param waiting how many others are going to ask within that time, by precedence
 */
export function grant<Message extends LimitedMessage>(input: {
  readonly messages: readonly Message[];
  readonly tokens: number;
  readonly perSecond: number;
  readonly waiting: ReadonlyMap<number, number>;
  readonly now: Date;
}): Granted<Message> {
  const { perSecond, now } = input;
  let { tokens } = input;
  const going: Message[] = [];
  const later: { message: Message; until: Date }[] = [];
  const inOrder = [...input.messages].sort(
    (one, other) => one.precedence - other.precedence || one.wantedAt.getTime() - other.wantedAt.getTime(),
  );
  for (const message of inOrder) {
    const before = [...input.waiting]
      .filter(([precedence]) => precedence < message.precedence)
      .reduce((sum, [, count]) => sum + count, 0);
    if (tokens - before >= 1) {
      tokens -= 1;
      going.push(message);
      continue;
    }
    const seconds = Math.min(ASKS_AGAIN_SECONDS, (1 + before + later.length - tokens) / perSecond);
    later.push({ message, until: new Date(now.getTime() + Math.ceil(seconds * 1000)) });
  }
  return { now: going, later, tokens };
}
