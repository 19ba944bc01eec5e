import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Urgency } from '../people/contact-method.js';
import { ContactMethods } from '../people/contact-methods.js';
import type { PlannedContact } from '../people/paging-plan.js';
import { Users } from '../people/users.js';
import { OnCall } from '../schedules/on-call.js';
import { readParticipants } from '../schedules/participants.js';
import { readAbsences } from '../schedules/schedule-reader.js';
import type { EscalationPosition } from './planning/escalation-position.js';
import { turnsToDraw } from './planning/plan-escalation.js';
import type { PlanInput, PlannedIncident, World } from './planning/plan-input.js';
import { namesOf, type NamedByPolicies } from './planning/policy-names.js';
import type { PolicySnapshot } from './policy-snapshot.js';
import { drawTurns, turnsTaken } from './round-robin-turns.js';
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

/** By user id, on which methods and how soon; empty for who cannot be reached. */
export type Contacts = ReadonlyMap<string, readonly PlannedContact[]>;

/** All that planning one incident takes, and how each person whom the plan may name is reached. */
export interface Situation {
  readonly input: PlanInput;
  readonly contacts: Contacts;
}

/** What the world around an escalation depends on. */
export interface WorldAsker {
  readonly policy: PolicySnapshot;
  readonly urgency: Urgency;
  /** The team and the zone of the service. */
  readonly teamId: string | null;
  readonly timeZone: string;
}

export type KnownWorld = World & { readonly contacts: Contacts };

/** What is the same for everybody who asks at one moment. */
type People = Pick<World, 'onCall' | 'members' | 'participants'> & { readonly adminIds: readonly string[] };

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
    const zones = await zonesOf(manager, incidents);
    const worldOf = await this.read(manager, incidents, now);
    const undrawn = incidents.map((incident) => {
      const { id, policy, position, urgency, severity } = incident;
      const timeZone = zones.get(incident.serviceId) ?? 'UTC';
      const { contacts, ...world } = worldOf({ ...incident, timeZone });
      return { id, contacts, input: { ...world, policy, position, incident: { urgency, severity } } };
    });
    const drawn = await drawTurns(
      manager,
      undrawn.map(({ input }) => turnsToDraw(input)),
    );
    return new Map(
      undrawn.map(({ id, contacts, input }, place) => [
        id,
        { contacts, input: { ...input, turnNumbers: drawn[place] ?? input.turnNumbers } },
      ]),
    );
  }

  /** What would be known at a moment, for an escalation that is only thought of: takes no turns, tells the next ones. */
  async imagine(manager: EntityManager, asker: WorldAsker, at: Date): Promise<KnownWorld> {
    const worldOf = await this.read(manager, [asker], at);
    const { teamIdsOfTurns, scheduleIdsOfTurns } = namesOf([asker.policy]);
    return {
      ...worldOf(asker),
      turnNumbers: await turnsTaken(manager, [...teamIdsOfTurns, ...scheduleIdsOfTurns]),
    };
  }

  /** All that is known at a moment to whoever is among the askers; no turns are drawn. */
  private async read(
    manager: EntityManager,
    askers: readonly Omit<WorldAsker, 'timeZone'>[],
    now: Date,
  ): Promise<(asker: WorldAsker) => KnownWorld> {
    const policies = [...new Set(askers.map(({ policy }) => policy))];
    const named = namesOf(policies);
    const people: People = {
      onCall: await this.onCall.whoIsOnCall(manager, named.scheduleIds, now),
      members: await readMembers(manager, [
        ...named.teamIds,
        ...askers.flatMap(({ teamId }) => teamId ?? []),
      ]),
      participants: await readParticipants(manager, named.scheduleIdsOfTurns),
      adminIds: await this.users.adminIds(manager),
    };
    const everybody = everybodyOf(named.userIds, people);
    const away = await awayNow(manager, named, people, now);
    const contacts = new Map<Urgency, Contacts>();
    for (const urgency of new Set(askers.map((asker) => asker.urgency)))
      contacts.set(urgency, await this.contactMethods.pagingPlans(manager, everybody, urgency, now));
    const reachable = new Map([...contacts].map(([urgency, plans]) => [urgency, reachableBy(plans)]));
    return ({ urgency, teamId, timeZone }) => ({
      onCall: people.onCall,
      members: people.members,
      participants: people.participants,
      away,
      contacts: contacts.get(urgency) ?? new Map(),
      reachable: reachable.get(urgency) ?? new Set(),
      lastResortUserIds: defaultLastResort(teamId, people),
      turnNumbers: new Map(),
      timeZone,
      now,
    });
  }
}

/** Everyone whom a plan may page. */
function everybodyOf(
  named: readonly string[],
  { onCall, members, participants, adminIds }: People,
): string[] {
  return [
    ...new Set([
      ...named,
      ...[...onCall.values()].flatMap(({ userId }) => userId ?? []),
      ...[...members.values()].flatMap((team) => team.map(({ userId }) => userId)),
      ...[...participants.values()].flat(),
      ...adminIds,
    ]),
  ];
}

/** Who of those that take turns has said that they are away. */
async function awayNow(
  manager: EntityManager,
  { teamIdsOfTurns }: NamedByPolicies,
  { members, participants }: People,
  now: Date,
): Promise<Set<string>> {
  const taking = [
    ...[...participants.values()].flat(),
    ...teamIdsOfTurns.flatMap((id) => (members.get(id) ?? []).map(({ userId }) => userId)),
  ];
  if (taking.length === 0) return new Set();
  const absences = await readAbsences(manager, taking, { from: now, to: new Date(now.getTime() + 1) });
  return new Set(absences.map(({ userId }) => userId));
}

/** The managers of the service's team; where it has none, the admins. */
function defaultLastResort(teamId: string | null, { members, adminIds }: People): readonly string[] {
  const team = teamId === null ? [] : (members.get(teamId) ?? []);
  const managers = team.filter(({ role }) => role === 'manager').map(({ userId }) => userId);
  return managers.length > 0 ? managers : adminIds;
}

const reachableBy = (contacts: Contacts): Set<string> =>
  new Set([...contacts].flatMap(([userId, methods]) => (methods.length > 0 ? [userId] : [])));

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
