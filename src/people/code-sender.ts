import type { ContactMethodType } from './contact-method.js';

/**
 * How a verification code leaves the house. People does not know the channels: whoever owns them provides this
 * class from a global module. Without a provider, verification answers 503.
 */
export abstract class CodeSender {
  /**
   * Sends `text` to one contact method now: written for SMS and mail, read aloud for voice. Returns when the
   * provider has taken it.
   * @throws when it was not taken; the caller tells the person to try again
   */
  abstract send(
    method: { readonly id: string; readonly type: ContactMethodType; readonly address: string },
    text: string,
  ): Promise<void>;
}
