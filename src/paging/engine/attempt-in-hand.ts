/** An attempt that this process answers for until its lease is over. */
export interface AttemptInHand {
  readonly attemptId: string;
  readonly attemptNumber: number;
  readonly pageId: string;
  readonly incidentId: string;
  readonly fence: number;
}
