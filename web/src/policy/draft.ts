import type { Schema } from '../api/client';

type Input = Schema<'EscalationPolicyInput'>;
export type Target = Input['steps'][number]['targets'][number];
export type LastResort = NonNullable<Input['lastResort']>[number];
export type Conditions = NonNullable<Input['steps'][number]['conditions']>;

/** A step while it is edited; its key stays with it wherever it is moved. */
export interface StepDraft {
  readonly key: string;
  readonly targets: readonly Target[];
  readonly waitSeconds: number;
  readonly conditions: Conditions;
}

/** A policy while it is edited: may be incomplete. */
export interface PolicyDraft {
  readonly version: 2;
  /** The `updatedAt` of what it was begun from; null for a new one. */
  readonly basedOn: string | null;
  readonly name: string;
  readonly teamId: string | null;
  readonly repeat: number;
  readonly steps: readonly StepDraft[];
  readonly lastResort: readonly LastResort[];
  readonly handOffTo: string | null;
}

const USUAL_WAIT_SECONDS = 300;

export const newStep = (): StepDraft => ({
  key: `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,
  targets: [],
  waitSeconds: USUAL_WAIT_SECONDS,
  conditions: {},
});

/** What a new policy begins with: one step that is to be filled. */
export const emptyDraft = (): PolicyDraft => ({
  version: 2,
  basedOn: null,
  name: '',
  teamId: null,
  repeat: 1,
  steps: [newStep()],
  lastResort: [],
  handOffTo: null,
});

/** A policy as it is saved, to be edited. */
export const draftOf = (policy: Schema<'EscalationPolicy'>): PolicyDraft => ({
  version: 2,
  basedOn: policy.updatedAt,
  name: policy.name,
  teamId: policy.teamId,
  repeat: policy.repeat,
  steps: policy.steps.map(({ targets, escalateAfterSeconds, conditions }, place) => ({
    key: `saved-${String(place)}`,
    targets,
    waitSeconds: escalateAfterSeconds,
    conditions: conditions ?? {},
  })),
  lastResort: policy.lastResort,
  handOffTo: policy.handOffTo,
});

/** What the API takes. */
export const inputOf = ({ name, teamId, repeat, steps, lastResort, handOffTo }: PolicyDraft): Input => ({
  name,
  teamId,
  repeat,
  steps: steps.map(({ targets, waitSeconds, conditions }) => ({
    targets: [...targets],
    escalateAfterSeconds: waitSeconds,
    ...(Object.keys(conditions).length === 0 ? {} : { conditions }),
  })),
  lastResort: [...lastResort],
  handOffTo,
});

/** Whether what a device kept is a draft as this version writes them. */
export const isPolicyDraft = (kept: unknown): kept is PolicyDraft =>
  typeof kept === 'object' &&
  kept !== null &&
  'version' in kept &&
  kept.version === 2 &&
  'steps' in kept &&
  Array.isArray(kept.steps);

/** The draft with a step moved by so many places; as it was where it cannot go there. */
export function withStepMoved(draft: PolicyDraft, from: number, to: number): PolicyDraft {
  const step = draft.steps[from];
  if (step === undefined || to < 0 || to >= draft.steps.length || from === to) return draft;
  const others = draft.steps.filter((_, place) => place !== from);
  return { ...draft, steps: [...others.slice(0, to), step, ...others.slice(to)] };
}

/** The draft with a step put in at a place, or at the end where there is no such place any more. */
export const withStepAt = (draft: PolicyDraft, step: StepDraft, place: number): PolicyDraft => ({
  ...draft,
  // Under a key of its own: those of saved steps are given anew.
  steps: draft.steps.toSpliced(place, 0, { ...step, key: newStep().key }),
});

/** What makes two targets one: a team is named once, whoever of it is meant. */
export const identityOf = (target: Target): string =>
  target.type === 'round-robin' ? `turns ${target.of.type} ${target.of.id}` : `${target.type} ${target.id}`;
