import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { TooManyShiftsError } from '../rendering/too-many-shifts-error.js';
import { DAY } from '../rendering/wall-clock.js';
import type { Instant } from '../rendering/zone-clock.js';
import { horizonDays, LONGEST_WINDOW_DAYS } from '../schedule-window.js';
import { readHistories } from './history-reader.js';
import {
  changesUntil,
  renderHistory,
  type RecordedChange,
  type ScheduleHistory,
} from './schedule-history.js';

/** So old may a record be at most: no newer code, rule or time zone data changes what was before. */
const LONGEST_UNRECORDED_MS = 3_600_000;
const MOST_TURNS_AHEAD = 20_000;

/** What is added to the record of one schedule, and when the next look at it is due. */
interface Addition {
  readonly scheduleId: string;
  readonly changes: readonly RecordedChange[];
  readonly until: Instant;
  readonly dueAt: Instant;
}

/**
 * Writes down who was on call, for good (promise 7). Whoever takes the lock of a schedule's record brings it up to
 * now, so two workers, or a worker and a change, write each moment once.
 */
@Injectable()
export class ShiftRecorder {
  constructor(
    private readonly clock: DatabaseClock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Begins the record of a schedule that is being made. */
  async begin(manager: EntityManager, scheduleId: string, now: Date): Promise<void> {
    await manager.query(
      `INSERT INTO shift_recordings (schedule_id, recorded_from, recorded_until, due_at) VALUES ($1, $2, $2, $2)`,
      [scheduleId, now],
    );
  }

  /**
   * To be called in the transaction of every change of a schedule, an override or an absence, before it and with the
   * schedules locked: records by the rules of before the change, up to now.
   * @returns the moment of the change, to be stored as the time from which it is known
   */
  async recordBeforeChange(manager: EntityManager, scheduleIds: readonly string[]): Promise<Date> {
    const rows = await manager.query<{ until: Date }[]>(
      `SELECT recorded_until AS until FROM shift_recordings WHERE schedule_id = ANY ($1::uuid[])
       ORDER BY schedule_id FOR UPDATE`,
      [scheduleIds],
    );
    const clock = await this.clock.now(manager);
    // A clock that was set back must not make a change of a time that is recorded already.
    const now = Math.max(clock.getTime(), ...rows.map(({ until }) => until.getTime()));
    for (let left = scheduleIds; left.length > 0;) {
      const additions = (await this.histories(manager, left, now)).map((history) =>
        addition(history, now, now),
      );
      await store(manager, additions);
      left = additions.filter(({ until }) => until < now).map(({ scheduleId }) => scheduleId);
    }
    return new Date(now);
  }

  /** Ends the record of a schedule that was archived, after `recordBeforeChange`. */
  async end(manager: EntityManager, scheduleId: string, now: Date): Promise<void> {
    await manager.query(
      `INSERT INTO shift_history (schedule_id, starts_at)
       SELECT $1, $2 WHERE EXISTS (SELECT FROM (SELECT user_id FROM shift_history WHERE schedule_id = $1
         ORDER BY starts_at DESC LIMIT 1) last WHERE last.user_id IS NOT NULL)`,
      [scheduleId, now],
    );
    await manager.query('UPDATE shift_recordings SET due_at = NULL WHERE schedule_id = $1', [scheduleId]);
  }

  /**
   * Records some of the schedules that are due; others' locks are passed by.
   * @returns how many it took up
   */
  async recordDue(manager: EntityManager, limit: number): Promise<number> {
    const due = await manager.query<{ id: string }[]>(
      `SELECT schedule_id AS id FROM shift_recordings WHERE due_at <= rouse_now()
       ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
      [limit],
    );
    if (due.length === 0) return 0;
    const now = (await this.clock.now(manager)).getTime();
    const histories = await this.histories(
      manager,
      due.map(({ id }) => id),
      now,
    );
    await store(
      manager,
      histories.map((history) => this.additionOrLater(history, now)),
    );
    return due.length;
  }

  private histories(
    manager: EntityManager,
    ids: readonly string[],
    now: Instant,
  ): Promise<ScheduleHistory[]> {
    return readHistories(manager, { ids }, { from: null, to: new Date(now + LONGEST_UNRECORDED_MS) });
  }

  /** One schedule that cannot be rendered must not keep the others from being recorded. */
  private additionOrLater(history: ScheduleHistory, now: Instant): Addition {
    try {
      return addition(history, now, dueAfter(history, now));
    } catch (error) {
      this.logger.error(
        { err: error, scheduleId: history.id },
        'Shifts could not be recorded; tried again later',
      );
      const { id: scheduleId, recordedUntil: until } = history;
      return { scheduleId, changes: [], until, dueAt: now + LONGEST_UNRECORDED_MS };
    }
  }
}

function addition(history: ScheduleHistory, now: Instant, dueAt: Instant): Addition {
  const { id: scheduleId, recordedUntil, latest } = history;
  const wanted = Math.min(now, recordedUntil + LONGEST_WINDOW_DAYS * DAY);
  const days = (wanted - recordedUntil) / DAY;
  const fits = latest === null || days <= 0 ? days : horizonDays(latest, new Date(recordedUntil), days);
  const until = Math.min(now, recordedUntil + fits * DAY);
  return { scheduleId, changes: changesUntil(history, until), until, dueAt: until < now ? now : dueAt };
}

/** The next hand-off, where it is near. */
function dueAfter(history: ScheduleHistory, now: Instant): Instant {
  const latest = now + LONGEST_UNRECORDED_MS;
  try {
    const window = { from: new Date(now), to: new Date(latest) };
    const [next] = renderHistory(history, window, MOST_TURNS_AHEAD).items;
    if (!next) return latest;
    return next.start.getTime() > now ? next.start.getTime() : next.end.getTime();
  } catch (error) {
    if (error instanceof TooManyShiftsError) return latest;
    throw error;
  }
}

async function store(manager: EntityManager, additions: readonly Addition[]): Promise<void> {
  const rows = additions.flatMap(({ scheduleId, changes }) =>
    changes.map(({ at, userId, source }) => ({ scheduleId, at: new Date(at), userId, source })),
  );
  if (rows.length > 0) {
    await manager.query(
      `INSERT INTO shift_history (schedule_id, starts_at, user_id, source)
       SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::jsonb[])`,
      [
        rows.map(({ scheduleId }) => scheduleId),
        rows.map(({ at }) => at),
        rows.map(({ userId }) => userId),
        rows.map(({ source }) => source && JSON.stringify(source)),
      ],
    );
  }
  await manager.query(
    `UPDATE shift_recordings recording SET recorded_until = addition.until, due_at = addition.due_at
     FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS addition (schedule_id, until, due_at)
     WHERE recording.schedule_id = addition.schedule_id`,
    [
      additions.map(({ scheduleId }) => scheduleId),
      additions.map(({ until }) => new Date(until)),
      additions.map(({ dueAt }) => new Date(dueAt)),
    ],
  );
}
