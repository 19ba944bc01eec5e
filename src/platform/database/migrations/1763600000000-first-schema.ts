import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everything that the first version stores. Foreign keys live here: across rooms the code holds ids. */
export class FirstSchema1763600000000 implements MigrationInterface {
  name = 'FirstSchema1763600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [CLOCK, ACCESS, PEOPLE, SCHEDULES, CATALOG, INCIDENTS, PAGING, SIMULATOR]) {
      await queryRunner.query(statements);
    }
  }

  down(): Promise<void> {
    throw new Error('The first schema has nothing before it: drop the database instead.');
  }
}

/**
 * One clock for every deadline (promise 8). statement_timestamp() rather than now(): a transaction that waited
 * for a lock must not reckon from before the wait. STABLE, so indexes on due_at can be used.
 */
const CLOCK = `
CREATE FUNCTION rouse_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT statement_timestamp() $$;
`;

const ACCESS = `
CREATE TABLE users (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL,
  time_zone text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'responder', 'observer')),
  created_at timestamptz NOT NULL DEFAULT rouse_now()
);
CREATE UNIQUE INDEX users_email ON users (lower(email));

CREATE TABLE api_tokens (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name text NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE INDEX api_tokens_user ON api_tokens (user_id);

CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT rouse_now(),
  actor_user_id uuid,
  actor text NOT NULL,
  action text NOT NULL,
  object_type text NOT NULL,
  object_id text NOT NULL,
  before jsonb,
  after jsonb,
  source_address text,
  request_id text
);
CREATE INDEX audit_log_object ON audit_log (object_type, object_id, id);
CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();

CREATE TABLE idempotency_keys (
  caller text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  status_code int,
  -- Sealed with the caller's secret: an answer may hold a token that is shown once.
  answer bytea,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  locked_until timestamptz NOT NULL,
  PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
`;

const PEOPLE = `
CREATE TABLE teams (
  id uuid PRIMARY KEY,
  name text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT rouse_now()
);
CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('manager', 'member')),
  PRIMARY KEY (team_id, user_id)
);
CREATE INDEX team_members_user ON team_members (user_id);

CREATE TABLE contact_methods (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  type text NOT NULL CHECK (type IN ('sms', 'voice', 'email')),
  address text NOT NULL,
  verified_at timestamptz,
  disabled_at timestamptz,
  disabled_reason text,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  UNIQUE (user_id, type, address)
);
-- A reply comes from an address: find its verified owners.
CREATE INDEX contact_methods_address ON contact_methods (address) WHERE verified_at IS NOT NULL;

CREATE TABLE contact_method_verifications (
  contact_method_id uuid PRIMARY KEY REFERENCES contact_methods (id) ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  tries int NOT NULL DEFAULT 0,
  sent_at timestamptz NOT NULL
);

CREATE TABLE paging_rules (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  urgency text NOT NULL CHECK (urgency IN ('high', 'low')),
  position int NOT NULL,
  contact_method_id uuid NOT NULL REFERENCES contact_methods (id) ON DELETE CASCADE,
  delay_seconds int NOT NULL CHECK (delay_seconds >= 0),
  PRIMARY KEY (user_id, urgency, position)
);
`;

const SCHEDULES = `
CREATE TABLE schedules (
  id uuid PRIMARY KEY,
  name text NOT NULL UNIQUE,
  time_zone text NOT NULL,
  team_id uuid REFERENCES teams (id) ON DELETE SET NULL,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  updated_at timestamptz NOT NULL DEFAULT rouse_now()
);
CREATE TABLE schedule_layers (
  id uuid PRIMARY KEY,
  schedule_id uuid NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
  position int NOT NULL,
  name text NOT NULL,
  starts_at text NOT NULL,
  ends_at text,
  handoff text NOT NULL,
  shift_duration text,
  restrictions jsonb NOT NULL DEFAULT '[]',
  on_absence text NOT NULL DEFAULT 'cover' CHECK (on_absence IN ('cover', 'gap')),
  UNIQUE (schedule_id, position) DEFERRABLE INITIALLY DEFERRED
);
-- Rows rather than an array, so that nobody who carries a pager can be deleted out of a rotation.
CREATE TABLE schedule_participants (
  layer_id uuid NOT NULL REFERENCES schedule_layers (id) ON DELETE CASCADE,
  position int NOT NULL,
  user_id uuid NOT NULL REFERENCES users (id),
  PRIMARY KEY (layer_id, position)
);
CREATE INDEX schedule_participants_user ON schedule_participants (user_id);
-- Overrides apply in the order in which they were made, so the order is kept apart from the times.
CREATE TABLE overrides (
  id uuid PRIMARY KEY,
  made_order bigint GENERATED ALWAYS AS IDENTITY,
  schedule_id uuid NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  user_id uuid NOT NULL REFERENCES users (id),
  replaces uuid REFERENCES users (id),
  reason text,
  created_by uuid REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  deleted_at timestamptz,
  CHECK (ends_at > starts_at)
);
CREATE INDEX overrides_window ON overrides (schedule_id, ends_at) WHERE deleted_at IS NULL;
`;

