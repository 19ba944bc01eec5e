/** A mail about somebody's account: an invitation, a reset link, word of a change. Plain text. */
export interface AccountMail {
  /** Whose account it is about, what they are called, and where it goes. */
  readonly to: { readonly userId: string; readonly name: string; readonly email: string };
  readonly subject: string;
  readonly text: string;
}

/**
 * How mail about accounts leaves the house. Access and people do not know the channels: whoever owns them provides
 * this class from a global module.
 */
export abstract class AccountMailer {
  /**
   * Sends it now; returns when the mail server has taken it. Never called inside a transaction.
   * @throws when it was not taken
   */
  abstract send(mail: AccountMail): Promise<void>;
}
