import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import { mayDo, requirePermission } from '../../access/permission.js';
import type { Principal } from '../../access/principal.js';
import { requireUser } from '../../people/require-user.js';
import { newId } from '../../platform/database/identifier.js';
import { toPage, type Page } from '../../platform/http/pagination.js';
import { conflict, impossible, notFound } from '../../platform/http/problem.js';
import { FinalShifts } from '../final-shifts.js';
import { ShiftRecorder } from '../history/shift-recorder.js';
import { Agreements } from '../swaps/agreements.js';
import { toUserShifts, type UserShiftView } from '../user-shifts.js';
import type { AbsenceInput, AbsencePageQuery, AbsenceView, MadeAbsenceView } from './absence-schema.js';
import {
  endOf,
  findAbsence,
  findAbsenceAround,
  insertAbsence,
  readAbsencePage,
  toAbsenceView,
  withdrawAbsence,
} from './absence-store.js';

/** Times somebody is away: the layers find somebody else, or leave a gap, as each of them says. */
@Injectable()
export class Absences {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly recorder: ShiftRecorder,
    private readonly finalShifts: FinalShifts,
    private readonly agreements: Agreements,
  ) {}

  /**
   * By the person or an admin. What has been so far is not changed by one that began earlier, and a shift that the
   * person has given to a teammate stays the teammate's.
   * @throws Problem 403, 404; 409 for a time within an absence that there is already; 422 for one that is over
   */
  async create(principal: Principal, userId: string, input: AbsenceInput): Promise<MadeAbsenceView> {
    requirePermission(principal, 'absence.change', { ownerId: userId });
    return this.dataSource.transaction(async (manager) => {
      await requireUser(manager, userId);
      const now = await this.beforeChange(manager, userId);
      if (input.end <= now) {
        throw impossible([{ path: 'end', message: 'is over already: the past is not changed' }]);
      }
      const around = await findAbsenceAround(manager, userId, input);
      if (around) throw conflict('This time is within an absence already.', { absenceId: around.id });
      const shifts = await this.shiftsHit(manager, userId, input, now);
      const id = newId();
      const absence = { ...input, id, userId, createdBy: principal.userId, createdAt: now };
      const window = { from: input.start > now ? input.start : now, to: input.end };
      await this.agreements.keepThrough(manager, principal, await takesPartIn(manager, userId), window, () =>
        insertAbsence(manager, absence),
      );
      const after = toAbsenceView(await this.find(manager, id));
      await this.auditLog.record(manager, principal, {
        action: 'absence.create',
        objectType: 'absence',
        objectId: id,
        after,
      });
      return { ...after, shifts };
    });
  }

  /** Everybody may see when somebody is away; why is for the person and admins. @throws Problem 404 */
  async page(principal: Principal, userId: string, query: AbsencePageQuery): Promise<Page<AbsenceView>> {
    const { manager } = this.dataSource;
    await requireUser(manager, userId);
    const absences = await readAbsencePage(manager, userId, query);
    const seesWhy = mayDo(principal, 'contact.read', { ownerId: userId });
    return toPage(
      absences.map((absence) => toAbsenceView(seesWhy ? absence : { ...absence, reason: null })),
      query.limit,
    );
  }

  /**
   * Takes an absence back, by the person or an admin. One that is running ends now; one that is over stays.
   * @throws Problem 403, 404, or 409 where it is over
   */
  delete(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const { userId } = await this.find(manager, id);
      requirePermission(principal, 'absence.change', { ownerId: userId });
      const now = await this.beforeChange(manager, userId);
      const absence = await this.find(manager, id, { forChange: true });
      if (endOf(absence) <= now) throw conflict('The absence is over, and the past is not changed.');
      const before = toAbsenceView(absence);
      await withdrawAbsence(manager, id, now);
      const running = absence.start < now;
      await this.auditLog.record(manager, principal, {
        action: running ? 'absence.end' : 'absence.delete',
        objectType: 'absence',
        objectId: id,
        before,
        after: running ? { ...before, end: now.toISOString() } : null,
      });
    });
  }

  /**
   * Locks the schedules that the person takes part in, and records them up to now. The person is locked after them,
   * as everybody does who writes a schedule: one who joins a rotation meanwhile is noticed. And after the records,
   * since whoever records shifts refers to people with the lock of a record in hand.
   * @throws Problem 409 where that happened
   */
  private async beforeChange(manager: EntityManager, userId: string): Promise<Date> {
    const scheduleIds = await takesPartIn(manager, userId);
    await manager.query('SELECT FROM schedules WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [
      scheduleIds,
    ]);
    const now = await this.recorder.recordBeforeChange(manager, scheduleIds);
    await manager.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [userId]);
    const locked = new Set(scheduleIds);
    if (!(await takesPartIn(manager, userId)).every((id) => locked.has(id))) {
      throw conflict('A rotation of this person was changed at the same moment. Try again.');
    }
    return now;
  }

  private async shiftsHit(
    manager: EntityManager,
    userId: string,
    { start, end }: AbsenceInput,
    now: Date,
  ): Promise<UserShiftView[]> {
    const window = { from: start > now ? start : now, to: end };
    const scheduleIds = await this.finalShifts.scheduleIdsOf(manager, [userId], window);
    return toUserShifts(userId, await this.finalShifts.shifts(manager, scheduleIds, window));
  }

  private async find(manager: EntityManager, id: string, options?: { forChange: boolean }) {
    const absence = await findAbsence(manager, id, options);
    if (!absence) throw notFound('absence');
    return absence;
  }
}

async function takesPartIn(manager: EntityManager, userId: string): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT DISTINCT layer.schedule_id AS id FROM schedule_participants participant
       JOIN schedule_layers layer ON layer.id = participant.layer_id
      WHERE participant.user_id = $1 ORDER BY layer.schedule_id`,
    [userId],
  );
  return rows.map(({ id }) => id);
}
