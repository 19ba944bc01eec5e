/**
 * What a limit counts by.
 * - `address`: the network address that a request comes from, of IPv6 its /64
 * - `account`: the e-mail address that a body names, whether anybody has it or not. An address from which this account
 *   has signed in lately is counted apart, so that strangers cannot use up what its owner has
 * - `account-and-address`: both together
 * - `person`: whoever is signed in
 */
export type CountedBy = 'address' | 'account' | 'account-and-address' | 'person';

/** So many requests within so many seconds, counted from the first. */
export interface LimitRule {
  readonly countedBy: CountedBy;
  readonly most: number;
  readonly withinSeconds: number;
  /** A success begins the count anew: it is for what fails. */
  readonly forgiven?: true;
}

export type WithoutStore = 'open' | 'strict';

export interface Limit {
  /** All of them hold. Short ones beside long ones: whoever goes on trying waits longer and longer, and never for good. */
  readonly rules: readonly LimitRule[];
  /**
   * While the counts cannot be had: `open` lets everything through, `strict` counts half as much in each process. Where
   * something can be guessed it is strict.
   */
  readonly withoutStore: WithoutStore;
  /** What is told to whoever is over it. */
  readonly told: string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TRIED_TOO_OFTEN = 'This was tried too often. Wait a little.';

/** For things that can be tried by anybody: so much from one address. Offices share one. */
const tries = (countedBy: CountedBy, aMinute: number, anHour: number): LimitRule[] => [
  { countedBy, most: aMinute, withinSeconds: MINUTE },
  { countedBy, most: anHour, withinSeconds: HOUR },
];

/** For passwords, of which somebody may know half: five at once, then one in three minutes, then fewer. */
const passwords = (countedBy: CountedBy): LimitRule[] =>
  [...tries(countedBy, 5, 20), { countedBy, most: 60, withinSeconds: DAY }].map((rule) => ({
    ...rule,
    forgiven: true,
  }));

/** Every limit but those of settings: requests of a token (RATE_LIMIT_API) and events of an integration (RATE_LIMIT_INGEST). */
export const LIMITS = {
  'sign-in': {
    rules: [...tries('address', 60, 300), ...passwords('account-and-address'), ...tries('account', 20, 100)],
    withoutStore: 'strict',
    told: 'Too many tries to sign in. Wait a little, or ask for a new password.',
  },
  confirmation: { rules: passwords('person'), withoutStore: 'strict', told: TRIED_TOO_OFTEN },
  'set-up': { rules: tries('address', 30, 200), withoutStore: 'strict', told: TRIED_TOO_OFTEN },
  /** Asking for a mail. Whoever is refused because of others has their mails, and any of them serves. */
  'password-reset': {
    rules: [
      ...tries('address', 20, 100),
      { countedBy: 'account-and-address', most: 3, withinSeconds: HOUR },
      { countedBy: 'account', most: 10, withinSeconds: HOUR },
    ],
    withoutStore: 'strict',
    told: 'Too many mails were asked for. Look into the last one, or wait an hour.',
  },
  /** What is in a mail: invitations, new passwords, new addresses. */
  'mailed-secret': { rules: tries('address', 30, 300), withoutStore: 'strict', told: TRIED_TOO_OFTEN },
  /** The way to the provider and back; what could be guessed there is the provider's. */
  'single-sign-on': { rules: tries('address', 240, 2_000), withoutStore: 'strict', told: TRIED_TOO_OFTEN },
  /** Links of pages and swaps: long random secrets, and at three in the morning one of them must work. */
  link: {
    rules: [{ countedBy: 'address', most: 120, withinSeconds: MINUTE }],
    withoutStore: 'open',
    told: 'Too many links were opened from here. Wait a minute.',
  },
  /** Calendar services fetch everybody's from few addresses. */
  calendar: {
    rules: [{ countedBy: 'address', most: 600, withinSeconds: MINUTE }],
    withoutStore: 'open',
    told: 'Too many calendars are fetched from here. Wait a minute.',
  },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof LIMITS;

const BY_NAME: ReadonlyMap<string, Limit> = new Map(Object.entries<Limit>(LIMITS));

/** A limit by the name of a rule or of a key of it, which begin with its own; none for that of RATE_LIMIT_API. */
const limitOf = (ruleOrKey: string): Limit | undefined => BY_NAME.get(ruleOrKey.split(':')[0] ?? '');

/** What is told to whoever is over the limit of this rule or key. */
export const toldBy = (ruleOrKey: string): string =>
  limitOf(ruleOrKey)?.told ?? 'This token sends more requests a minute than it may.';

/** What happens under this rule while the counts cannot be had. */
export const withoutStoreOf = (rule: string): WithoutStore => limitOf(rule)?.withoutStore ?? 'open';
