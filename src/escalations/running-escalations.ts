import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Write } from '../platform/database/several-writes.js';
import type { WakeUp } from '../platform/queue/wake-up.js';
import { advanceEscalation } from './advance-escalation.job.js';
import {
  AT_THE_START,
  escalationPositionSchema,
  waitIsOver,
  type EscalationPosition,
} from './planning/escalation-position.js';
import { policySnapshotSchema, type PolicySnapshot } from './policy-snapshot.js';

const rowSchema = z.object({
  incidentId: z.string(),
  policy: policySnapshotSchema,
  status: z.enum(['running', 'stopped']),
  position: escalationPositionSchema,
  fence: z.int(),
  isDue: z.boolean(),
  /** Milliseconds until it is due; null when it is stopped. */
  dueInMs: z.number().nullable(),
  /** The database's time when it was read. */
  now: z.date(),
});
/** A running (or stopped) escalation, locked by the transaction that read it. */
export type RunningEscalation = z.output<typeof rowSchema>;

/**
 * The escalations table: one row an incident, with the policy as it was when it began (promise 6), the deadline and
 * the fence. Every change raises the fence, so that a wake-up set before it finds nothing to do (promise 3).
 */
@Injectable()
export class RunningEscalations {
  /**
   * Starts the escalations of new incidents, due at once: as a write to be carried out together with that of the
   * incidents, and the wake-ups to set after the commit. A policy that several begin with goes to the database once.
   */
  starting(starts: readonly { incidentId: string; policy: PolicySnapshot }[]): {
    writes: Write[];
    wakeUps: WakeUp[];
  } {
    if (starts.length === 0) return { writes: [], wakeUps: [] };
    const policies = [...new Set(starts.map(({ policy }) => policy))];
    const write = {
      text: `INSERT INTO escalations (incident_id, policy, status, position, due_at)
       SELECT start.incident_id, policy.snapshot, 'running', $4::jsonb, rouse_now()
       FROM unnest($1::uuid[], $2::int[]) AS start (incident_id, place)
       JOIN unnest($3::jsonb[]) WITH ORDINALITY AS policy (snapshot, place) ON policy.place = start.place`,
      values: [
        starts.map((start) => start.incidentId),
        starts.map((start) => policies.indexOf(start.policy) + 1),
        policies.map((policy) => JSON.stringify(policy)),
        JSON.stringify(AT_THE_START),
      ],
    };
    return {
      writes: [write],
      wakeUps: starts.map(({ incidentId }) => advanceEscalation(incidentId, 1, 0)),
    };
  }

  /**
   * Begins it anew at the first step of `policy`, due at once, whether it runs, was stopped or never was. What was
   * paged before is outdated, and its rounds keep their numbers.
   */
  async restart(manager: EntityManager, incidentId: string, policy: PolicySnapshot): Promise<WakeUp> {
    const before = await this.lock(manager, incidentId);
    const round = before === null ? 0 : before.position.round + 1;
    const position: EscalationPosition = { ...AT_THE_START, round, firstRound: round };
    const [row] = await manager.query<{ fence: number }[]>(
      `INSERT INTO escalations (incident_id, policy, status, position, due_at)
       VALUES ($1, $2, 'running', $3, rouse_now())
       ON CONFLICT (incident_id) DO UPDATE SET policy = $2, status = 'running', position = $3, due_at = rouse_now(),
         started_at = rouse_now(), fence = escalations.fence + 1, held_since = NULL
       RETURNING fence`,
      [incidentId, JSON.stringify(policy), JSON.stringify(position)],
    );
    return advanceEscalation(incidentId, row?.fence ?? 1, 0);
  }

  /** Stops them: somebody acknowledged or resolved. What was woken before finds a higher fence. */
  async stop(manager: EntityManager, incidentIds: readonly string[]): Promise<void> {
    if (incidentIds.length === 0) return;
    await manager.query(
      `UPDATE escalations SET status = 'stopped', due_at = NULL, fence = fence + 1, held_since = NULL
       WHERE incident_id = ANY($1::uuid[]) AND (status = 'running' OR held_since IS NOT NULL)`,
      [incidentIds],
    );
  }

  /** Ends the wait of the running step now, also of an escalation that was stopped: the next step is due. */
  async goOnNow(manager: EntityManager, incidentId: string, now: Date): Promise<WakeUp | null> {
    const escalation = await this.lock(manager, incidentId);
    if (!escalation) return null;
    const fence = await this.save(manager, escalation, waitIsOver(escalation.position, now), now);
    return advanceEscalation(incidentId, fence, 0);
  }

