import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened, in an order that a reader can resume from; and who outside is told of it. */
export class LiveFeeds1763806000000 implements MigrationInterface {
  name = 'LiveFeeds1763806000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(CHANGES);
    await queryRunner.query(WEBHOOKS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const CHANGES = `
-- Written by triggers, in the transaction of what happened. A number alone is given out before the commit, so a reader
-- that resumes behind the highest it saw would miss what commits later under a lower one. Readers therefore read below
-- the oldest transaction that is still open: all that is there, is there for good. No foreign keys: this is a
-- log of three days, and takes no locks on what it tells of.
CREATE TABLE changes (
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  incident_id uuid,
  timeline_entry_id bigint,
  audit_entry_id bigint,
  PRIMARY KEY (xid, id),
  CHECK ((incident_id IS NULL) = (timeline_entry_id IS NULL)),
  CHECK ((timeline_entry_id IS NULL) <> (audit_entry_id IS NULL))
);

CREATE FUNCTION note_timeline_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO changes (kind, at, incident_id, timeline_entry_id)
    SELECT kind, at, incident_id, id FROM added ORDER BY id;
  RETURN NULL;
END $$;
CREATE TRIGGER timeline_entries_changes AFTER INSERT ON timeline_entries REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION note_timeline_changes();

-- Whoever changes a schedule, an override, an absence or a swap says so in the audit log.
CREATE FUNCTION note_schedule_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO changes (kind, at, audit_entry_id) VALUES (NEW.object_type || '.changed', NEW.at, NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER audit_log_changes AFTER INSERT ON audit_log
  FOR EACH ROW WHEN (NEW.object_type IN ('schedule', 'override', 'absence', 'swap'))
  EXECUTE FUNCTION note_schedule_change();

-- Two positions in the log: what was removed up to here, and what webhooks have been given up to here.
CREATE TABLE change_positions (
  name text PRIMARY KEY CHECK (name IN ('removed', 'webhooks')),
  xid xid8 NOT NULL,
  id bigint NOT NULL
);
INSERT INTO change_positions (name, xid, id)
  SELECT name, pg_snapshot_xmin(pg_current_snapshot()), 0 FROM unnest(ARRAY['removed', 'webhooks']) AS name;
`;

const WEBHOOKS = `
-- secret: what requests are signed with, so it cannot be a hash. made_in: what was written by earlier transactions is
-- none of its business. failing_since: from when on no delivery has succeeded.
CREATE TABLE webhooks (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL,
  service_ids uuid[],
  secret text NOT NULL,
  former_secret text,
  former_secret_until timestamptz,
  created_by uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  made_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
  failing_since timestamptz,
  paused_at timestamptz,
  paused_because text CHECK (paused_because IN ('asked', 'failing')),
  CHECK ((former_secret IS NULL) = (former_secret_until IS NULL)),
  CHECK ((paused_at IS NULL) = (paused_because IS NULL))
);

-- One change that one webhook is told of. due_at: when it is tried next; null when nothing is left to do. A row
-- without a change is a ping.
CREATE TABLE webhook_deliveries (
  id uuid PRIMARY KEY,
  webhook_id uuid NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  change_xid xid8,
  change_id bigint,
  event text NOT NULL,
  occurred_at timestamptz NOT NULL,
  incident_id uuid REFERENCES incidents (id),
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'delivered', 'given-up')),
  attempts int NOT NULL DEFAULT 0,
  -- From when the 24 hours count; a replay starts them anew.
  first_due_at timestamptz NOT NULL DEFAULT rouse_now(),
  failures int NOT NULL DEFAULT 0,
  fence int NOT NULL DEFAULT 1,
  due_at timestamptz DEFAULT rouse_now(),
  last_attempt_at timestamptz,
  last_status int,
  last_reason text,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  CHECK ((due_at IS NULL) = (status <> 'waiting')),
  CHECK ((change_xid IS NULL) = (change_id IS NULL)),
  UNIQUE (webhook_id, change_xid, change_id)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_log ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_done ON webhook_deliveries (created_at) WHERE due_at IS NULL;
`;

const UNDO = `
DROP TABLE webhook_deliveries, webhooks, change_positions;
DROP TRIGGER audit_log_changes ON audit_log;
DROP TRIGGER timeline_entries_changes ON timeline_entries;
DROP FUNCTION note_schedule_change(), note_timeline_changes();
DROP TABLE changes;
`;
