/** What a provider says about something that it accepted. */
export interface PageReceipt {
  provider: string;
  providerId: string;
  /**
   * `unanswered` is a call that nobody picked up, or picked up without pressing a key: delivered at most,
   * never acknowledged (promise 5), so the page moves on.
   */
  state: 'sent' | 'delivered' | 'failed' | 'unanswered';
  /** The provider's error code (see Twilio's dictionary), where it gave one. */
  errorCode: string | null;
  /** A call has ended, however it did: its number can be called again. */
  isOver?: true;
}

/** Where receipts go: the paging engine implements it. Receipts come late, twice and out of order. */
export abstract class PageReceipts {
  abstract record(receipt: PageReceipt): Promise<void>;
}
