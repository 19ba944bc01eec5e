import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calendars that programs subscribe to by a secret address. */
export class CalendarFeeds1763700002000 implements MigrationInterface {
  name = 'CalendarFeeds1763700002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const TABLES = `
CREATE TABLE calendar_feeds (
  id uuid PRIMARY KEY,
  made_by uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  schedule_id uuid REFERENCES schedules (id) ON DELETE CASCADE,
  user_id uuid REFERENCES users (id) ON DELETE CASCADE,
  team_id uuid REFERENCES teams (id) ON DELETE CASCADE,
  secret_hash bytea NOT NULL UNIQUE,
  -- What was served last: a calendar changes through edits, names, absences and the passing of days, and only a
  -- comparison finds them all. changed_at has whole seconds and never repeats (Last-Modified can tell no more).
  content_hash bytea,
  changed_at timestamptz NOT NULL DEFAULT date_trunc('second', rouse_now()),
  revision int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  revoked_at timestamptz,
  CHECK (num_nonnulls(schedule_id, user_id, team_id) = 1)
);
CREATE INDEX calendar_feeds_made_by ON calendar_feeds (made_by, id) WHERE revoked_at IS NULL;
CREATE INDEX calendar_feeds_schedule ON calendar_feeds (schedule_id) WHERE schedule_id IS NOT NULL;
CREATE INDEX calendar_feeds_user ON calendar_feeds (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX calendar_feeds_team ON calendar_feeds (team_id) WHERE team_id IS NOT NULL;
`;

const UNDO = `
DROP TABLE calendar_feeds;
`;
