import type { EntityManager } from 'typeorm';
import { readPhoneHolders } from '../people/phone-holders.js';
import { isId } from '../platform/database/identifier.js';
import { faultPath, type Fault } from '../platform/http/problem.js';
import { scheduleWarnings, type ScheduleDraft } from './rendering/schedule-faults.js';

/**
 * What is possible but hardly meant: layers that never show, participants who are gone or whom no page reaches by
 * phone. Expects a schedule without faults; one query.
 * @param prefix the path of the schedule itself in the request
 */
export async function warningsOf(
  manager: EntityManager,
  schedule: ScheduleDraft,
  prefix: readonly string[] = [],
): Promise<Fault[]> {
  const warnings = [...scheduleWarnings(schedule), ...(await participantWarnings(manager, schedule))];
  return warnings.map(({ path, message }) => ({ path: faultPath([...prefix, ...path]), message }));
}

async function participantWarnings(manager: EntityManager, { layers }: ScheduleDraft) {
  const named = layers.flatMap(({ participants }, layer) =>
    participants.map((id, index) => ({ id, path: ['layers', layer, 'participants', index] })),
  );
  // In a draft people may go by any name, and of such a one there is nothing to say.
  const people = named.filter(({ id }) => isId(id));
  if (people.length === 0) return [];
  const holders = await readPhoneHolders(manager, [...new Set(people.map(({ id }) => id))]);
  return people.flatMap(({ id, path }) => {
    const holder = holders.get(id.toLowerCase());
    if (!holder) return [{ path, message: 'Nobody has this id: this turn would page nobody.' }];
    if (holder.hasVerifiedPhone) return [];
    return [{ path, message: `${holder.name} has no verified phone, so no SMS and no call reaches them.` }];
  });
}