const CATALOG = `
CREATE TABLE escalation_policies (
  id uuid PRIMARY KEY,
  name text NOT NULL UNIQUE,
  repeat int NOT NULL CHECK (repeat BETWEEN 0 AND 9),
  steps jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  updated_at timestamptz NOT NULL DEFAULT rouse_now()
);
-- Whom the steps name, each once: what a policy pages cannot be deleted from under it.
CREATE TABLE escalation_policy_targets (
  policy_id uuid NOT NULL REFERENCES escalation_policies (id) ON DELETE CASCADE,
  user_id uuid REFERENCES users (id),
  schedule_id uuid REFERENCES schedules (id),
  CHECK (num_nonnulls(user_id, schedule_id) = 1),
  UNIQUE (policy_id, user_id),
  UNIQUE (policy_id, schedule_id)
);
CREATE INDEX escalation_policy_targets_user ON escalation_policy_targets (user_id);
CREATE INDEX escalation_policy_targets_schedule ON escalation_policy_targets (schedule_id);
CREATE TABLE services (
  id uuid PRIMARY KEY,
  name text NOT NULL UNIQUE,
  team_id uuid REFERENCES teams (id) ON DELETE SET NULL,
  escalation_policy_id uuid NOT NULL REFERENCES escalation_policies (id),
  urgency text NOT NULL CHECK (urgency IN ('high', 'low', 'severity')),
  ack_timeout_seconds int,
  auto_resolve_seconds int,
  created_at timestamptz NOT NULL DEFAULT rouse_now()
);
CREATE INDEX services_policy ON services (escalation_policy_id);
CREATE TABLE integrations (
  id uuid PRIMARY KEY,
  service_id uuid NOT NULL REFERENCES services (id) ON DELETE CASCADE,
  type text NOT NULL CHECK (type IN ('events-v2', 'alertmanager', 'generic')),
  name text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  revoked_at timestamptz
);
CREATE INDEX integrations_service ON integrations (service_id);
`;

const INCIDENTS = `
CREATE TABLE incidents (
  id uuid PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  service_id uuid NOT NULL REFERENCES services (id),
  title text NOT NULL,
  status text NOT NULL CHECK (status IN ('triggered', 'acknowledged', 'resolved')),
  urgency text NOT NULL CHECK (urgency IN ('high', 'low')),
  severity text NOT NULL CHECK (severity IN ('critical', 'error', 'warning', 'info')),
  alert_count int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  acknowledged_at timestamptz,
  acknowledged_by uuid REFERENCES users (id),
  resolved_at timestamptz,
  resolved_by uuid REFERENCES users (id)
);
CREATE INDEX incidents_open ON incidents (id) WHERE status <> 'resolved';
CREATE INDEX incidents_service ON incidents (service_id, id);
CREATE INDEX incidents_status ON incidents (status, id);

CREATE TABLE alerts (
  id uuid PRIMARY KEY,
  service_id uuid NOT NULL REFERENCES services (id),
  incident_id uuid NOT NULL REFERENCES incidents (id),
  integration_id uuid REFERENCES integrations (id) ON DELETE SET NULL,
  dedup_key text NOT NULL,
  status text NOT NULL CHECK (status IN ('triggered', 'acknowledged', 'resolved')),
  severity text NOT NULL CHECK (severity IN ('critical', 'error', 'warning', 'info')),
  summary text NOT NULL,
  source text,
  event_count int NOT NULL DEFAULT 1,
  details jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  last_event_at timestamptz NOT NULL DEFAULT rouse_now(),
  resolved_at timestamptz
);
-- The scope of a dedup key is the service, and one open alert holds it; after resolve the key is free again.
CREATE UNIQUE INDEX alerts_open_dedup_key ON alerts (service_id, dedup_key) WHERE status <> 'resolved';
CREATE INDEX alerts_incident ON alerts (incident_id, id);

-- What monitoring sent, as it was accepted (promise 1).
CREATE TABLE events (
  id uuid PRIMARY KEY,
  integration_id uuid NOT NULL REFERENCES integrations (id),
  service_id uuid NOT NULL REFERENCES services (id),
  alert_id uuid REFERENCES alerts (id),
  action text NOT NULL CHECK (action IN ('trigger', 'acknowledge', 'resolve')),
  dedup_key text NOT NULL,
  payload jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT rouse_now()
);
CREATE INDEX events_alert ON events (alert_id, id);

CREATE TABLE timeline_entries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents (id),
  at timestamptz NOT NULL DEFAULT rouse_now(),
  kind text NOT NULL,
  actor jsonb NOT NULL,
  reason text,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX timeline_entries_incident ON timeline_entries (incident_id, id);
`;

