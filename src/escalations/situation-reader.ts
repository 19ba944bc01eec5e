import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ContactMethods } from '../people/contact-methods.js';
import type { PlannedContact } from '../people/paging-plan.js';
import { Users } from '../people/users.js';
import { OnCall } from '../schedules/on-call.js';
import { readParticipants } from '../schedules/participants.js';
import type { EscalationPosition } from './planning/escalation-position.js';
import { turnsToDraw } from './planning/plan-escalation.js';
import type { PlanInput, PlannedIncident } from './planning/plan-input.js';
import { namesOf } from './planning/policy-names.js';
import type { PolicySnapshot } from './policy-snapshot.js';
import { drawTurns } from './round-robin-turns.js';
import { readMembers } from './team-members.js';

/** An incident whose escalation is to be planned. */
export interface EscalatingIncident extends PlannedIncident {
  readonly id: string;
  readonly serviceId: string;
  /** The team of its service. */
  readonly teamId: string | null;
  readonly policy: PolicySnapshot;
  readonly position: EscalationPosition;
}

/** All that planning one incident takes, and how each person whom the plan may name is reached. */
export interface Situation {
  readonly input: PlanInput;
  /** By user id; empty for who cannot be reached. */
  readonly contacts: ReadonlyMap<string, readonly PlannedContact[]>;
}

/** What is the same for all incidents of one planning. */
type People = Pick<PlanInput, 'onCall' | 'members' | 'participants'> & {
  readonly adminIds: readonly string[];
};

/** Reads who is on call, who is in the teams, who is the last resort, and how each of them is reached. */
@Injectable()
export class SituationReader {
  constructor(
    private readonly onCall: OnCall,
    private readonly contactMethods: ContactMethods,
    private readonly users: Users,
  ) {}

  /**
   * The situations of many incidents at one moment, by incident id, in a number of queries that depends neither on
   * how many incidents there are nor on what their policies name. Takes the turns that the plans will need: plan all
   * of them, once, and save the positions in the transaction of `manager`. Read once a transaction, after the
   * incidents and escalations are locked: turns are locked after those, all in one order.
   */
  async readMany(
    manager: EntityManager,
    incidents: readonly EscalatingIncident[],
    now: Date,
  ): Promise<Map<string, Situation>> {
    if (incidents.length === 0) return new Map();
    const people = await this.readPeople(manager, incidents, now);
    const zones = await zonesOf(manager, incidents);
    const contacts = await this.readContacts(manager, incidents, everybodyOf(incidents, people), now);
    const undrawn = incidents.map((incident) => {
      const contactsOfUrgency = contacts.get(incident.urgency) ?? new Map<string, PlannedContact[]>();
      return {
        id: incident.id,
        contacts: contactsOfUrgency,
        input: {
          policy: incident.policy,
          position: incident.position,
          incident: { urgency: incident.urgency, severity: incident.severity },
          timeZone: zones.get(incident.serviceId) ?? 'UTC',
          onCall: people.onCall,
          members: people.members,
          participants: people.participants,
          reachable: reachableBy(contactsOfUrgency),
          lastResortUserIds: defaultLastResort(incident.teamId, people),
          now,
        },
      };
    });
    const drawn = await drawTurns(
      manager,
      undrawn.map(({ input }) => turnsToDraw(input)),
    );
    return new Map(
      undrawn.map(({ id, contacts: reached, input }, place) => [
        id,
        { contacts: reached, input: { ...input, turnNumbers: drawn[place] ?? new Map<string, number>() } },
      ]),
    );
  }

  private async readPeople(
    manager: EntityManager,
    incidents: readonly EscalatingIncident[],
    now: Date,
  ): Promise<People> {
    const named = namesOf(incidents.map(({ policy }) => policy));
    const teamIds = [...named.teamIds, ...incidents.flatMap(({ teamId }) => teamId ?? [])];
    return {
      onCall: await this.onCall.whoIsOnCall(manager, named.scheduleIds, now),
      members: await readMembers(manager, teamIds),
      participants: await readParticipants(manager, named.scheduleIdsOfTurns),
      adminIds: await this.users.adminIds(manager),
    };
  }

  /** By urgency and person; a look at each urgency that there is, of which there are two. */
  private async readContacts(
    manager: EntityManager,
    incidents: readonly PlannedIncident[],
    userIds: readonly string[],
    now: Date,
  ): Promise<Map<PlannedIncident['urgency'], Map<string, PlannedContact[]>>> {
    const contacts = new Map<PlannedIncident['urgency'], Map<string, PlannedContact[]>>();
    for (const urgency of new Set(incidents.map((incident) => incident.urgency)))
      contacts.set(urgency, await this.contactMethods.pagingPlans(manager, userIds, urgency, now));
    return contacts;
  }
}

/** Everyone whom a plan may page. */
function everybodyOf(
  incidents: readonly EscalatingIncident[],
  { onCall, members, participants, adminIds }: People,
): string[] {
  const named = namesOf(incidents.map(({ policy }) => policy));
  return [
    ...new Set([
      ...named.userIds,
      ...[...onCall.values()].flatMap(({ userId }) => userId ?? []),
      ...[...members.values()].flatMap((team) => team.map(({ userId }) => userId)),
      ...[...participants.values()].flat(),
      ...adminIds,
    ]),
  ];
}

/** The managers of the service's team; where it has none, the admins. */
function defaultLastResort(teamId: string | null, { members, adminIds }: People): readonly string[] {
  const team = teamId === null ? [] : (members.get(teamId) ?? []);
  const managers = team.filter(({ role }) => role === 'manager').map(({ userId }) => userId);
  return managers.length > 0 ? managers : adminIds;
}

function reachableBy(contacts: ReadonlyMap<string, readonly PlannedContact[]>): Set<string> {
  return new Set([...contacts].flatMap(([userId, methods]) => (methods.length > 0 ? [userId] : [])));
}

async function zonesOf(
  manager: EntityManager,
  incidents: readonly EscalatingIncident[],
): Promise<Map<string, string>> {
  const zones = await manager.query<{ id: string; timeZone: string }[]>(
    'SELECT id, time_zone AS "timeZone" FROM services WHERE id = ANY ($1::uuid[])',
    [[...new Set(incidents.map(({ serviceId }) => serviceId))]],
  );
  return new Map(zones.map(({ id, timeZone }) => [id, timeZone]));
}
