import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was is kept (promise 7): every version of a schedule, every cut of an override, and who was on call. */
export class History1763700000000 implements MigrationInterface {
  name = 'History1763700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [APPEND_ONLY, SCHEDULES, SHIFTS, OVERRIDES, ABSENCES, WHAT_IS_THERE]) {
      await queryRunner.query(statements);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const APPEND_ONLY = `
CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only: what was is not changed', TG_TABLE_NAME; END $$;
`;

const SCHEDULES = `
-- An archived schedule is gone from every list, and what it was can still be read; its name is free again.
ALTER TABLE schedules ADD COLUMN archived_at timestamptz;
ALTER TABLE schedules DROP CONSTRAINT schedules_name_key;
CREATE UNIQUE INDEX schedules_name ON schedules (name) WHERE archived_at IS NULL;
CREATE VIEW current_schedules AS SELECT id, name, time_zone, team_id FROM schedules WHERE archived_at IS NULL;

-- What a schedule said, and from when on; no definition: it was archived then.
CREATE TABLE schedule_versions (
  schedule_id uuid NOT NULL REFERENCES schedules (id),
  version int NOT NULL,
  made_at timestamptz NOT NULL,
  definition jsonb,
  user_ids uuid[] NOT NULL,
  PRIMARY KEY (schedule_id, version)
);
CREATE INDEX schedule_versions_users ON schedule_versions USING gin (user_ids);
CREATE TRIGGER schedule_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON schedule_versions
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only();
`;

const SHIFTS = `
-- How far the record of a schedule reaches, and when the next look is due; null: it is archived and complete.
CREATE TABLE shift_recordings (
  schedule_id uuid PRIMARY KEY REFERENCES schedules (id),
  recorded_from timestamptz NOT NULL,
  recorded_until timestamptz NOT NULL,
  due_at timestamptz,
  CHECK (recorded_until >= recorded_from)
);
CREATE INDEX shift_recordings_due ON shift_recordings (due_at) WHERE due_at IS NOT NULL;

-- From starts_at on this person was on call; no user: nobody. It held until the next row, or as far as is recorded.
CREATE TABLE shift_history (
  schedule_id uuid NOT NULL REFERENCES schedules (id),
  starts_at timestamptz NOT NULL,
  user_id uuid REFERENCES users (id),
  source jsonb,
  recorded_at timestamptz NOT NULL DEFAULT rouse_now(),
  PRIMARY KEY (schedule_id, starts_at),
  CHECK ((user_id IS NULL) = (source IS NULL))
);
CREATE TRIGGER shift_history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON shift_history
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only();

-- Nothing is put into a time that is recorded already, and no record is shortened: whatever code comes later.
CREATE FUNCTION shift_history_is_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.starts_at < (SELECT recorded_until FROM shift_recordings WHERE schedule_id = NEW.schedule_id) THEN
    RAISE EXCEPTION 'the time from % on is recorded already', NEW.starts_at;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER shift_history_for_good BEFORE INSERT ON shift_history
  FOR EACH ROW EXECUTE FUNCTION shift_history_is_for_good();
CREATE FUNCTION shift_recordings_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.recorded_until < OLD.recorded_until OR NEW.recorded_from <> OLD.recorded_from THEN
    RAISE EXCEPTION 'the record of a schedule is not shortened';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER shift_recordings_grow BEFORE UPDATE ON shift_recordings
  FOR EACH ROW EXECUTE FUNCTION shift_recordings_only_grow();
CREATE TRIGGER shift_recordings_stay BEFORE DELETE OR TRUNCATE ON shift_recordings
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only();
`;

const OVERRIDES = `
ALTER TABLE overrides ADD COLUMN swap_id uuid;
CREATE INDEX overrides_swap ON overrides (swap_id) WHERE swap_id IS NOT NULL;
CREATE INDEX overrides_known ON overrides (schedule_id, starts_at);
CREATE INDEX overrides_user ON overrides (user_id, ends_at) WHERE deleted_at IS NULL;
-- The end that an override had until it was cut short.
CREATE TABLE override_cuts (
  override_id uuid NOT NULL REFERENCES overrides (id),
  cut_at timestamptz NOT NULL,
  end_before timestamptz NOT NULL,
  PRIMARY KEY (override_id, cut_at)
);
CREATE TRIGGER override_cuts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON override_cuts
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only();
`;

const ABSENCES = `
-- withdrawn_at: from when on it no longer holds; what of it had been by then stays.
CREATE TABLE absences (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  reason text,
  created_by uuid REFERENCES users (id),
  created_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  CHECK (ends_at > starts_at)
);
CREATE INDEX absences_user ON absences (user_id, ends_at);
`;

/** Schedules of before: known since they were last changed, recorded from now on. */
const WHAT_IS_THERE = `
INSERT INTO schedule_versions (schedule_id, version, made_at, definition, user_ids)
SELECT s.id, s.version, date_trunc('milliseconds', s.updated_at),
  jsonb_build_object('name', s.name, 'timeZone', s.time_zone, 'teamId', s.team_id, 'layers',
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', l.id, 'name', l.name,
        'participants', (SELECT coalesce(jsonb_agg(p.user_id ORDER BY p.position), '[]')
                         FROM schedule_participants p WHERE p.layer_id = l.id),
        'startsAt', l.starts_at, 'endsAt', l.ends_at, 'handoff', l.handoff, 'shiftDuration', l.shift_duration,
        'restrictions', l.restrictions, 'onAbsence', l.on_absence) ORDER BY l.position), '[]')
     FROM schedule_layers l WHERE l.schedule_id = s.id)),
  ARRAY(SELECT DISTINCT p.user_id FROM schedule_layers l JOIN schedule_participants p ON p.layer_id = l.id
        WHERE l.schedule_id = s.id)
FROM schedules s;
INSERT INTO shift_recordings (schedule_id, recorded_from, recorded_until, due_at)
SELECT id, at, at, at FROM schedules, date_trunc('milliseconds', rouse_now()) AS at;
`;

const UNDO = `
DROP TABLE absences, override_cuts, shift_history, shift_recordings, schedule_versions;
DROP FUNCTION shift_recordings_only_grow(), shift_history_is_for_good(), history_is_append_only();
DROP INDEX overrides_known, overrides_user;
ALTER TABLE overrides DROP COLUMN swap_id;
DROP VIEW current_schedules;
DELETE FROM overrides WHERE schedule_id IN (SELECT id FROM schedules WHERE archived_at IS NOT NULL);
DELETE FROM schedules WHERE archived_at IS NOT NULL;
DROP INDEX schedules_name;
ALTER TABLE schedules DROP COLUMN archived_at;
ALTER TABLE schedules ADD CONSTRAINT schedules_name_key UNIQUE (name);
`;
