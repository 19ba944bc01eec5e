import { AUDITED_DEADLINES, type AuditedDeadline, type PagingObservation } from './paging-observation.js';

export type FindingKind =
  | 'blind'
  | 'sweeper-silence'
  | 'queue-silence'
  | 'stuck-attempts'
  | 'held-since-restore'
  | `late-${AuditedDeadline}`;

/** Something that is wrong with paging. */
export interface Finding {
  readonly kind: FindingKind;
  /** Pages do not go out, or not in time. Else they do, by another way or beside it. */
  readonly stopsPages: boolean;
  /** In a sentence for a person; counts and seconds, no names. */
  readonly says: string;
}

interface Bound {
  readonly seconds: number;
  readonly stopsPages: boolean;
}

/** The auditor has seen nothing for this time: it knows nothing, which is no good sign. Seconds. */
export const BLIND_AFTER_SECONDS = 30;
/** Three canaries in a row did not come. */
const SILENT_AFTER_SECONDS = 45;
/** A call ends after seconds, and is looked up after its lease if not. */
const STUCK_AFTER_SECONDS = 120;
/** Whoever restores a database decides soon; who did not, and had an outage, does not know that pages are held. */
const HELD_AFTER_SECONDS = 900;

const PAGING: Bound = { seconds: 30, stopsPages: true };
const BEFORE_PAGING: Bound = { seconds: 120, stopsPages: true };
const BESIDE_PAGING: Bound = { seconds: 300, stopsPages: false };

/** How late each kind of deadline may be. What leads to a page is counted as one. */
const LATE_AFTER: Readonly<Record<AuditedDeadline, Bound>> = {
  escalation: PAGING,
  page: PAGING,
  'page-responders': PAGING,
  'wake-incident': PAGING,
  'maintenance-end': BEFORE_PAGING,
  'support-hours': BEFORE_PAGING,
  'auto-resolve': BESIDE_PAGING,
  'quiet-alert': BESIDE_PAGING,
  'ringing-call': BESIDE_PAGING,
  leaver: BEFORE_PAGING,
  notice: BESIDE_PAGING,
  'webhook-delivery': { seconds: 1_800, stopsPages: false },
};

/** Every kind that a verdict can have, for metrics. */
export const FINDING_KINDS: readonly FindingKind[] = [
  'blind',
  'sweeper-silence',
  'queue-silence',
  'stuck-attempts',
  'held-since-restore',
  ...AUDITED_DEADLINES.map((kind) => `late-${kind}` as const),
];

/**
 * What is wrong, by what the auditor last saw; nothing: pages go out.
 * @param observation null where it has seen nothing yet
 * @param secondsAgo since it saw that, by this process's own clock
 */
export function judgePaging(observation: PagingObservation | null, secondsAgo: number): Finding[] {
  if (observation === null)
    return [{ kind: 'blind', stopsPages: true, says: 'The auditor has not seen anything yet.' }];
  if (secondsAgo > BLIND_AFTER_SECONDS) {
    const says = `The auditor cannot read the database, for ${whole(secondsAgo)} s.`;
    return [{ kind: 'blind', stopsPages: true, says }];
  }
  const { sweeperSeconds, queueSeconds, oldestCallSeconds, heldSeconds, lateSeconds } = observation;
  const findings: Finding[] = [];
  if (sweeperSeconds > SILENT_AFTER_SECONDS)
    findings.push({
      kind: 'sweeper-silence',
      stopsPages: true,
      says: `No worker has been able to take up what is due, for ${whole(sweeperSeconds)} s.`,
    });
  if (queueSeconds > SILENT_AFTER_SECONDS)
    findings.push({
      kind: 'queue-silence',
      // Pages go out by the sweeper, a second or two late (promise 2).
      stopsPages: false,
      says: `No wake-up has come through the queue, for ${whole(queueSeconds)} s.`,
    });
  if (oldestCallSeconds > STUCK_AFTER_SECONDS)
    findings.push({
      kind: 'stuck-attempts',
      stopsPages: true,
      says: `Nobody has written down how an attempt ended that began ${whole(oldestCallSeconds)} s ago.`,
    });
  if (heldSeconds > HELD_AFTER_SECONDS)
    findings.push({
      kind: 'held-since-restore',
      stopsPages: true,
      says: `Incidents are held since the database was restored, ${whole(heldSeconds)} s ago, and no admin has decided.`,
    });
  return [...findings, ...AUDITED_DEADLINES.flatMap((kind) => lateness(kind, lateSeconds[kind]))];
}

function lateness(kind: AuditedDeadline, seconds: number): Finding[] {
  const bound = LATE_AFTER[kind];
  if (seconds <= bound.seconds) return [];
  const says = `A deadline of the kind ${kind} is ${whole(seconds)} s late.`;
  return [{ kind: `late-${kind}`, stopsPages: bound.stopsPages, says }];
}

const whole = (seconds: number): string => String(Math.round(seconds));

/** Whether pages go out, in time. */
export const isHealthy = (findings: readonly Finding[]): boolean =>
  findings.every(({ stopsPages }) => !stopsPages);
