import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rouse knows that its database was restored, and holds what ran then until somebody decides. */
export class RestoreHold1763903000000 implements MigrationInterface {
  name = 'RestoreHold1763903000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const TABLES = `
-- Where this database lives, and when its workers were last seen there. Backups are made without the row, so that a
-- database that has none was restored from one; all null: new, or upgraded a moment ago.
CREATE TABLE database_place (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  system_identifier text,
  database_oid bigint,
  timeline text,
  seen_at timestamptz
);
INSERT INTO database_place DEFAULT VALUES;

-- state_of: the last moment that the restored database knows of.
CREATE TABLE restores (
  id uuid PRIMARY KEY,
  restored_at timestamptz NOT NULL DEFAULT rouse_now(),
  noticed_by text NOT NULL CHECK (noticed_by IN ('missing-place', 'other-place')),
  state_of timestamptz,
  held_count int NOT NULL,
  decision text CHECK (decision IN ('all', 'none')),
  decided_at timestamptz,
  decided_by uuid REFERENCES users (id),
  CHECK (num_nulls(decision, decided_at, decided_by) IN (0, 3))
);

-- Since when an escalation is stopped because the database was restored. The version before knows nothing of it and
-- leaves it standing when it goes on, so it counts only where the escalation is stopped.
ALTER TABLE escalations ADD COLUMN held_since timestamptz;
CREATE INDEX escalations_held ON escalations (incident_id) WHERE held_since IS NOT NULL AND status = 'stopped';

-- What its source tells of anew is true: it goes on, by whichever way and version the event came in. The sweeper finds
-- it. Where nothing is held, which is nearly always, this is a look at an empty index.
CREATE FUNCTION resume_held_escalations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM escalations WHERE held_since IS NOT NULL AND status = 'stopped') THEN RETURN NULL; END IF;
  WITH resumed AS (
    UPDATE escalations
    SET status = 'running', held_since = NULL, fence = fence + 1, due_at = rouse_now(), started_at = rouse_now()
    WHERE held_since IS NOT NULL AND status = 'stopped' AND incident_id IN (
      SELECT alerts.incident_id FROM added JOIN alerts ON alerts.id = added.alert_id WHERE added.action = 'trigger')
    RETURNING incident_id)
  INSERT INTO timeline_entries (incident_id, kind, actor, reason)
  SELECT incident_id, 'escalation.resumed', '{"type": "system"}', 'its source told of it again' FROM resumed;
  RETURN NULL;
END $$;
CREATE TRIGGER events_resume_held AFTER INSERT ON events REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION resume_held_escalations();
`;

const UNDO = `
DROP TRIGGER events_resume_held ON events;
DROP FUNCTION resume_held_escalations();
DROP INDEX escalations_held;
ALTER TABLE escalations DROP COLUMN held_since;
DROP TABLE restores;
DROP TABLE database_place;
`;
