import { z } from 'zod';

/** Where a running escalation stands. Stored as it is, beside the policy it started with. */
export const escalationPositionSchema = z.object({
  /** Which policy of the snapshot is running: 0 is the one it began with, then those handed off to. */
  policy: z.int().min(0).default(0),
  /** How many rounds were begun before, over all policies: no two rounds of an escalation have one number. */
  round: z.int().min(0),
  /** The round in which the running policy began. */
  firstRound: z.int().min(0).default(0),
  /** Index of the step that is running; -1 before the first. Kept at the last step once the policy is exhausted. */
  step: z.int().min(-1),
  /** When the running step has waited long enough; null before the first. */
  stepEndsAt: z.iso.datetime().nullable(),
  /** Who was paged in this round: a hand-off pages only those who are not among them. */
  pagedUserIds: z.array(z.string()),
  /** Who was paged in rounds before. */
  earlierUserIds: z.array(z.string()).default([]),
  /** Whose turn it was, by `turnKey`: planning the same step again does not choose again. */
  turns: z.record(z.string(), z.string()).default({}),
  /** The policy has come to its end with no answer (or with nobody to ask): the last resort has been turned to. */
  exhausted: z.boolean(),
});
export type EscalationPosition = z.output<typeof escalationPositionSchema>;

/** Before the first step. */
export const AT_THE_START: EscalationPosition = {
  policy: 0,
  round: 0,
  firstRound: 0,
  step: -1,
  stepEndsAt: null,
  pagedUserIds: [],
  earlierUserIds: [],
  turns: {},
  exhausted: false,
};

/** Makes the running step's wait over, so that the next plan goes on to the step after it. */
export function waitIsOver(position: EscalationPosition, now: Date): EscalationPosition {
  return position.step < 0 ? position : { ...position, stepEndsAt: now.toISOString() };
}
