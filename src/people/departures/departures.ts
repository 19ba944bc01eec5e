import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Principal } from '../../access/principal.js';
import { requireReferences } from '../../platform/database/references.js';
import { conflict, impossible, notFound } from '../../platform/http/problem.js';
import { StillNeeded, Users } from '../users.js';
import { DepartureRooms, type Leaving } from './departure-rooms.js';
import type { Departure, DepartureFindings, DepartureInput } from './departure-schema.js';

/** How often it is begun anew where the person was put somewhere at the same moment. */
const TRIES = 3;

/** People leave: out of every rotation, policy and override from now on, and out of Rouse; what was stays. */
@Injectable()
export class Departures {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rooms: DepartureRooms,
    private readonly users: Users,
  ) {}

  /**
   * What leaving would touch, as things stand; changes nothing.
   * @throws Problem 404; 422 for a successor who is nobody, or the person
   */
  async foresee(userId: string, successorId: string | null): Promise<Departure> {
    const { manager } = this.dataSource;
    const leaving = await read(manager, userId, successorId);
    await requireSuccessor(manager, leaving);
    const findings = await this.rooms.ask((room) => room.foresee(manager, leaving));
    if (await isLastAdmin(manager, userId))
      findings.obstacles.push('This is the last admin: make somebody else an admin first.');
    return { ...findings, teams: await teamsOf(manager, userId), userId, successorId };
  }

  /**
   * Does it, all or nothing.
   * @throws Problem 404; 422 for a successor who is nobody, or the person; 409 for the last admin, with `obstacles`
   *   where something cannot go on without the person, and with `gaps` where nobody would cover a time and that is not
   *   accepted
   */
  async carryOut(principal: Principal, userId: string, input: DepartureInput): Promise<Departure> {
    for (let left = TRIES; ; left -= 1) {
      try {
        const { leaving, done } = await this.dataSource.transaction((manager) =>
          this.tryOnce(manager, principal, userId, input),
        );
        const { incidents } = await this.rooms.ask(async (room) =>
          room.carryOut === undefined ? room.foresee(this.dataSource.manager, leaving) : {},
        );
        return { ...done, incidents };
      } catch (error) {
        if (!(error instanceof StillNeeded) || left <= 1) throw error;
      }
    }
  }

  private async tryOnce(
    manager: EntityManager,
    principal: Principal,
    userId: string,
    { successorId, acceptGaps }: DepartureInput,
  ): Promise<{ leaving: Leaving; done: Departure }> {
    // One after the other: two who leave and name each other, or share rotations, do not wait for one another.
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('departures', 0))`);
    const leaving = await read(manager, userId, successorId);
    const findings = await this.rooms.ask(
      async (room) => (await room.carryOut?.(manager, principal, leaving)) ?? {},
    );
    requirePossible(leaving, findings, acceptGaps);
    const teams = await teamsOf(manager, userId);
    // Locks the person, and looks once more whether anything needs them: what came in between has to be seen.
    await this.users.deleteWithin(manager, principal, userId);
    await requireSuccessor(manager, leaving);
    return { leaving, done: { ...findings, teams, userId, successorId } };
  }
}

async function read(manager: EntityManager, userId: string, successorId: string | null): Promise<Leaving> {
  const [person] = await manager.query<{ name: string }[]>('SELECT name FROM current_users WHERE id = $1', [
    userId,
  ]);
  if (!person) throw notFound('user');
  if (successorId === userId)
    throw impossible([{ path: 'successorId', message: 'must be somebody else than the one who leaves' }]);
  return { userId, name: person.name, successorId };
}

/** @throws Problem 422; the successor stays until the transaction ends */
async function requireSuccessor(manager: EntityManager, { successorId }: Leaving): Promise<void> {
  if (successorId === null) return;
  const what = { table: 'current_users', what: 'user', path: 'successorId' };
  await requireReferences(manager, [{ ...what, id: successorId }]);
}

function requirePossible({ name }: Leaving, findings: DepartureFindings, acceptGaps: boolean): void {
  const { obstacles } = findings;
  if (obstacles.length > 0) throw conflict(obstacles.join(' '), { obstacles });
  const gaps = findings.schedules.flatMap((schedule) =>
    schedule.gaps.map((gap) => ({ ...gap, scheduleId: schedule.id })),
  );
  if (gaps.length === 0 || acceptGaps) return;
  const open = findings.schedules.filter((schedule) => schedule.gaps.length > 0);
  const where = open.map((schedule) => schedule.name).join(', ');
  throw conflict(
    `Without ${name} nobody would be on call at times in ${where}. Name a successor, or accept the gaps.`,
    { gaps },
  );
}

async function isLastAdmin(manager: EntityManager, userId: string): Promise<boolean> {
  const admins = await manager.query<{ id: string }[]>(
    `SELECT id FROM current_users WHERE role = 'admin' LIMIT 2`,
  );
  return admins.length === 1 && admins[0]?.id === userId;
}

async function teamsOf(manager: EntityManager, userId: string): Promise<DepartureFindings['teams']> {
  return manager.query<DepartureFindings['teams']>(
    `SELECT team.id, team.name, member.role,
            (SELECT count(*)::int FROM team_members other
              WHERE other.team_id = team.id AND other.role = 'manager' AND other.user_id <> $1) AS "managersLeft"
       FROM team_members member JOIN teams team ON team.id = member.team_id
      WHERE member.user_id = $1 ORDER BY team.name`,
    [userId],
  );
}
