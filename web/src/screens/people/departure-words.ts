import type { components } from '../../api/schema';
import { duration } from '../../design/times';
import { texts } from '../../texts/departure';

type Departure = components['schemas']['Departure'];

/** One thing that would happen. `serious` is what leaves a hole: hours, steps or teams with nobody. */
export interface Consequence {
  readonly says: string;
  readonly serious: boolean;
}

/** What would happen, in sentences, what is serious first. */
export function consequencesOf(departure: Departure, successor: string | null): Consequence[] {
  const { overrides, swaps, incidents } = departure;
  const all = [
    ...departure.schedules.flatMap(ofSchedule),
    ...departure.policies.flatMap(ofPolicy),
    ...incidents.map(({ number, title }) => serious(texts.incident(number, title))),
    ...departure.teams.map(ofTeam),
    ...(overrides.length === 0
      ? []
      : [
          plain(
            successor === null
              ? texts.overridesEnd(overrides.length)
              : texts.overridesTo(overrides.length, successor),
          ),
        ]),
    ...(swaps.length === 0 ? [] : [plain(texts.swaps(swaps.length))]),
  ];
  return [...all.filter((one) => one.serious), ...all.filter((one) => !one.serious)];
}

const serious = (says: string): Consequence => ({ says, serious: true });
const plain = (says: string): Consequence => ({ says, serious: false });

function ofSchedule({ name, gaps, changes }: Departure['schedules'][number]): Consequence[] {
  const lost = gaps.reduce((sum, { start, end }) => sum + Date.parse(end) - Date.parse(start), 0);
  if (lost > 0) return [serious(texts.gaps(name, duration(lost)))];
  return [plain(changes.length > 0 ? texts.changes(name, changes.length) : texts.rotation(name))];
}

function ofPolicy({ name, steps, lastResort }: Departure['policies'][number]): Consequence[] {
  return [
    ...steps.map(({ step, targetsLeft }) =>
      targetsLeft === 0
        ? serious(texts.stepGoes(name, step))
        : plain(texts.stepStays(name, step, targetsLeft)),
    ),
    ...(lastResort ? [plain(texts.lastResort(name))] : []),
  ];
}

function ofTeam({ name, role, managersLeft, membersLeft }: Departure['teams'][number]): Consequence {
  if (membersLeft === 0) return serious(texts.teamEmpty(name));
  if (role === 'manager' && managersLeft === 0) return serious(texts.teamWithoutManager(name));
  return plain(texts.team(name, membersLeft));
}
