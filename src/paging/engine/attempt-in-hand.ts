/** An attempt that this process answers for until its lease is over. */
export interface AttemptInHand {
  readonly attemptId: string;
  readonly attemptNumber: number;
  /** Of a message that stands for several pages, the attempt that leads; null for that one, and for a message of one page. */
  readonly leadAttemptId: string | null;
  readonly pageId: string;
  readonly incidentId: string;
  readonly fence: number;
}
