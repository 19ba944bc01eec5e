import type { Schema } from '../api/client';
import type { LastResort } from '../policy/draft';
import { texts } from '../texts/services';

/** What one says of a new service, step by step; may be incomplete. */
export interface GuidedDraft {
  readonly version: 1;
  readonly name: string;
  readonly teamId: string | null;
  /** By a policy that is there, or by one that is made with the service. */
  readonly paging: 'existing' | 'made';
  readonly policyId: string | null;
  readonly first: LastResort | null;
  readonly waitSeconds: number;
  readonly then: LastResort | null;
  readonly urgency: 'high' | 'low' | 'severity';
  readonly type: Schema<'CreateIntegration'>['type'];
}

export const guidedDraft = (teamId: string | null): GuidedDraft => ({
  version: 1,
  name: '',
  teamId,
  paging: 'existing',
  policyId: null,
  first: null,
  waitSeconds: 300,
  then: null,
  urgency: 'severity',
  type: 'alertmanager',
});

export const isGuidedDraft = (kept: unknown): kept is GuidedDraft =>
  typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === 1 && 'paging' in kept;

/** The policy that a draft makes; null until it says whom to page first. */
export function policyInputOf(draft: GuidedDraft): Schema<'EscalationPolicyInput'> | null {
  const { name, teamId, first, then, waitSeconds } = draft;
  if (first === null) return null;
  const steps = [first, ...(then === null ? [] : [then])].map((target) => ({
    targets: [target],
    escalateAfterSeconds: waitSeconds,
  }));
  return {
    name: texts.guided.policyName(name.trim()),
    teamId,
    repeat: 1,
    steps,
    lastResort: [],
    handOffTo: null,
  };
}
