import type { ScheduleInput } from '../schedules/schedule-input.js';

/** One of the demo's people. Their numbers are from the range that is reserved for stories. */
export interface DemoPerson {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly timeZone: string;
  readonly role: 'admin' | 'responder';
  readonly teamRole: 'manager' | 'member';
}

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';

/** Two developers and two people of operations, six hours apart: they carry the same pager. */
export const DEMO_PEOPLE = {
  ana: person('Ana (dev)', 'ana', '+12025550101', BERLIN, 'admin'),
  cy: person('Cy (ops)', 'cy', '+12025550102', BERLIN),
  bo: person('Bo (dev)', 'bo', '+12025550103', NEW_YORK),
  dee: person('Dee (ops)', 'dee', '+12025550104', NEW_YORK),
} as const;

function person(
  name: string,
  mailbox: string,
  phone: string,
  timeZone: string,
  role: 'admin' | 'responder' = 'responder',
): DemoPerson {
  const teamRole = role === 'admin' ? 'manager' : 'member';
  return { name, email: `${mailbox}@example.com`, phone, timeZone, role, teamRole };
}

export type DemoPersonId = keyof typeof DEMO_PEOPLE;

/** Weeks by turns: Berlin by day, New York while Berlin sleeps, a developer and somebody of operations each. */
export function demoSchedule(ids: Readonly<Record<DemoPersonId, string>>, teamId: string): ScheduleInput {
  const layer = (name: string, participants: string[], from: string, to: string) => ({
    name,
    participants,
    startsAt: '2025-01-06T09:00',
    endsAt: null,
    handoff: 'FREQ=WEEKLY;BYDAY=MO',
    shiftDuration: null,
    restrictions: [{ from, to }],
    onAbsence: 'cover' as const,
  });
  return {
    name: 'Checkout',
    timeZone: BERLIN,
    teamId,
    layers: [
      layer('Day (Berlin)', [ids.ana, ids.cy], '08:00', '20:00'),
      layer('Night (New York)', [ids.bo, ids.dee], '20:00', '08:00'),
    ],
  };
}