const PAGING = `
-- One running escalation an incident. "No triggered incident without a future deadline" is a constraint here,
-- not a hope: what runs has a due_at.
CREATE TABLE escalations (
  incident_id uuid PRIMARY KEY REFERENCES incidents (id),
  policy jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('running', 'stopped')),
  position jsonb NOT NULL,
  fence int NOT NULL DEFAULT 1,
  due_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT rouse_now(),
  CHECK ((status = 'running') = (due_at IS NOT NULL))
);
CREATE INDEX escalations_due ON escalations (due_at) WHERE status = 'running';

-- One notification of one person about one incident on one contact method. due_at: when it wants attention next
-- (to be sent, to be looked up after a lost answer, to be given up); null when nothing is left to do.
CREATE TABLE pages (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents (id),
  user_id uuid NOT NULL REFERENCES users (id),
  contact_method_id uuid NOT NULL REFERENCES contact_methods (id),
  type text NOT NULL CHECK (type IN ('sms', 'voice', 'email')),
  address text NOT NULL,
  round int NOT NULL,
  step int NOT NULL,
  reason text NOT NULL,
  status text NOT NULL CHECK (status IN ('waiting', 'calling', 'sent', 'delivered', 'unanswered', 'failed', 'cancelled')),
  reply_code text NOT NULL,
  attempt_count int NOT NULL DEFAULT 0,
  fence int NOT NULL DEFAULT 1,
  due_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT rouse_now()
);
CREATE INDEX pages_due ON pages (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX pages_incident ON pages (incident_id, id);
CREATE INDEX pages_reply ON pages (address, reply_code);

-- One call to a provider, written before the call is made (promise 4).
CREATE TABLE attempts (
  id uuid PRIMARY KEY,
  page_id uuid NOT NULL REFERENCES pages (id),
  number int NOT NULL,
  provider text NOT NULL,
  status text NOT NULL CHECK (status IN ('calling', 'unknown', 'sent', 'delivered', 'unanswered', 'failed')),
  provider_id text,
  error_code text,
  error text,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  finished_at timestamptz,
  UNIQUE (page_id, number)
);
CREATE UNIQUE INDEX attempts_provider_id ON attempts (provider, provider_id) WHERE provider_id IS NOT NULL;

-- A receipt can be quicker than the answer that tells under which id the provider knows the attempt.
CREATE TABLE early_receipts (
  provider text NOT NULL,
  provider_id text NOT NULL,
  state text NOT NULL,
  error_code text,
  received_at timestamptz NOT NULL DEFAULT rouse_now(),
  PRIMARY KEY (provider, provider_id, state)
);

-- A signed request has no timestamp and verifies for ever: what was seen once changes nothing again.
CREATE TABLE provider_requests (
  provider text NOT NULL,
  provider_id text NOT NULL,
  event text NOT NULL,
  answer text,
  received_at timestamptz NOT NULL DEFAULT rouse_now(),
  PRIMARY KEY (provider, provider_id, event)
);

-- Hints are given at most five times in a row to one number without a valid command between them.
CREATE TABLE reply_hints (
  address text PRIMARY KEY,
  given int NOT NULL
);
`;

const SIMULATOR = `
CREATE TABLE simulator_messages (
  id text PRIMARY KEY,
  made_order bigint GENERATED ALWAYS AS IDENTITY,
  type text NOT NULL CHECK (type IN ('sms', 'email')),
  direction text NOT NULL CHECK (direction IN ('to-phone', 'from-phone')),
  phone text NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT rouse_now()
);
CREATE INDEX simulator_messages_phone ON simulator_messages (phone, made_order);
CREATE TABLE simulator_calls (
  id text PRIMARY KEY,
  made_order bigint GENERATED ALWAYS AS IDENTITY,
  phone text NOT NULL,
  page_id uuid,
  status text NOT NULL CHECK (status IN ('ringing', 'answered', 'completed', 'no-answer')),
  spoken jsonb NOT NULL DEFAULT '[]',
  keys text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT rouse_now()
);
CREATE INDEX simulator_calls_phone ON simulator_calls (phone, made_order);
`;
