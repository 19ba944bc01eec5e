import type { EntityManager } from 'typeorm';

/**
 * Who takes part in the layers of these schedules, each person once, in the order of layers and turns: one query.
 * Schedules that are archived or unknown are missing.
 */
export async function readParticipants(
  manager: EntityManager,
  scheduleIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (scheduleIds.length === 0) return new Map();
  const rows = await manager.query<{ scheduleId: string; userId: string }[]>(
    `SELECT layer.schedule_id AS "scheduleId", participant.user_id AS "userId"
     FROM schedule_participants participant
     JOIN schedule_layers layer ON layer.id = participant.layer_id
     JOIN current_schedules schedule ON schedule.id = layer.schedule_id
     WHERE layer.schedule_id = ANY ($1::uuid[])
     ORDER BY layer.schedule_id, layer.position, participant.position`,
    [scheduleIds],
  );
  const participants = new Map<string, string[]>();
  for (const { scheduleId, userId } of rows) {
    const soFar = participants.get(scheduleId) ?? [];
    if (!soFar.includes(userId)) participants.set(scheduleId, [...soFar, userId]);
  }
  return participants;
}
