import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a service decides about its alerts: support hours, grouping, flapping; and maintenance windows over services. */
export class ServicesAndWindows1763802000000 implements MigrationInterface {
  name = 'ServicesAndWindows1763802000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [SERVICES, WINDOWS, ALERTS, INCIDENTS]) await queryRunner.query(statements);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const SERVICES = `
ALTER TABLE services
  ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC',
  ADD COLUMN support_hours jsonb,
  -- When the support hours begin next, where what is open is raised then (promise 2).
  ADD COLUMN support_begins_at timestamptz,
  ADD COLUMN grouping jsonb NOT NULL DEFAULT '{"by": "none"}',
  ADD COLUMN flapping jsonb DEFAULT '{"opens": 3, "withinSeconds": 900, "quietSeconds": 300}',
  DROP CONSTRAINT services_urgency_check,
  ADD CONSTRAINT services_urgency_check CHECK (urgency IN ('high', 'low', 'severity', 'support-hours')),
  ADD CONSTRAINT services_support_hours_check CHECK (urgency <> 'support-hours' OR support_hours IS NOT NULL);
CREATE INDEX services_support_begins ON services (support_begins_at) WHERE support_begins_at IS NOT NULL;
`;

const WINDOWS = `
-- Either one stretch of time, or a rule on the wall clock of a zone.
CREATE TABLE maintenance_windows (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  at_end text NOT NULL CHECK (at_end IN ('open', 'discard')),
  starts_at timestamptz,
  ends_at timestamptz,
  recurrence text,
  local_start text,
  duration_seconds int,
  local_until text,
  time_zone text,
  -- The occurrence that holds this moment ends at it: somebody was done sooner.
  ended_early_at timestamptz,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  CHECK (ends_at > starts_at),
  CHECK ((recurrence IS NULL) = (starts_at IS NOT NULL AND ends_at IS NOT NULL)),
  CHECK ((recurrence IS NULL) = (num_nonnulls(local_start, duration_seconds, time_zone) = 0)),
  CHECK (recurrence IS NULL OR num_nonnulls(local_start, duration_seconds, time_zone) = 3)
);
CREATE TABLE maintenance_window_services (
  window_id uuid NOT NULL REFERENCES maintenance_windows (id) ON DELETE CASCADE,
  service_id uuid NOT NULL REFERENCES services (id) ON DELETE CASCADE,
  PRIMARY KEY (window_id, service_id)
);
CREATE INDEX maintenance_window_services_service ON maintenance_window_services (service_id);
-- Services with alerts that are held back; due_at: when to look whether the maintenance is over (promise 2).
CREATE TABLE maintenance_silences (
  service_id uuid PRIMARY KEY REFERENCES services (id) ON DELETE CASCADE,
  due_at timestamptz NOT NULL,
  fence int NOT NULL DEFAULT 1
);
CREATE INDEX maintenance_silences_due ON maintenance_silences (due_at);
`;

const ALERTS = `
-- An alert without an incident came during maintenance; it gets one if it outlives the window.
ALTER TABLE alerts
  ALTER COLUMN incident_id DROP NOT NULL,
  ADD COLUMN suppressed_at timestamptz,
  ADD COLUMN suppressed_by uuid REFERENCES maintenance_windows (id) ON DELETE SET NULL,
  ADD COLUMN flapping_since timestamptz,
  -- A flapping alert that its source has resolved is over at this moment, unless it comes again before.
  ADD COLUMN settles_at timestamptz,
  ADD CONSTRAINT alerts_incident_check CHECK (incident_id IS NOT NULL OR suppressed_at IS NOT NULL);
CREATE INDEX alerts_suppressed ON alerts (service_id, id) WHERE incident_id IS NULL AND status <> 'resolved';
-- What was held back, for whoever looks afterwards.
CREATE INDEX alerts_suppressed_once ON alerts (service_id, id) WHERE suppressed_at IS NOT NULL;
CREATE INDEX alerts_suppressed_by ON alerts (suppressed_by, id) WHERE suppressed_by IS NOT NULL;
CREATE INDEX alerts_settle ON alerts (settles_at) WHERE settles_at IS NOT NULL AND status <> 'resolved';
-- Whether an incident has open alerts left, also where it had thousands.
CREATE INDEX alerts_incident_open ON alerts (incident_id) WHERE status <> 'resolved';
CREATE INDEX alerts_key_history ON alerts (service_id, dedup_key, created_at);
`;

const INCIDENTS = `
ALTER TABLE incidents
  ADD COLUMN grouping_key text,
  ADD COLUMN flap_count int NOT NULL DEFAULT 0,
  ADD COLUMN auto_resolve_at timestamptz;
CREATE INDEX incidents_grouping ON incidents (service_id, grouping_key, number)
  WHERE status <> 'resolved' AND grouping_key IS NOT NULL;
CREATE INDEX incidents_auto_resolve ON incidents (auto_resolve_at)
  WHERE status <> 'resolved' AND auto_resolve_at IS NOT NULL;

-- What is open already has its deadline too.
UPDATE incidents SET auto_resolve_at = heard.at + services.auto_resolve_seconds * interval '1 second'
FROM services, (SELECT incident_id, max(last_event_at) AS at FROM alerts GROUP BY incident_id) heard
WHERE services.id = incidents.service_id AND heard.incident_id = incidents.id
  AND incidents.status <> 'resolved' AND services.auto_resolve_seconds IS NOT NULL;
`;

const UNDO = `
ALTER TABLE incidents DROP COLUMN grouping_key, DROP COLUMN flap_count, DROP COLUMN auto_resolve_at;
DELETE FROM events WHERE alert_id IN (SELECT id FROM alerts WHERE incident_id IS NULL);
DELETE FROM alerts WHERE incident_id IS NULL;
ALTER TABLE alerts
  DROP CONSTRAINT alerts_incident_check,
  ALTER COLUMN incident_id SET NOT NULL,
  DROP COLUMN suppressed_at,
  DROP COLUMN suppressed_by,
  DROP COLUMN flapping_since,
  DROP COLUMN settles_at;
DROP INDEX alerts_key_history;
DROP INDEX alerts_incident_open;
DROP INDEX alerts_suppressed;
DROP TABLE maintenance_silences;
DROP TABLE maintenance_window_services;
DROP TABLE maintenance_windows;
UPDATE services SET urgency = 'severity' WHERE urgency = 'support-hours';
ALTER TABLE services
  DROP CONSTRAINT services_support_hours_check,
  DROP CONSTRAINT services_urgency_check,
  ADD CONSTRAINT services_urgency_check CHECK (urgency IN ('high', 'low', 'severity')),
  DROP COLUMN time_zone,
  DROP COLUMN support_hours,
  DROP COLUMN support_begins_at,
  DROP COLUMN grouping,
  DROP COLUMN flapping;
`;
