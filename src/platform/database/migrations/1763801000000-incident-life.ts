import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an incident goes through after it was triggered: snooze, acknowledgement timeout, merge, asking for help. */
export class IncidentLife1763801000000 implements MigrationInterface {
  name = 'IncidentLife1763801000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(INCIDENTS);
    await queryRunner.query(RESPONDERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const INCIDENTS = `
-- wakes_at: when an acknowledged incident is triggered again unless something happens before, at the end of a snooze
-- or of the acknowledgement timeout. fence is raised with every change of it. A snoozed incident always wakes: by
-- constraint.
ALTER TABLE incidents
  ADD COLUMN priority text CHECK (priority IN ('P1', 'P2', 'P3', 'P4', 'P5')),
  ADD COLUMN snoozed_until timestamptz,
  ADD COLUMN wakes_at timestamptz,
  ADD COLUMN fence int NOT NULL DEFAULT 1,
  ADD COLUMN merged_into uuid REFERENCES incidents (id),
  ADD CONSTRAINT incidents_snoozed_wakes CHECK (snoozed_until IS NULL OR wakes_at IS NOT NULL),
  ADD CONSTRAINT incidents_acknowledged_wakes CHECK (wakes_at IS NULL OR status = 'acknowledged'),
  ADD CONSTRAINT incidents_merged_is_resolved CHECK (merged_into IS NULL OR status = 'resolved'),
  ADD CONSTRAINT incidents_merged_into_another CHECK (merged_into <> id);
CREATE INDEX incidents_wakes ON incidents (wakes_at) WHERE wakes_at IS NOT NULL;
CREATE INDEX incidents_merged_into ON incidents (merged_into) WHERE merged_into IS NOT NULL;
-- What lists are filtered by, also where it is rare in a long history.
CREATE INDEX incidents_priority ON incidents (priority, id) WHERE priority IS NOT NULL;
CREATE INDEX incidents_urgency ON incidents (urgency, id);
CREATE INDEX timeline_entries_notes ON timeline_entries (incident_id, id) WHERE kind = 'note.added';
`;

const RESPONDERS = `
-- "Help me": one person asks another, or whoever is on call in a schedule; user_id is filled in when that one is
-- paged. due_at: at once while nobody was paged, then when it ends unanswered; null once it is over.
CREATE TABLE responder_requests (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents (id),
  user_id uuid REFERENCES users (id),
  schedule_id uuid REFERENCES schedules (id),
  requested_by uuid NOT NULL REFERENCES users (id),
  message text,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'accepted', 'declined', 'expired', 'cancelled')),
  answered_by uuid REFERENCES users (id),
  answered_at timestamptz,
  paged_at timestamptz,
  fence int NOT NULL DEFAULT 1,
  due_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  CHECK (user_id IS NOT NULL OR schedule_id IS NOT NULL),
  CHECK ((status = 'pending') = (due_at IS NOT NULL))
);
CREATE INDEX responder_requests_due ON responder_requests (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX responder_requests_incident ON responder_requests (incident_id, id);
CREATE INDEX responder_requests_user ON responder_requests (user_id, id);
-- One open request a person and incident: a second one would page them twice for the same thing.
CREATE UNIQUE INDEX responder_requests_pending ON responder_requests (incident_id, user_id) WHERE status = 'pending';

ALTER TABLE pages ADD COLUMN responder_request_id uuid REFERENCES responder_requests (id);
CREATE INDEX pages_responder_request ON pages (responder_request_id) WHERE responder_request_id IS NOT NULL;
`;

const UNDO = `
ALTER TABLE pages DROP COLUMN responder_request_id;
DROP TABLE responder_requests;
DROP INDEX timeline_entries_notes;
DROP INDEX incidents_urgency;
ALTER TABLE incidents DROP COLUMN merged_into, DROP COLUMN fence, DROP COLUMN wakes_at, DROP COLUMN snoozed_until,
  DROP COLUMN priority;
`;
