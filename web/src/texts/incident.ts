import type { Schema } from '../api/client';
import type { Deed } from '../incident/deed';

type Incident = Schema<'Incident'>;

const STATUS: Readonly<Record<Incident['status'], string>> = {
  triggered: 'Triggered',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
};

const SEVERITY: Readonly<Record<Incident['severity'], string>> = {
  critical: 'Critical',
  error: 'Error',
  warning: 'Warning',
  info: 'Information',
};

export const texts = {
  status: (status: Incident['status']) => STATUS[status],
  severity: (severity: Incident['severity']) => SEVERITY[severity],
  acknowledge: 'Acknowledge',
  resolve: 'Resolve',
  escalate: 'Escalate',
  snooze: 'Snooze',
  note: 'Note',
  undo: 'Undo',
  giveBack: 'Give it back',
  nextStep: 'Next step',
  in: 'in',
  you: 'you',
  listed: (names: readonly string[], more: number) => {
    const parts = more > 0 ? [...names, `${String(more)} more`] : [...names];
    const last = parts.pop() ?? '';
    return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
  },
  sending: 'Telling Rouse …',
  retrying: 'No answer from Rouse yet. Trying again; paging goes on until it agrees.',
  tooLate: 'Somebody was quicker',
  refused: 'That did not work',
  held: (deed: Deed, { number }: Incident) => `#${String(number)}: ${HELD[deed.kind] ?? ''}`,
  done: (deed: Deed, { number }: Incident) => `#${String(number)}: ${DONE[deed.kind]}`,
} as const;

/** Said while it can still be taken back. */
const HELD: Partial<Readonly<Record<Deed['kind'], string>>> = {
  resolve: 'resolved.',
  escalate: 'paging the next step in a moment.',
  snooze: 'snoozed.',
};

const DONE: Readonly<Record<Deed['kind'], string>> = {
  acknowledge: 'you have it. Nobody else is paged.',
  resolve: 'resolved.',
  escalate: 'the next step is paged now.',
  snooze: 'snoozed.',
  reassign: 'given to others; they are paged now.',
  'give-back': 'open again. Paging begins anew.',
  merge: 'merged.',
  note: 'noted.',
  change: 'changed.',
  ask: 'help is asked for.',
};
