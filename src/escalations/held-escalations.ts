import type { EntityManager } from 'typeorm';
import type { WakeUp } from '../platform/queue/wake-up.js';
import { advanceEscalation } from './advance-escalation.job.js';
import { AT_THE_START } from './planning/escalation-position.js';

/**
 * Holds every escalation that runs: it is stopped as after an acknowledgement, with a mark that nobody has answered, and
 * stands before the first step of the policy that it started with, in a round of its own. No planner sees it until it
 * is resumed, or something is done about its incident. Lock the incidents before.
 * @returns the ids of their incidents
 */
export async function holdRunning(manager: EntityManager): Promise<string[]> {
  const [rows] = await manager.query<[{ id: string }[], number]>(
    `UPDATE escalations SET status = 'stopped', due_at = NULL, fence = fence + 1, held_since = rouse_now(),
       position = $1::jsonb || jsonb_build_object(
         'round', (position ->> 'round')::int + 1, 'firstRound', (position ->> 'round')::int + 1)
     WHERE status = 'running' RETURNING incident_id AS id`,
    [JSON.stringify(AT_THE_START)],
  );
  return rows.map(({ id }) => id);
}

/**
 * Lets those of the incidents that are held go on, due at once; the others are left as they are.
 * @returns which went on, and the wake-ups to set after the commit
 */
export async function resumeHeld(
  manager: EntityManager,
  incidentIds: readonly string[],
): Promise<{ incidentIds: string[]; wakeUps: WakeUp[] }> {
  const [rows] = await manager.query<[{ id: string; fence: number }[], number]>(
    `UPDATE escalations SET status = 'running', held_since = NULL, fence = fence + 1, due_at = rouse_now(),
       started_at = rouse_now()
     WHERE incident_id = ANY($1::uuid[]) AND held_since IS NOT NULL AND status = 'stopped'
     RETURNING incident_id AS id, fence`,
    [incidentIds],
  );
  return {
    incidentIds: rows.map(({ id }) => id),
    wakeUps: rows.map(({ id, fence }) => advanceEscalation(id, fence, 0)),
  };
}