  /** Ends the wait and looks again at `at`, or sooner where that was to be: of an escalation that runs. */
  async goOnBy(manager: EntityManager, escalation: RunningEscalation, at: Date): Promise<WakeUp> {
    const ends = escalation.position.stepEndsAt;
    const position =
      ends !== null && new Date(ends) <= at ? escalation.position : waitIsOver(escalation.position, at);
    const dueInMs = Math.min(escalation.dueInMs ?? Infinity, at.getTime() - escalation.now.getTime());
    const dueAt = new Date(escalation.now.getTime() + dueInMs);
    const fence = await this.save(manager, escalation, position, dueAt);
    return advanceEscalation(escalation.incidentId, fence, dueInMs);
  }

  /** Reads and locks one; null where the incident has none. Lock the incident's own row before. */
  async lock(manager: EntityManager, incidentId: string): Promise<RunningEscalation | null> {
    const found = await this.lockAll(manager, [incidentId]);
    return found.get(incidentId) ?? null;
  }

  /** The same for many, in one statement and at one moment; locked in the order of their incidents' ids. */
  async lockAll(
    manager: EntityManager,
    incidentIds: readonly string[],
  ): Promise<Map<string, RunningEscalation>> {
    const rows = await manager.query<unknown[]>(
      `SELECT incident_id AS "incidentId", policy, status, position, fence,
              coalesce(due_at <= rouse_now(), false) AS "isDue",
              (extract(epoch FROM due_at - rouse_now()) * 1000)::float8 AS "dueInMs", rouse_now() AS now
       FROM escalations WHERE incident_id = ANY($1::uuid[]) ORDER BY incident_id FOR UPDATE`,
      [incidentIds],
    );
    return new Map(
      rows.map((row) => {
        const escalation = rowSchema.parse(row);
        return [escalation.incidentId, escalation];
      }),
    );
  }

  /** Writes where it stands and when it is due; gives the new fence. */
  async save(
    manager: EntityManager,
    { incidentId }: Pick<RunningEscalation, 'incidentId'>,
    position: EscalationPosition,
    dueAt: Date,
  ): Promise<number> {
    const fences = await this.saveAll(manager, [{ incidentId, position, dueAt }]);
    return fenceOf(fences, incidentId);
  }

  /** The same for many, in one statement; gives the new fences by incident. */
  async saveAll(
    manager: EntityManager,
    changes: readonly { incidentId: string; position: EscalationPosition; dueAt: Date }[],
  ): Promise<Map<string, number>> {
    const [rows] = await manager.query<[{ incidentId: string; fence: number }[], number]>(
      `UPDATE escalations SET status = 'running', position = change.position, due_at = change.due_at, held_since = NULL,
         fence = fence + 1, started_at = CASE WHEN status = 'stopped' THEN rouse_now() ELSE started_at END
       FROM unnest($1::uuid[], $2::jsonb[], $3::timestamptz[]) AS change (incident_id, position, due_at)
       WHERE escalations.incident_id = change.incident_id
       RETURNING escalations.incident_id AS "incidentId", fence`,
      [
        changes.map((change) => change.incidentId),
        changes.map((change) => JSON.stringify(change.position)),
        changes.map((change) => change.dueAt),
      ],
    );
    return new Map(rows.map(({ incidentId, fence }) => [incidentId, fence]));
  }

  /**
   * Claims what is overdue by more than `graceMs`, for the sweeper: the deadline moves by the lease, so that
   * another worker does not take it up, and so that it comes back when this worker dies with it.
   */
  async claimOverdue(
    manager: EntityManager,
    limit: number,
    graceMs: number,
    leaseMs: number,
  ): Promise<{ id: string; fence: number }[]> {
    const [rows] = await manager.query<[{ id: string; fence: number }[], number]>(
      `UPDATE escalations SET due_at = rouse_now() + $3 * interval '1 millisecond', fence = fence + 1
       WHERE incident_id IN (
         SELECT incident_id FROM escalations
         WHERE status = 'running' AND due_at <= rouse_now() - $2 * interval '1 millisecond'
         ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING incident_id AS id, fence`,
      [limit, graceMs, leaseMs],
    );
    return rows;
  }
}

/** @throws Error when there is none: the row was locked, so it cannot have gone */
export function fenceOf(fences: ReadonlyMap<string, number>, incidentId: string): number {
  const fence = fences.get(incidentId);
  if (fence === undefined) throw new Error(`The escalation of incident ${incidentId} is gone`);
  return fence;
}
