import type { Schema } from '../api/client';

/** What the guide follows: the newest incident while it is of interest, and what the phones do for it. */
export interface GuideSituation {
  readonly incident: Pick<
    Schema<'Incident'>,
    'id' | 'number' | 'status' | 'createdAt' | 'acknowledgedAt' | 'acknowledgedBy' | 'escalatesAt'
  > | null;
  /** On whose phones something of it came in, in that order. */
  readonly reached: readonly string[];
  /** Whose phone rings or is talked on. */
  readonly called: string | null;
  /** Whether a phone has rung for it. */
  readonly hasRung: boolean;
}

export type GuideStep = 'alert' | 'message' | 'call' | 'taken';
export type StepState = 'done' | 'now' | 'later' | 'skipped';

export const GUIDE_STEPS: readonly GuideStep[] = ['alert', 'message', 'call', 'taken'];

/** What has really happened, what is on now, and what comes: nobody presses "next". */
export function stateOf(step: GuideStep, { incident, called, hasRung }: GuideSituation): StepState {
  if (incident === null) return step === 'alert' ? 'now' : 'later';
  const isTaken = incident.status !== 'triggered';
  switch (step) {
    case 'alert':
      return 'done';
    case 'message':
      return isTaken || called !== null ? 'done' : 'now';
    case 'call':
      if (called !== null && !isTaken) return 'now';
      return hasRung ? 'done' : isTaken ? 'skipped' : 'later';
    case 'taken':
      return isTaken ? 'done' : 'later';
  }
}

const OF_INTEREST_MS = 30 * 60_000;

/** Whether the guide is still about it: it waits for somebody, or it has just been dealt with. */
export const isOfInterest = ({ status, createdAt }: Schema<'Incident'>, now: Date): boolean =>
  status === 'triggered' || now.getTime() - Date.parse(createdAt) < OF_INTEREST_MS;
