/** Why somebody does not get in by single sign-on, as the page and the log tell it. */
export type RefusalReason =
  | 'provider-away'
  | 'provider-refused'
  | 'untrusted-answer'
  | 'unknown-attempt'
  | 'no-role'
  | 'no-email'
  | 'email-not-verified'
  | 'email-of-another'
  | 'left';

/** Somebody does not get in. */
export class SignOnRefusal extends Error {
  constructor(
    readonly reason: RefusalReason,
    /** For the log: no token, code or address in it. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(`single sign-on: ${reason}`);
  }
}
