import { activeIntervals } from '../../schedules/rendering/restrictions.js';
import type { Interval } from '../../schedules/rendering/interval.js';
import { DAY } from '../../schedules/rendering/wall-clock.js';
import { zoneClock } from '../../schedules/rendering/zone-clock.js';
import type { StepConditions } from '../policy-snapshot.js';
import type { PlannedIncident } from './plan-input.js';

/** A week, and a day more for clocks that change. */
const LOOK_AHEAD = 8 * DAY;
const WHOLE_DAY = { from: '00:00', to: '00:00' };

/** Where and when a condition is asked for. */
export interface ConditionMoment {
  readonly incident: PlannedIncident;
  /** The service's zone, IANA name. */
  readonly timeZone: string;
  readonly now: Date;
}

/**
 * Why a step is not used now, in words for the timeline; null where it is. Everything that is given must hold. Hours
 * and days are those of the service's zone; hours that pass midnight belong to the day they begin on, as a
 * schedule's restrictions do.
 */
export function whyNotUsed(conditions: StepConditions | undefined, moment: ConditionMoment): string | null {
  if (conditions === undefined) return null;
  const { urgency, severities } = conditions;
  const { incident } = moment;
  if (urgency !== undefined && incident.urgency !== urgency)
    return `the step is for ${urgency} urgency, and the incident has ${incident.urgency}`;
  if (severities !== undefined && !severities.includes(incident.severity))
    return `the step is for ${severities.join(' or ')}, and the incident is ${incident.severity}`;
  const [used] = hoursOfUse(conditions, moment);
  const isOpen = used === undefined ? !hasHours(conditions) : used.start <= moment.now.getTime();
  return isOpen ? null : `the step is used ${hoursInWords(conditions)} (${moment.timeZone}) only`;
}

/** When the hours of a step begin or end next; null for a step without, or where that is more than a week away. */
export function nextTurnOfHours(
  conditions: StepConditions | undefined,
  moment: ConditionMoment,
): Date | null {
  if (conditions === undefined) return null;
  const [used] = hoursOfUse(conditions, moment);
  if (!used) return null;
  const next = used.start > moment.now.getTime() ? used.start : used.end;
  return next < moment.now.getTime() + LOOK_AHEAD ? new Date(next) : null;
}

const hasHours = ({ hours, weekdays }: StepConditions): boolean =>
  hours !== undefined || weekdays !== undefined;

/** From now on; empty for a step without hours and days. */
function hoursOfUse(conditions: StepConditions, { timeZone, now }: ConditionMoment): Interval[] {
  if (!hasHours(conditions)) return [];
  const { hours = WHOLE_DAY, weekdays } = conditions;
  const restriction = { ...hours, ...(weekdays === undefined ? {} : { days: weekdays }) };
  const window = { start: now.getTime(), end: now.getTime() + LOOK_AHEAD };
  return activeIntervals([restriction], zoneClock(timeZone), window);
}

function hoursInWords({ hours, weekdays }: StepConditions): string {
  return [
    ...(hours === undefined ? [] : [`from ${hours.from} to ${hours.to}`]),
    ...(weekdays === undefined ? [] : [`on ${weekdays.join(', ')}`]),
  ].join(' ');
}
