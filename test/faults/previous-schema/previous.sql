SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE FUNCTION public.audit_log_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;

CREATE FUNCTION public.history_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN RAISE EXCEPTION '% is append-only: what was is not changed', TG_TABLE_NAME; END $$;

CREATE FUNCTION public.note_schedule_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO changes (kind, at, audit_entry_id) VALUES (NEW.object_type || '.changed', NEW.at, NEW.id);
  RETURN NULL;
END $$;

CREATE FUNCTION public.note_timeline_changes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO changes (kind, at, incident_id, timeline_entry_id)
    SELECT kind, at, incident_id, id FROM added ORDER BY id;
  RETURN NULL;
END $$;

CREATE FUNCTION public.rouse_now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$ SELECT statement_timestamp() $$;

CREATE FUNCTION public.shift_history_is_for_good() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.starts_at < (SELECT recorded_until FROM shift_recordings WHERE schedule_id = NEW.schedule_id) THEN
    RAISE EXCEPTION 'the time from % on is recorded already', NEW.starts_at;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.shift_recordings_only_grow() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.recorded_until < OLD.recorded_until OR NEW.recorded_from <> OLD.recorded_from THEN
    RAISE EXCEPTION 'the record of a schedule is not shortened';
  END IF;
  RETURN NEW;
END $$;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.absences (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    reason text,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    CONSTRAINT absences_check CHECK ((ends_at > starts_at))
);

CREATE TABLE public.alerts (
    id uuid NOT NULL,
    service_id uuid NOT NULL,
    incident_id uuid,
    integration_id uuid,
    dedup_key text NOT NULL,
    status text NOT NULL,
    severity text NOT NULL,
    summary text NOT NULL,
    source text,
    event_count integer DEFAULT 1 NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    last_event_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    resolved_at timestamp with time zone,
    suppressed_at timestamp with time zone,
    suppressed_by uuid,
    flapping_since timestamp with time zone,
    settles_at timestamp with time zone,
    CONSTRAINT alerts_incident_check CHECK (((incident_id IS NOT NULL) OR (suppressed_at IS NOT NULL))),
    CONSTRAINT alerts_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'error'::text, 'warning'::text, 'info'::text]))),
    CONSTRAINT alerts_status_check CHECK ((status = ANY (ARRAY['triggered'::text, 'acknowledged'::text, 'resolved'::text])))
);

CREATE TABLE public.api_tokens (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone
);

CREATE TABLE public.attempts (
    id uuid NOT NULL,
    page_id uuid NOT NULL,
    number integer NOT NULL,
    provider text NOT NULL,
    status text NOT NULL,
    provider_id text,
    error_code text,
    error text,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    finished_at timestamp with time zone,
    lead_attempt_id uuid,
    user_id uuid,
    line text,
    hung_up_at timestamp with time zone,
    CONSTRAINT attempts_status_check CHECK ((status = ANY (ARRAY['calling'::text, 'unknown'::text, 'sent'::text, 'delivered'::text, 'unanswered'::text, 'failed'::text])))
);

CREATE TABLE public.audit_log (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
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

ALTER TABLE public.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.calendar_feeds (
    id uuid NOT NULL,
    made_by uuid NOT NULL,
    schedule_id uuid,
    user_id uuid,
    team_id uuid,
    secret_hash bytea NOT NULL,
    content_hash bytea,
    changed_at timestamp with time zone DEFAULT date_trunc('second'::text, public.rouse_now()) NOT NULL,
    revision integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT calendar_feeds_check CHECK ((num_nonnulls(schedule_id, user_id, team_id) = 1))
);

CREATE TABLE public.change_positions (
    name text NOT NULL,
    xid xid8 NOT NULL,
    id bigint NOT NULL,
    CONSTRAINT change_positions_name_check CHECK ((name = ANY (ARRAY['removed'::text, 'webhooks'::text])))
);

CREATE TABLE public.changes (
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    incident_id uuid,
    timeline_entry_id bigint,
    audit_entry_id bigint,
    CONSTRAINT changes_check CHECK (((incident_id IS NULL) = (timeline_entry_id IS NULL))),
    CONSTRAINT changes_check1 CHECK (((timeline_entry_id IS NULL) <> (audit_entry_id IS NULL)))
);

ALTER TABLE public.changes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.contact_method_tests (
    id uuid NOT NULL,
    contact_method_id uuid NOT NULL,
    user_id uuid NOT NULL,
    address text NOT NULL,
    code text NOT NULL,
    status text NOT NULL,
    error text,
    tries integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answered_by text,
    CONSTRAINT contact_method_tests_check CHECK (((status = 'answered'::text) = (answered_at IS NOT NULL))),
    CONSTRAINT contact_method_tests_check1 CHECK (((answered_at IS NULL) = (answered_by IS NULL))),
    CONSTRAINT contact_method_tests_status_check CHECK ((status = ANY (ARRAY['sending'::text, 'sent'::text, 'failed'::text, 'answered'::text])))
);

CREATE TABLE public.contact_method_verifications (
    contact_method_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    sent_at timestamp with time zone NOT NULL
);

CREATE TABLE public.contact_methods (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    type text NOT NULL,
    address text NOT NULL,
    verified_at timestamp with time zone,
    disabled_at timestamp with time zone,
    disabled_reason text,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    secret text,
    proven_at timestamp with time zone,
    proven_by text,
    CONSTRAINT contact_methods_proven_by_check CHECK ((proven_by = ANY (ARRAY['verification'::text, 'page-reply'::text, 'test'::text, 'call-key'::text]))),
    CONSTRAINT contact_methods_proven_check CHECK (((proven_at IS NULL) = (proven_by IS NULL))),
    CONSTRAINT contact_methods_secret_check CHECK (((type = 'webhook'::text) = (secret IS NOT NULL))),
    CONSTRAINT contact_methods_type_check CHECK ((type = ANY (ARRAY['sms'::text, 'voice'::text, 'email'::text, 'webhook'::text])))
);

CREATE TABLE public.schedules (
    id uuid NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    team_id uuid,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    archived_at timestamp with time zone
);

CREATE VIEW public.current_schedules AS
 SELECT schedules.id,
    schedules.name,
    schedules.time_zone,
    schedules.team_id
   FROM public.schedules
  WHERE (schedules.archived_at IS NULL);

CREATE TABLE public.users (
    id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    time_zone text NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    waking_hours jsonb,
    deleted_at timestamp with time zone,
    CONSTRAINT users_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'responder'::text, 'observer'::text])))
);

CREATE VIEW public.current_users AS
 SELECT users.id,
    users.name,
    users.email,
    users.time_zone,
    users.role
   FROM public.users
  WHERE (users.deleted_at IS NULL);

CREATE TABLE public.early_receipts (
    provider text NOT NULL,
    provider_id text NOT NULL,
    state text NOT NULL,
    error_code text,
    received_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL
);

CREATE TABLE public.escalation_policies (
    id uuid NOT NULL,
    name text NOT NULL,
    repeat integer NOT NULL,
    steps jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    last_resort jsonb DEFAULT '[]'::jsonb NOT NULL,
    hand_off_to uuid,
    CONSTRAINT escalation_policies_repeat_check CHECK (((repeat >= 0) AND (repeat <= 9)))
);

CREATE TABLE public.escalation_policy_targets (
    policy_id uuid NOT NULL,
    user_id uuid,
    schedule_id uuid,
    team_id uuid,
    CONSTRAINT escalation_policy_targets_check CHECK ((num_nonnulls(user_id, schedule_id, team_id) = 1))
);

CREATE TABLE public.escalations (
    incident_id uuid NOT NULL,
    policy jsonb NOT NULL,
    status text NOT NULL,
    "position" jsonb NOT NULL,
    fence integer DEFAULT 1 NOT NULL,
    due_at timestamp with time zone,
    started_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    CONSTRAINT escalations_check CHECK (((status = 'running'::text) = (due_at IS NOT NULL))),
    CONSTRAINT escalations_status_check CHECK ((status = ANY (ARRAY['running'::text, 'stopped'::text])))
);

CREATE TABLE public.events (
    id uuid NOT NULL,
    integration_id uuid NOT NULL,
    service_id uuid NOT NULL,
    alert_id uuid,
    action text NOT NULL,
    dedup_key text NOT NULL,
    payload jsonb NOT NULL,
    received_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    CONSTRAINT events_action_check CHECK ((action = ANY (ARRAY['trigger'::text, 'acknowledge'::text, 'resolve'::text])))
);

CREATE TABLE public.idempotency_keys (
    caller text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status_code integer,
    answer bytea,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    locked_until timestamp with time zone NOT NULL
);

CREATE TABLE public.incidents (
    id uuid NOT NULL,
    number bigint NOT NULL,
    service_id uuid NOT NULL,
    title text NOT NULL,
    status text NOT NULL,
    urgency text NOT NULL,
    severity text NOT NULL,
    alert_count integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    acknowledged_at timestamp with time zone,
    acknowledged_by uuid,
    resolved_at timestamp with time zone,
    resolved_by uuid,
    priority text,
    snoozed_until timestamp with time zone,
    wakes_at timestamp with time zone,
    fence integer DEFAULT 1 NOT NULL,
    merged_into uuid,
    grouping_key text,
    flap_count integer DEFAULT 0 NOT NULL,
    auto_resolve_at timestamp with time zone,
    CONSTRAINT incidents_acknowledged_wakes CHECK (((wakes_at IS NULL) OR (status = 'acknowledged'::text))),
    CONSTRAINT incidents_merged_into_another CHECK ((merged_into <> id)),
    CONSTRAINT incidents_merged_is_resolved CHECK (((merged_into IS NULL) OR (status = 'resolved'::text))),
    CONSTRAINT incidents_priority_check CHECK ((priority = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text, 'P5'::text]))),
    CONSTRAINT incidents_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'error'::text, 'warning'::text, 'info'::text]))),
    CONSTRAINT incidents_snoozed_wakes CHECK (((snoozed_until IS NULL) OR (wakes_at IS NOT NULL))),
    CONSTRAINT incidents_status_check CHECK ((status = ANY (ARRAY['triggered'::text, 'acknowledged'::text, 'resolved'::text]))),
    CONSTRAINT incidents_urgency_check CHECK ((urgency = ANY (ARRAY['high'::text, 'low'::text])))
);

ALTER TABLE public.incidents ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.incidents_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.integrations (
    id uuid NOT NULL,
    service_id uuid NOT NULL,
    type text NOT NULL,
    name text NOT NULL,
    key_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT integrations_type_check CHECK ((type = ANY (ARRAY['events-v2'::text, 'alertmanager'::text, 'generic'::text])))
);

CREATE TABLE public.maintenance_silences (
    service_id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL,
    fence integer DEFAULT 1 NOT NULL
);

CREATE TABLE public.maintenance_window_services (
    window_id uuid NOT NULL,
    service_id uuid NOT NULL
);

CREATE TABLE public.maintenance_windows (
    id uuid NOT NULL,
    name text NOT NULL,
    at_end text NOT NULL,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    recurrence text,
    local_start text,
    duration_seconds integer,
    local_until text,
    time_zone text,
    ended_early_at timestamp with time zone,
    created_by uuid,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    CONSTRAINT maintenance_windows_at_end_check CHECK ((at_end = ANY (ARRAY['open'::text, 'discard'::text]))),
    CONSTRAINT maintenance_windows_check CHECK ((ends_at > starts_at)),
    CONSTRAINT maintenance_windows_check1 CHECK (((recurrence IS NULL) = ((starts_at IS NOT NULL) AND (ends_at IS NOT NULL)))),
    CONSTRAINT maintenance_windows_check2 CHECK (((recurrence IS NULL) = (num_nonnulls(local_start, duration_seconds, time_zone) = 0))),
    CONSTRAINT maintenance_windows_check3 CHECK (((recurrence IS NULL) OR (num_nonnulls(local_start, duration_seconds, time_zone) = 3)))
);

CREATE TABLE public.notice_attempts (
    notice_id uuid NOT NULL,
    number integer NOT NULL,
    contact_method_id uuid,
    provider text NOT NULL,
    status text NOT NULL,
    provider_id text,
    error text,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT notice_attempts_status_check CHECK ((status = ANY (ARRAY['calling'::text, 'sent'::text, 'refused'::text, 'busy'::text, 'unknown'::text])))
);

CREATE TABLE public.notice_refusals (
    user_id uuid NOT NULL,
    kind text NOT NULL
);

CREATE TABLE public.notice_scans (
    schedule_id uuid NOT NULL,
    kind text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    CONSTRAINT notice_scans_kind_check CHECK ((kind = ANY (ARRAY['duty'::text, 'coverage'::text])))
);

CREATE TABLE public.notices (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    text text NOT NULL,
    once_key text NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    expires_at timestamp with time zone,
    due_at timestamp with time zone,
    fence integer DEFAULT 1 NOT NULL,
    sent_at timestamp with time zone,
    outcome text,
    not_to text,
    CONSTRAINT notices_check CHECK (((due_at IS NULL) = (outcome IS NOT NULL))),
    CONSTRAINT notices_check1 CHECK (((sent_at IS NOT NULL) = (NOT (outcome IS DISTINCT FROM 'sent'::text)))),
    CONSTRAINT notices_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'expired'::text, 'unreachable'::text, 'failed'::text])))
);

CREATE TABLE public.override_cuts (
    override_id uuid NOT NULL,
    cut_at timestamp with time zone NOT NULL,
    end_before timestamp with time zone NOT NULL
);

CREATE TABLE public.overrides (
    id uuid NOT NULL,
    made_order bigint NOT NULL,
    schedule_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL,
    replaces uuid,
    reason text,
    created_by uuid,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    deleted_at timestamp with time zone,
    swap_id uuid,
    CONSTRAINT overrides_check CHECK ((ends_at > starts_at))
);

ALTER TABLE public.overrides ALTER COLUMN made_order ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.overrides_made_order_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.page_links (
    token_hash bytea NOT NULL,
    page_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL
);

CREATE TABLE public.pages (
    id uuid NOT NULL,
    incident_id uuid NOT NULL,
    user_id uuid NOT NULL,
    contact_method_id uuid NOT NULL,
    type text NOT NULL,
    address text NOT NULL,
    round integer NOT NULL,
    step integer NOT NULL,
    reason text NOT NULL,
    status text NOT NULL,
    reply_code text NOT NULL,
    attempt_count integer DEFAULT 0 NOT NULL,
    fence integer DEFAULT 1 NOT NULL,
    due_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    responder_request_id uuid,
    wanted_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    was_held boolean DEFAULT false NOT NULL,
    precedence smallint DEFAULT 0 NOT NULL,
    CONSTRAINT pages_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'calling'::text, 'sent'::text, 'delivered'::text, 'unanswered'::text, 'failed'::text, 'cancelled'::text]))),
    CONSTRAINT pages_type_check CHECK ((type = ANY (ARRAY['sms'::text, 'voice'::text, 'email'::text, 'webhook'::text])))
);

CREATE TABLE public.paging_rules (
    user_id uuid NOT NULL,
    urgency text NOT NULL,
    "position" integer NOT NULL,
    contact_method_id uuid NOT NULL,
    delay_seconds integer NOT NULL,
    CONSTRAINT paging_rules_delay_seconds_check CHECK ((delay_seconds >= 0)),
    CONSTRAINT paging_rules_urgency_check CHECK ((urgency = ANY (ARRAY['high'::text, 'low'::text])))
);

CREATE TABLE public.provider_allowances (
    name text NOT NULL,
    tokens double precision NOT NULL,
    filled_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL
);

CREATE TABLE public.provider_requests (
    provider text NOT NULL,
    provider_id text NOT NULL,
    event text NOT NULL,
    answer text,
    received_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL
);

CREATE TABLE public.reply_codes (
    address text NOT NULL,
    code text NOT NULL,
    incident_id uuid NOT NULL
);

CREATE TABLE public.reply_hints (
    address text NOT NULL,
    given integer NOT NULL
);

CREATE TABLE public.reply_limits (
    address text NOT NULL,
    code_tries timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
    codes_off_until timestamp with time zone,
    inbound timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
    last_body bytea,
    same_bodies integer DEFAULT 0 NOT NULL,
    same_since timestamp with time zone,
    silent_until timestamp with time zone
);

CREATE TABLE public.responder_requests (
    id uuid NOT NULL,
    incident_id uuid NOT NULL,
    user_id uuid,
    schedule_id uuid,
    requested_by uuid NOT NULL,
    message text,
    status text DEFAULT 'pending'::text NOT NULL,
    answered_by uuid,
    answered_at timestamp with time zone,
    paged_at timestamp with time zone,
    fence integer DEFAULT 1 NOT NULL,
    due_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    CONSTRAINT responder_requests_check CHECK (((user_id IS NOT NULL) OR (schedule_id IS NOT NULL))),
    CONSTRAINT responder_requests_check1 CHECK (((status = 'pending'::text) = (due_at IS NOT NULL))),
    CONSTRAINT responder_requests_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'accepted'::text, 'declined'::text, 'expired'::text, 'cancelled'::text])))
);

CREATE TABLE public.round_robin_turns (
    of_id uuid NOT NULL,
    turns bigint NOT NULL
);

CREATE TABLE public.schedule_layers (
    id uuid NOT NULL,
    schedule_id uuid NOT NULL,
    "position" integer NOT NULL,
    name text NOT NULL,
    starts_at text NOT NULL,
    ends_at text,
    handoff text NOT NULL,
    shift_duration text,
    restrictions jsonb DEFAULT '[]'::jsonb NOT NULL,
    on_absence text DEFAULT 'cover'::text NOT NULL,
    CONSTRAINT schedule_layers_on_absence_check CHECK ((on_absence = ANY (ARRAY['cover'::text, 'gap'::text])))
);

CREATE TABLE public.schedule_participants (
    layer_id uuid NOT NULL,
    "position" integer NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.schedule_versions (
    schedule_id uuid NOT NULL,
    version integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    definition jsonb,
    user_ids uuid[] NOT NULL
);

CREATE TABLE public.schema_migrations (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);

CREATE SEQUENCE public.schema_migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.schema_migrations_id_seq OWNED BY public.schema_migrations.id;

CREATE TABLE public.services (
    id uuid NOT NULL,
    name text NOT NULL,
    team_id uuid,
    escalation_policy_id uuid NOT NULL,
    urgency text NOT NULL,
    ack_timeout_seconds integer,
    auto_resolve_seconds integer,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    time_zone text DEFAULT 'UTC'::text NOT NULL,
    support_hours jsonb,
    support_begins_at timestamp with time zone,
    "grouping" jsonb DEFAULT '{"by": "none"}'::jsonb NOT NULL,
    flapping jsonb DEFAULT '{"opens": 3, "quietSeconds": 300, "withinSeconds": 900}'::jsonb,
    CONSTRAINT services_support_hours_check CHECK (((urgency <> 'support-hours'::text) OR (support_hours IS NOT NULL))),
    CONSTRAINT services_urgency_check CHECK ((urgency = ANY (ARRAY['high'::text, 'low'::text, 'severity'::text, 'support-hours'::text])))
);

CREATE TABLE public.shift_history (
    schedule_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    user_id uuid,
    source jsonb,
    recorded_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    CONSTRAINT shift_history_check CHECK (((user_id IS NULL) = (source IS NULL)))
);

CREATE TABLE public.shift_recordings (
    schedule_id uuid NOT NULL,
    recorded_from timestamp with time zone NOT NULL,
    recorded_until timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    CONSTRAINT shift_recordings_check CHECK ((recorded_until >= recorded_from))
);

CREATE TABLE public.simulator_calls (
    id text NOT NULL,
    made_order bigint NOT NULL,
    phone text NOT NULL,
    page_id uuid,
    status text NOT NULL,
    spoken jsonb DEFAULT '[]'::jsonb NOT NULL,
    keys text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    CONSTRAINT simulator_calls_status_check CHECK ((status = ANY (ARRAY['ringing'::text, 'answered'::text, 'completed'::text, 'no-answer'::text])))
);

ALTER TABLE public.simulator_calls ALTER COLUMN made_order ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.simulator_calls_made_order_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.simulator_messages (
    id text NOT NULL,
    made_order bigint NOT NULL,
    type text NOT NULL,
    direction text NOT NULL,
    phone text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    CONSTRAINT simulator_messages_direction_check CHECK ((direction = ANY (ARRAY['to-phone'::text, 'from-phone'::text]))),
    CONSTRAINT simulator_messages_type_check CHECK ((type = ANY (ARRAY['sms'::text, 'email'::text])))
);

ALTER TABLE public.simulator_messages ALTER COLUMN made_order ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.simulator_messages_made_order_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.swap_answer_links (
    token_hash bytea NOT NULL,
    swap_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.swap_invitations (
    swap_id uuid NOT NULL,
    user_id uuid NOT NULL,
    reply_code text NOT NULL,
    declined_at timestamp with time zone
);

CREATE TABLE public.swaps (
    id uuid NOT NULL,
    schedule_id uuid NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    from_user_id uuid NOT NULL,
    with_user_id uuid,
    give_start timestamp with time zone NOT NULL,
    give_end timestamp with time zone NOT NULL,
    take_start timestamp with time zone,
    take_end timestamp with time zone,
    message text,
    answered_by uuid,
    answered_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    CONSTRAINT swaps_check CHECK ((give_end > give_start)),
    CONSTRAINT swaps_check1 CHECK ((take_end > take_start)),
    CONSTRAINT swaps_check2 CHECK (((kind = 'swap'::text) = ((take_start IS NOT NULL) AND (take_end IS NOT NULL)))),
    CONSTRAINT swaps_check3 CHECK (((kind = 'open'::text) = (with_user_id IS NULL))),
    CONSTRAINT swaps_check4 CHECK (((status = 'open'::text) = (due_at IS NOT NULL))),
    CONSTRAINT swaps_check5 CHECK (((status = 'open'::text) = (answered_at IS NULL))),
    CONSTRAINT swaps_check6 CHECK (((status <> 'accepted'::text) OR (answered_by IS NOT NULL))),
    CONSTRAINT swaps_kind_check CHECK ((kind = ANY (ARRAY['swap'::text, 'cover'::text, 'open'::text]))),
    CONSTRAINT swaps_status_check CHECK ((status = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'cancelled'::text, 'expired'::text])))
);

CREATE TABLE public.team_members (
    team_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL,
    CONSTRAINT team_members_role_check CHECK ((role = ANY (ARRAY['manager'::text, 'member'::text])))
);

CREATE TABLE public.teams (
    id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL
);

CREATE TABLE public.timeline_entries (
    id bigint NOT NULL,
    incident_id uuid NOT NULL,
    at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    kind text NOT NULL,
    actor jsonb NOT NULL,
    reason text,
    details jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE public.timeline_entries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.timeline_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.webhook_deliveries (
    id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    change_xid xid8,
    change_id bigint,
    event text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    incident_id uuid,
    status text DEFAULT 'waiting'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    first_due_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    fence integer DEFAULT 1 NOT NULL,
    due_at timestamp with time zone DEFAULT public.rouse_now(),
    last_attempt_at timestamp with time zone,
    last_status integer,
    last_reason text,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    CONSTRAINT webhook_deliveries_check CHECK (((due_at IS NULL) = (status <> 'waiting'::text))),
    CONSTRAINT webhook_deliveries_check1 CHECK (((change_xid IS NULL) = (change_id IS NULL))),
    CONSTRAINT webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'delivered'::text, 'given-up'::text])))
);

CREATE TABLE public.webhooks (
    id uuid NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    events text[] NOT NULL,
    service_ids uuid[],
    secret text NOT NULL,
    former_secret text,
    former_secret_until timestamp with time zone,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT public.rouse_now() NOT NULL,
    made_in xid8 DEFAULT pg_current_xact_id() NOT NULL,
    failing_since timestamp with time zone,
    paused_at timestamp with time zone,
    paused_because text,
    CONSTRAINT webhooks_check CHECK (((former_secret IS NULL) = (former_secret_until IS NULL))),
    CONSTRAINT webhooks_check1 CHECK (((paused_at IS NULL) = (paused_because IS NULL))),
    CONSTRAINT webhooks_paused_because_check CHECK ((paused_because = ANY (ARRAY['asked'::text, 'failing'::text])))
);

ALTER TABLE ONLY public.schema_migrations ALTER COLUMN id SET DEFAULT nextval('public.schema_migrations_id_seq'::regclass);

INSERT INTO public.alerts VALUES
	('01a1fcd7-d629-73ee-b4d1-8ffa23d57377', '01a1fcd7-d602-7555-8496-b318070c6240', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '01a1fcd7-d60d-7749-b98d-df29e20f9d5e', 'open', 'triggered', 'critical', 'open', 'db-1', 2, '{}', '2026-11-21 06:42:45.934005+00', '2026-11-21 06:42:45.981249+00', NULL, NULL, NULL, NULL, NULL),
	('01a1fcd7-d6ee-77b9-9fc6-135ae79fe66c', '01a1fcd7-d614-743e-b66e-b3109a8b8991', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '01a1fcd7-d61c-709f-89a9-66d0786eba64', 'acknowledged', 'acknowledged', 'critical', 'acknowledged', 'db-1', 1, '{}', '2026-11-21 06:42:46.128572+00', '2026-11-21 06:42:46.128572+00', NULL, NULL, NULL, NULL, NULL),
	('01a1fcd7-d6ff-7454-ac8e-fdf75a82b4cc', '01a1fcd7-d614-743e-b66e-b3109a8b8991', '01a1fcd7-d700-7322-a121-ca821dedeabe', '01a1fcd7-d61c-709f-89a9-66d0786eba64', 'resolved', 'resolved', 'critical', 'resolved', 'db-1', 1, '{}', '2026-11-21 06:42:46.145792+00', '2026-11-21 06:43:06.326584+00', '2026-11-21 06:43:06.326584+00', NULL, NULL, NULL, NULL),
	('01a1fcd7-d714-7592-84ba-bdc84438bb89', '01a1fcd7-d614-743e-b66e-b3109a8b8991', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '01a1fcd7-d61c-709f-89a9-66d0786eba64', 'snoozed', 'acknowledged', 'critical', 'snoozed', 'db-1', 1, '{}', '2026-11-21 06:42:46.171193+00', '2026-11-21 06:42:46.171193+00', NULL, NULL, NULL, NULL, NULL),
	('01a1fcd8-2ce8-7445-a079-b50680d7a4bc', '01a1fcd7-d602-7555-8496-b318070c6240', '01a1fcd8-2ce9-73e1-9813-a05641ad656d', '01a1fcd7-d60d-7749-b98d-df29e20f9d5e', 'accepted', 'triggered', 'critical', 'accepted before the stop', 'db-1', 1, '{}', '2026-11-21 06:43:08.140388+00', '2026-11-21 06:43:08.140388+00', NULL, NULL, NULL, NULL, NULL);

INSERT INTO public.api_tokens VALUES
	('01a1fcd7-d470-75c2-8b7b-e180427e4f2b', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'ROUSE_ADMIN_TOKEN', '\x1c70484707fe0e99c060b54a9d0ef73d96cf1c29286040debb10f97d978d4b02', '2026-11-21 06:42:45.489139+00', NULL, NULL, '2026-11-21 06:42:45.731119+00'),
	('01a1fcd7-d59e-773e-b932-9cdc6efee692', '01a1fcd7-d56a-7492-9434-d380b3b8432d', 'test', '\xed306fb34e674b6af2ad75e5b7c81715f6b23dd80de5b40e211aa55f10e142b3', '2026-11-21 06:42:45.790595+00', NULL, NULL, NULL),
	('01a1fcd7-d5c9-70e8-8bc8-d97c1e51d61b', '01a1fcd7-d5be-74c8-8eea-93700aae5faf', 'test', '\xfedf7ade2a5f0f0ec0c25bfeb40570f96a71baa0af83bc702dd4664c9de04bfc', '2026-11-21 06:42:45.833883+00', NULL, NULL, NULL),
	('01a1fcd7-d5b9-75ae-a575-cc7c7c02c6ad', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', 'test', '\x69d2ab71a2745a2781133cd372e93bb60ebe959065a7f62b2f1ab4b3c1f4c7ad', '2026-11-21 06:42:45.818225+00', NULL, NULL, '2026-11-21 06:43:06.260892+00');

INSERT INTO public.attempts VALUES
	('01a1fcd7-d671-731f-8d99-8fc493353591', '01a1fcd7-d653-7740-ae5a-4d9c2f89dc40', 1, 'smtp', 'failed', NULL, 'no-mail-server', 'SMTP_URL and MAIL_FROM are not set', '2026-11-21 06:42:46.001777+00', '2026-11-21 06:42:46.009742+00', NULL, '01a1fcd7-d5a4-740e-9e04-256cbad62f77', NULL, NULL),
	('01a1fcd7-d6a4-7062-b6c7-4e3c23b4fd4f', '01a1fcd7-d653-7740-ae5a-501ea6b4d964', 1, 'twilio', 'sent', 'CA9c61668076708211a6b6978d7c27ca73', NULL, NULL, '2026-11-21 06:42:46.052709+00', '2026-11-21 06:42:46.09059+00', NULL, '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '+15551000001', NULL),
	('01a1fcd7-d671-731f-8d99-8809dc52f9b8', '01a1fcd7-d653-7740-ae5a-4a95e861f5da', 1, 'twilio', 'delivered', 'SMea41ca96d18a8d466416711614a59a8c', NULL, NULL, '2026-11-21 06:42:46.001777+00', '2026-11-21 06:42:46.10153+00', NULL, '01a1fcd7-d5a4-740e-9e04-256cbad62f77', NULL, NULL),
	('01a1fcd7-d713-769a-9f0d-22f68ff75d60', '01a1fcd7-d705-7744-8e20-4fdb021ab944', 1, 'twilio', 'delivered', 'SMbbb79e2e457f8d497f0f077b79d2472b', NULL, NULL, '2026-11-21 06:42:46.163921+00', '2026-11-21 06:42:46.230533+00', NULL, '01a1fcd7-d5a4-740e-9e04-256cbad62f77', NULL, NULL),
	('01a1fcd8-2554-76b2-a2be-e81f0d0f4646', '01a1fcd7-d721-7205-a639-3760f34d97cc', 1, 'twilio', 'delivered', 'SMd8451499d8ed7066a317d0e237383688', NULL, NULL, '2026-11-21 06:43:06.197801+00', '2026-11-21 06:43:06.30535+00', NULL, '01a1fcd7-d5a4-740e-9e04-256cbad62f77', NULL, NULL),
	('01a1fcd8-2554-76b2-a2be-ed1265333846', '01a1fcd7-d743-70b5-b2af-88c6f34b8440', 1, 'twilio', 'delivered', NULL, NULL, NULL, '2026-11-21 06:43:06.197801+00', '2026-11-21 06:43:06.30535+00', '01a1fcd8-2554-76b2-a2be-e81f0d0f4646', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', NULL, NULL),
	('01a1fcd8-261d-748b-984a-42537e7d7e87', '01a1fcd8-2610-7420-a4fa-35c1bb9230a0', 1, 'twilio', 'sent', 'SM108a006275f78391f71adb7997e577d8', NULL, NULL, '2026-11-21 06:43:06.397437+00', '2026-11-21 06:43:06.405739+00', NULL, '01a1fcd7-d5be-74c8-8eea-93700aae5faf', NULL, NULL);

INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-11-21 06:42:45.487698+00', NULL, 'system', 'user.create', 'user', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', NULL, '{"name": "Administrator", "role": "admin", "email": "administrator@localhost", "timeZone": "UTC"}', NULL, NULL),
	(2, '2026-11-21 06:42:45.489827+00', NULL, 'system', 'api-token.create', 'api-token', '01a1fcd7-d470-75c2-8b7b-e180427e4f2b', NULL, '{"name": "ROUSE_ADMIN_TOKEN", "userId": "01a1fcd7-d46d-745e-9c8f-9b671def6d71"}', NULL, NULL),
	(3, '2026-11-21 06:42:45.744215+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'user.create', 'user', '01a1fcd7-d56a-7492-9434-d380b3b8432d', NULL, '{"id": "01a1fcd7-d56a-7492-9434-d380b3b8432d", "name": "Ana", "role": "responder", "email": "ana.1@example.org", "timeZone": "UTC", "createdAt": "2026-11-21T06:42:45.738Z", "deletedAt": null}', '127.0.0.1', '01a1fcd7-d559-705d-b672-430053af11b8'),
	(4, '2026-11-21 06:42:45.77301+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'contact-method.create', 'contact-method', '01a1fcd7-d58a-754b-a2bd-19476310823a', NULL, '{"id": "01a1fcd7-d58a-754b-a2bd-19476310823a", "type": "sms", "userId": "01a1fcd7-d56a-7492-9434-d380b3b8432d", "address": "+15…00", "provenAt": null, "provenBy": null, "unproven": false, "verified": true, "createdAt": "2026-11-21T06:42:45.771Z", "preVerified": true, "disabledReason": null}', '127.0.0.1', '01a1fcd7-d582-7737-a2d5-b5f832628cbf'),
	(5, '2026-11-21 06:42:45.779552+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'contact-method.create', 'contact-method', '01a1fcd7-d592-72dc-b7be-838e130a720a', NULL, '{"id": "01a1fcd7-d592-72dc-b7be-838e130a720a", "type": "voice", "userId": "01a1fcd7-d56a-7492-9434-d380b3b8432d", "address": "+15…00", "provenAt": null, "provenBy": null, "unproven": false, "verified": true, "createdAt": "2026-11-21T06:42:45.779Z", "preVerified": true, "disabledReason": null}', '127.0.0.1', '01a1fcd7-d58f-7157-bada-6744df5ac9b3'),
	(6, '2026-11-21 06:42:45.791209+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'api-token.create', 'api-token', '01a1fcd7-d59e-773e-b932-9cdc6efee692', NULL, '{"id": "01a1fcd7-d59e-773e-b932-9cdc6efee692", "name": "test", "userId": "01a1fcd7-d56a-7492-9434-d380b3b8432d", "createdAt": "2026-11-21T06:42:45.790Z", "expiresAt": null, "lastUsedAt": null}', '127.0.0.1', '01a1fcd7-d598-72a6-9118-8c5ca32d0706'),
	(7, '2026-11-21 06:42:45.797542+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'user.create', 'user', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', NULL, '{"id": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "name": "Bo", "role": "responder", "email": "bo@example.org", "timeZone": "UTC", "createdAt": "2026-11-21T06:42:45.796Z", "deletedAt": null}', '127.0.0.1', '01a1fcd7-d5a2-7667-bfb6-317c6bb93cd2'),
	(8, '2026-11-21 06:42:45.803009+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'contact-method.create', 'contact-method', '01a1fcd7-d5aa-75bc-b7bc-4b84d8031901', NULL, '{"id": "01a1fcd7-d5aa-75bc-b7bc-4b84d8031901", "type": "sms", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "address": "+15…01", "provenAt": null, "provenBy": null, "unproven": false, "verified": true, "createdAt": "2026-11-21T06:42:45.802Z", "preVerified": true, "disabledReason": null}', '127.0.0.1', '01a1fcd7-d5a7-7196-adc0-dfecebe3a1cc'),
	(9, '2026-11-21 06:42:45.808317+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'contact-method.create', 'contact-method', '01a1fcd7-d5af-7591-b75e-f054e15d11ff', NULL, '{"id": "01a1fcd7-d5af-7591-b75e-f054e15d11ff", "type": "voice", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "address": "+15…01", "provenAt": null, "provenBy": null, "unproven": false, "verified": true, "createdAt": "2026-11-21T06:42:45.807Z", "preVerified": true, "disabledReason": null}', '127.0.0.1', '01a1fcd7-d5ad-7172-a33f-fb9d06af1c4c'),
	(10, '2026-11-21 06:42:45.813774+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'contact-method.create', 'contact-method', '01a1fcd7-d5b4-70b2-bb19-71bb0bcc0868', NULL, '{"id": "01a1fcd7-d5b4-70b2-bb19-71bb0bcc0868", "type": "email", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "address": "bo@example.org", "provenAt": null, "provenBy": null, "unproven": false, "verified": true, "createdAt": "2026-11-21T06:42:45.813Z", "preVerified": true, "disabledReason": null}', '127.0.0.1', '01a1fcd7-d5b2-71b5-8cd6-84d9685fcc21'),
	(11, '2026-11-21 06:42:45.81871+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'api-token.create', 'api-token', '01a1fcd7-d5b9-75ae-a575-cc7c7c02c6ad', NULL, '{"id": "01a1fcd7-d5b9-75ae-a575-cc7c7c02c6ad", "name": "test", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "createdAt": "2026-11-21T06:42:45.818Z", "expiresAt": null, "lastUsedAt": null}', '127.0.0.1', '01a1fcd7-d5b8-77c0-bca1-ffb216d2d2c1'),
	(12, '2026-11-21 06:42:45.824242+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'user.create', 'user', '01a1fcd7-d5be-74c8-8eea-93700aae5faf', NULL, '{"id": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "name": "Cy", "role": "admin", "email": "cy.2@example.org", "timeZone": "UTC", "createdAt": "2026-11-21T06:42:45.823Z", "deletedAt": null}', '127.0.0.1', '01a1fcd7-d5bd-712c-938d-f338d49c6f5b'),
	(13, '2026-11-21 06:42:45.82967+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'contact-method.create', 'contact-method', '01a1fcd7-d5c4-7589-b4af-af105f8848f3', NULL, '{"id": "01a1fcd7-d5c4-7589-b4af-af105f8848f3", "type": "sms", "userId": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "address": "+15…02", "provenAt": null, "provenBy": null, "unproven": false, "verified": true, "createdAt": "2026-11-21T06:42:45.829Z", "preVerified": true, "disabledReason": null}', '127.0.0.1', '01a1fcd7-d5c2-70ee-a91e-1b98b280b117'),
	(14, '2026-11-21 06:42:45.834311+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'api-token.create', 'api-token', '01a1fcd7-d5c9-70e8-8bc8-d97c1e51d61b', NULL, '{"id": "01a1fcd7-d5c9-70e8-8bc8-d97c1e51d61b", "name": "test", "userId": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "createdAt": "2026-11-21T06:42:45.833Z", "expiresAt": null, "lastUsedAt": null}', '127.0.0.1', '01a1fcd7-d5c7-7547-ba38-dff4863cc026'),
	(15, '2026-11-21 06:42:45.842391+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'team.create', 'team', '01a1fcd7-d5cf-74ba-a60e-13eeda6a191a', NULL, '{"id": "01a1fcd7-d5cf-74ba-a60e-13eeda6a191a", "name": "Operations", "members": [{"role": "member", "userId": "01a1fcd7-d56a-7492-9434-d380b3b8432d"}, {"role": "member", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77"}], "createdAt": "2026-11-21T06:42:45.840Z"}', '127.0.0.1', '01a1fcd7-d5cc-7703-9199-92038b3ac684'),
	(16, '2026-11-21 06:42:45.858543+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'schedule.create', 'schedule', '01a1fcd7-d5d8-7146-955a-861ee3f78db8', NULL, '{"id": "01a1fcd7-d5d8-7146-955a-861ee3f78db8", "name": "Primary", "layers": [{"id": "01a1fcd7-d5d8-7146-955a-89f7cdb5fb78", "name": "primary", "endsAt": null, "handoff": "FREQ=WEEKLY;BYDAY=MO", "startsAt": "2026-01-05T09:00", "onAbsence": "cover", "participants": ["01a1fcd7-d56a-7492-9434-d380b3b8432d", "01a1fcd7-d5a4-740e-9e04-256cbad62f77"], "restrictions": [], "shiftDuration": null}], "teamId": null, "version": 1, "timeZone": "UTC", "createdAt": "2026-11-21T06:42:45.853Z", "updatedAt": "2026-11-21T06:42:45.853Z"}', '127.0.0.1', '01a1fcd7-d5d5-70b1-825c-3b70358c4f1e'),
	(17, '2026-11-21 06:42:45.871242+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'webhook.create', 'webhook', '01a1fcd7-d5ee-76a6-8f07-06fe418cbf05', NULL, '{"id": "01a1fcd7-d5ee-76a6-8f07-06fe418cbf05", "url": "http://127.0.0.1:9", "name": "Board", "events": ["incident.triggered"], "pausedAt": null, "createdAt": "2026-11-21T06:42:45.870Z", "createdBy": "01a1fcd7-d46d-745e-9c8f-9b671def6d71", "serviceIds": null, "failingSince": null, "pausedBecause": null}', '127.0.0.1', '01a1fcd7-d5ea-732f-ae6a-4deaedce3b63'),
	(18, '2026-11-21 06:42:45.884358+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'escalation-policy.create', 'escalation-policy', '01a1fcd7-d5f5-76e0-9d46-ace53d6096c7', NULL, '{"id": "01a1fcd7-d5f5-76e0-9d46-ace53d6096c7", "name": "Operations", "steps": [{"targets": [{"id": "01a1fcd7-d5d8-7146-955a-861ee3f78db8", "type": "schedule"}], "escalateAfterSeconds": 600}, {"targets": [{"id": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "type": "user"}, {"id": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "type": "user"}], "escalateAfterSeconds": 600}], "repeat": 1, "createdAt": "2026-11-21T06:42:45.880Z", "handOffTo": null, "updatedAt": "2026-11-21T06:42:45.880Z", "lastResort": []}', '127.0.0.1', '01a1fcd7-d5f2-7673-af26-910f2975a665'),
	(19, '2026-11-21 06:42:45.895244+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'service.create', 'service', '01a1fcd7-d602-7555-8496-b318070c6240', NULL, '{"id": "01a1fcd7-d602-7555-8496-b318070c6240", "name": "Service 3", "teamId": null, "urgency": "high", "flapping": {"opens": 3, "quietSeconds": 300, "withinSeconds": 900}, "grouping": {"by": "none"}, "timeZone": "UTC", "createdAt": "2026-11-21T06:42:45.893Z", "supportHours": null, "ackTimeoutSeconds": null, "autoResolveSeconds": null, "escalationPolicyId": "01a1fcd7-d5f5-76e0-9d46-ace53d6096c7"}', '127.0.0.1', '01a1fcd7-d5ff-70a2-8174-f46beeb16965'),
	(20, '2026-11-21 06:42:45.904095+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'integration.create', 'integration', '01a1fcd7-d60d-7749-b98d-df29e20f9d5e', NULL, '{"id": "01a1fcd7-d60d-7749-b98d-df29e20f9d5e", "name": "events-v2 4", "type": "events-v2", "createdAt": "2026-11-21T06:42:45.902Z", "serviceId": "01a1fcd7-d602-7555-8496-b318070c6240"}', '127.0.0.1', '01a1fcd7-d60a-75a0-bb7a-c25c03b913f4'),
	(21, '2026-11-21 06:42:45.911694+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'service.create', 'service', '01a1fcd7-d614-743e-b66e-b3109a8b8991', NULL, '{"id": "01a1fcd7-d614-743e-b66e-b3109a8b8991", "name": "Service 5", "teamId": null, "urgency": "high", "flapping": {"opens": 3, "quietSeconds": 300, "withinSeconds": 900}, "grouping": {"by": "none"}, "timeZone": "UTC", "createdAt": "2026-11-21T06:42:45.910Z", "supportHours": null, "ackTimeoutSeconds": null, "autoResolveSeconds": null, "escalationPolicyId": "01a1fcd7-d5f5-76e0-9d46-ace53d6096c7"}', '127.0.0.1', '01a1fcd7-d612-72f9-8a7d-130ebb31e4b0'),
	(22, '2026-11-21 06:42:45.918818+00', '01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'integration.create', 'integration', '01a1fcd7-d61c-709f-89a9-66d0786eba64', NULL, '{"id": "01a1fcd7-d61c-709f-89a9-66d0786eba64", "name": "events-v2 6", "type": "events-v2", "createdAt": "2026-11-21T06:42:45.917Z", "serviceId": "01a1fcd7-d614-743e-b66e-b3109a8b8991"}', '127.0.0.1', '01a1fcd7-d61a-7452-9854-b94193192edb'),
	(23, '2026-11-21 06:43:06.314963+00', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', 'Bo', 'incident.note', 'incident', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', NULL, '{"text": "looking"}', '127.0.0.1', '01a1fcd8-25bc-70eb-a65b-887929a59129');

INSERT INTO public.change_positions VALUES
	('removed', '1046', 0),
	('webhooks', '1194', 45);

INSERT INTO public.changes OVERRIDING SYSTEM VALUE VALUES
	('1066', 1, 'schedule.changed', '2026-11-21 06:42:45.858543+00', NULL, NULL, 16),
	('1073', 2, 'incident.triggered', '2026-11-21 06:42:45.936145+00', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 1, NULL),
	('1074', 3, 'step.started', '2026-11-21 06:42:45.974156+00', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 2, NULL),
	('1074', 4, 'page.created', '2026-11-21 06:42:45.974156+00', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 3, NULL),
	('1074', 5, 'page.created', '2026-11-21 06:42:45.974156+00', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 4, NULL),
	('1074', 6, 'page.created', '2026-11-21 06:42:45.974156+00', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 5, NULL),
	('1075', 7, 'alert.repeated', '2026-11-21 06:42:45.9833+00', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 6, NULL),
	('1080', 8, 'attempt.failed', '2026-11-21 06:42:46.010759+00', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 7, NULL),
	('1087', 9, 'attempt.sent', '2026-11-21 06:42:46.074202+00', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 8, NULL),
	('1092', 10, 'attempt.sent', '2026-11-21 06:42:46.092804+00', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 9, NULL),
	('1095', 11, 'attempt.delivered', '2026-11-21 06:42:46.103149+00', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 10, NULL),
	('1098', 12, 'incident.triggered', '2026-11-21 06:42:46.129238+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 11, NULL),
	('1100', 13, 'incident.triggered', '2026-11-21 06:42:46.14703+00', '01a1fcd7-d700-7322-a121-ca821dedeabe', 12, NULL),
	('1099', 14, 'step.started', '2026-11-21 06:42:46.150768+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 13, NULL),
	('1099', 15, 'page.created', '2026-11-21 06:42:46.150768+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 14, NULL),
	('1099', 16, 'page.created', '2026-11-21 06:42:46.150768+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 15, NULL),
	('1099', 17, 'page.created', '2026-11-21 06:42:46.150768+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 16, NULL),
	('1104', 18, 'page.held', '2026-11-21 06:42:46.164901+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 17, NULL),
	('1107', 19, 'incident.triggered', '2026-11-21 06:42:46.172861+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 18, NULL),
	('1101', 20, 'step.started', '2026-11-21 06:42:46.179979+00', '01a1fcd7-d700-7322-a121-ca821dedeabe', 19, NULL),
	('1101', 21, 'page.created', '2026-11-21 06:42:46.179979+00', '01a1fcd7-d700-7322-a121-ca821dedeabe', 20, NULL),
	('1101', 22, 'page.created', '2026-11-21 06:42:46.179979+00', '01a1fcd7-d700-7322-a121-ca821dedeabe', 21, NULL),
	('1101', 23, 'page.created', '2026-11-21 06:42:46.179979+00', '01a1fcd7-d700-7322-a121-ca821dedeabe', 22, NULL),
	('1108', 24, 'attempt.sent', '2026-11-21 06:42:46.195111+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 23, NULL),
	('1113', 25, 'page.held', '2026-11-21 06:42:46.20393+00', '01a1fcd7-d700-7322-a121-ca821dedeabe', 24, NULL),
	('1113', 26, 'page.held', '2026-11-21 06:42:46.20393+00', '01a1fcd7-d700-7322-a121-ca821dedeabe', 25, NULL),
	('1111', 27, 'step.started', '2026-11-21 06:42:46.21517+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 26, NULL),
	('1111', 28, 'page.created', '2026-11-21 06:42:46.21517+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 27, NULL),
	('1111', 29, 'page.created', '2026-11-21 06:42:46.21517+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 28, NULL),
	('1111', 30, 'page.created', '2026-11-21 06:42:46.21517+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 29, NULL),
	('1120', 31, 'page.held', '2026-11-21 06:42:46.230725+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 30, NULL),
	('1120', 32, 'page.held', '2026-11-21 06:42:46.230725+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 31, NULL),
	('1121', 33, 'attempt.delivered', '2026-11-21 06:42:46.232273+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 32, NULL),
	('1173', 34, 'attempt.sent', '2026-11-21 06:43:06.26344+00', '01a1fcd7-d700-7322-a121-ca821dedeabe', 33, NULL),
	('1173', 35, 'attempt.sent', '2026-11-21 06:43:06.26344+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 34, NULL),
	('1176', 36, 'incident.acknowledged', '2026-11-21 06:43:06.270859+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 35, NULL),
	('1183', 37, 'note.added', '2026-11-21 06:43:06.307877+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 36, NULL),
	('1182', 38, 'attempt.delivered', '2026-11-21 06:43:06.310218+00', '01a1fcd7-d700-7322-a121-ca821dedeabe', 37, NULL),
	('1182', 39, 'attempt.delivered', '2026-11-21 06:43:06.310218+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 38, NULL),
	('1185', 40, 'incident.resolved', '2026-11-21 06:43:06.32889+00', '01a1fcd7-d700-7322-a121-ca821dedeabe', 39, NULL),
	('1186', 41, 'incident.acknowledged', '2026-11-21 06:43:06.339998+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 40, NULL),
	('1187', 42, 'incident.snoozed', '2026-11-21 06:43:06.35694+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 41, NULL),
	('1189', 43, 'responder.requested', '2026-11-21 06:43:06.375884+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 42, NULL),
	('1190', 44, 'page.created', '2026-11-21 06:43:06.385995+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 43, NULL),
	('1194', 45, 'attempt.sent', '2026-11-21 06:43:06.407183+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 44, NULL),
	('1199', 46, 'incident.triggered', '2026-11-21 06:43:08.141404+00', '01a1fcd8-2ce9-73e1-9813-a05641ad656d', 45, NULL);

INSERT INTO public.contact_methods VALUES
	('01a1fcd7-d58a-754b-a2bd-19476310823a', '01a1fcd7-d56a-7492-9434-d380b3b8432d', 'sms', '+15551000000', '2026-11-21 06:42:45.771842+00', NULL, NULL, '2026-11-21 06:42:45.771842+00', NULL, NULL, NULL),
	('01a1fcd7-d592-72dc-b7be-838e130a720a', '01a1fcd7-d56a-7492-9434-d380b3b8432d', 'voice', '+15551000000', '2026-11-21 06:42:45.779039+00', NULL, NULL, '2026-11-21 06:42:45.779039+00', NULL, NULL, NULL),
	('01a1fcd7-d5aa-75bc-b7bc-4b84d8031901', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', 'sms', '+15551000001', '2026-11-21 06:42:45.802427+00', NULL, NULL, '2026-11-21 06:42:45.802427+00', NULL, NULL, NULL),
	('01a1fcd7-d5af-7591-b75e-f054e15d11ff', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', 'voice', '+15551000001', '2026-11-21 06:42:45.807708+00', NULL, NULL, '2026-11-21 06:42:45.807708+00', NULL, NULL, NULL),
	('01a1fcd7-d5b4-70b2-bb19-71bb0bcc0868', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', 'email', 'bo@example.org', '2026-11-21 06:42:45.813244+00', NULL, NULL, '2026-11-21 06:42:45.813244+00', NULL, NULL, NULL),
	('01a1fcd7-d5c4-7589-b4af-af105f8848f3', '01a1fcd7-d5be-74c8-8eea-93700aae5faf', 'sms', '+15551000002', '2026-11-21 06:42:45.829155+00', NULL, NULL, '2026-11-21 06:42:45.829155+00', NULL, NULL, NULL);

INSERT INTO public.escalation_policies VALUES
	('01a1fcd7-d5f5-76e0-9d46-ace53d6096c7', 'Operations', 1, '[{"targets": [{"id": "01a1fcd7-d5d8-7146-955a-861ee3f78db8", "type": "schedule"}], "escalateAfterSeconds": 600}, {"targets": [{"id": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "type": "user"}, {"id": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "type": "user"}], "escalateAfterSeconds": 600}]', '2026-11-21 06:42:45.88073+00', '2026-11-21 06:42:45.88073+00', '[]', NULL);

INSERT INTO public.escalation_policy_targets VALUES
	('01a1fcd7-d5f5-76e0-9d46-ace53d6096c7', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', NULL, NULL),
	('01a1fcd7-d5f5-76e0-9d46-ace53d6096c7', '01a1fcd7-d5be-74c8-8eea-93700aae5faf', NULL, NULL),
	('01a1fcd7-d5f5-76e0-9d46-ace53d6096c7', NULL, '01a1fcd7-d5d8-7146-955a-861ee3f78db8', NULL);

INSERT INTO public.escalations VALUES
	('01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '{"name": "Operations", "steps": [{"targets": [{"id": "01a1fcd7-d5d8-7146-955a-861ee3f78db8", "type": "schedule"}], "escalateAfterSeconds": 600}, {"targets": [{"id": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "type": "user"}, {"id": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "type": "user"}], "escalateAfterSeconds": 600}], "repeat": 1, "policyId": "01a1fcd7-d5f5-76e0-9d46-ace53d6096c7", "handsOffTo": [], "lastResort": []}', 'running', '{"step": 0, "round": 0, "turns": {}, "policy": 0, "exhausted": false, "firstRound": 0, "stepEndsAt": "2026-11-21T06:52:45.944Z", "pagedUserIds": ["01a1fcd7-d5a4-740e-9e04-256cbad62f77"], "earlierUserIds": []}', 2, '2026-11-21 06:43:45.944+00', '2026-11-21 06:42:45.937379+00'),
	('01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '{"name": "Operations", "steps": [{"targets": [{"id": "01a1fcd7-d5d8-7146-955a-861ee3f78db8", "type": "schedule"}], "escalateAfterSeconds": 600}, {"targets": [{"id": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "type": "user"}, {"id": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "type": "user"}], "escalateAfterSeconds": 600}], "repeat": 1, "policyId": "01a1fcd7-d5f5-76e0-9d46-ace53d6096c7", "handsOffTo": [], "lastResort": []}', 'stopped', '{"step": 0, "round": 0, "turns": {}, "policy": 0, "exhausted": false, "firstRound": 0, "stepEndsAt": "2026-11-21T06:52:46.135Z", "pagedUserIds": ["01a1fcd7-d5a4-740e-9e04-256cbad62f77"], "earlierUserIds": []}', 3, NULL, '2026-11-21 06:42:46.129726+00'),
	('01a1fcd7-d700-7322-a121-ca821dedeabe', '{"name": "Operations", "steps": [{"targets": [{"id": "01a1fcd7-d5d8-7146-955a-861ee3f78db8", "type": "schedule"}], "escalateAfterSeconds": 600}, {"targets": [{"id": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "type": "user"}, {"id": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "type": "user"}], "escalateAfterSeconds": 600}], "repeat": 1, "policyId": "01a1fcd7-d5f5-76e0-9d46-ace53d6096c7", "handsOffTo": [], "lastResort": []}', 'stopped', '{"step": 0, "round": 0, "turns": {}, "policy": 0, "exhausted": false, "firstRound": 0, "stepEndsAt": "2026-11-21T06:52:46.152Z", "pagedUserIds": ["01a1fcd7-d5a4-740e-9e04-256cbad62f77"], "earlierUserIds": []}', 3, NULL, '2026-11-21 06:42:46.147463+00'),
	('01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '{"name": "Operations", "steps": [{"targets": [{"id": "01a1fcd7-d5d8-7146-955a-861ee3f78db8", "type": "schedule"}], "escalateAfterSeconds": 600}, {"targets": [{"id": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "type": "user"}, {"id": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "type": "user"}], "escalateAfterSeconds": 600}], "repeat": 1, "policyId": "01a1fcd7-d5f5-76e0-9d46-ace53d6096c7", "handsOffTo": [], "lastResort": []}', 'stopped', '{"step": 0, "round": 0, "turns": {}, "policy": 0, "exhausted": false, "firstRound": 0, "stepEndsAt": "2026-11-21T06:52:46.187Z", "pagedUserIds": ["01a1fcd7-d5a4-740e-9e04-256cbad62f77"], "earlierUserIds": []}', 3, NULL, '2026-11-21 06:42:46.176247+00'),
	('01a1fcd8-2ce9-73e1-9813-a05641ad656d', '{"name": "Operations", "steps": [{"targets": [{"id": "01a1fcd7-d5d8-7146-955a-861ee3f78db8", "type": "schedule"}], "escalateAfterSeconds": 600}, {"targets": [{"id": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "type": "user"}, {"id": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "type": "user"}], "escalateAfterSeconds": 600}], "repeat": 1, "policyId": "01a1fcd7-d5f5-76e0-9d46-ace53d6096c7", "handsOffTo": [], "lastResort": []}', 'running', '{"step": -1, "round": 0, "turns": {}, "policy": 0, "exhausted": false, "firstRound": 0, "stepEndsAt": null, "pagedUserIds": [], "earlierUserIds": []}', 1, '2026-11-21 06:43:08.14516+00', '2026-11-21 06:43:08.14516+00');

INSERT INTO public.events VALUES
	('01a1fcd7-d632-7700-8b89-40acb235fb1a', '01a1fcd7-d60d-7749-b98d-df29e20f9d5e', '01a1fcd7-d602-7555-8496-b318070c6240', '01a1fcd7-d629-73ee-b4d1-8ffa23d57377', 'trigger', 'open', '{"payload": {"source": "db-1", "summary": "open", "severity": "critical"}, "dedup_key": "open", "event_action": "trigger"}', '2026-11-21 06:42:45.938685+00'),
	('01a1fcd7-d668-727e-a146-5e1e93f0dfad', '01a1fcd7-d60d-7749-b98d-df29e20f9d5e', '01a1fcd7-d602-7555-8496-b318070c6240', '01a1fcd7-d629-73ee-b4d1-8ffa23d57377', 'trigger', 'open', '{"payload": {"source": "db-1", "summary": "open", "severity": "critical"}, "dedup_key": "open", "event_action": "trigger"}', '2026-11-21 06:42:45.992806+00'),
	('01a1fcd7-d6f2-72e9-9a34-be12ab7b67d4', '01a1fcd7-d61c-709f-89a9-66d0786eba64', '01a1fcd7-d614-743e-b66e-b3109a8b8991', '01a1fcd7-d6ee-77b9-9fc6-135ae79fe66c', 'trigger', 'acknowledged', '{"payload": {"source": "db-1", "summary": "acknowledged", "severity": "critical"}, "dedup_key": "acknowledged", "event_action": "trigger"}', '2026-11-21 06:42:46.130417+00'),
	('01a1fcd7-d703-7091-9e87-6db08cb572b6', '01a1fcd7-d61c-709f-89a9-66d0786eba64', '01a1fcd7-d614-743e-b66e-b3109a8b8991', '01a1fcd7-d6ff-7454-ac8e-fdf75a82b4cc', 'trigger', 'resolved', '{"payload": {"source": "db-1", "summary": "resolved", "severity": "critical"}, "dedup_key": "resolved", "event_action": "trigger"}', '2026-11-21 06:42:46.148185+00'),
	('01a1fcd7-d722-774b-a6f7-30e8c4f3514d', '01a1fcd7-d61c-709f-89a9-66d0786eba64', '01a1fcd7-d614-743e-b66e-b3109a8b8991', '01a1fcd7-d714-7592-84ba-bdc84438bb89', 'trigger', 'snoozed', '{"payload": {"source": "db-1", "summary": "snoozed", "severity": "critical"}, "dedup_key": "snoozed", "event_action": "trigger"}', '2026-11-21 06:42:46.178565+00'),
	('01a1fcd8-25d9-7281-8036-021e88f9b4b5', '01a1fcd7-d61c-709f-89a9-66d0786eba64', '01a1fcd7-d614-743e-b66e-b3109a8b8991', '01a1fcd7-d6ff-7454-ac8e-fdf75a82b4cc', 'resolve', 'resolved', '{"dedup_key": "resolved", "event_action": "resolve"}', '2026-11-21 06:43:06.330256+00'),
	('01a1fcd8-2cf1-7735-8116-ceeaf84fa295', '01a1fcd7-d60d-7749-b98d-df29e20f9d5e', '01a1fcd7-d602-7555-8496-b318070c6240', '01a1fcd8-2ce8-7445-a079-b50680d7a4bc', 'trigger', 'accepted', '{"payload": {"source": "db-1", "summary": "accepted before the stop", "severity": "critical"}, "dedup_key": "accepted", "event_action": "trigger"}', '2026-11-21 06:43:08.146079+00');

INSERT INTO public.incidents OVERRIDING SYSTEM VALUE VALUES
	('01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 1, '01a1fcd7-d602-7555-8496-b318070c6240', 'open', 'triggered', 'high', 'critical', 1, '2026-11-21 06:42:45.932456+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, 0, NULL),
	('01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 2, '01a1fcd7-d614-743e-b66e-b3109a8b8991', 'acknowledged', 'acknowledged', 'high', 'critical', 1, '2026-11-21 06:42:46.127859+00', '2026-11-21 06:43:06.267269+00', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', NULL, NULL, NULL, NULL, NULL, 3, NULL, NULL, 0, NULL),
	('01a1fcd7-d700-7322-a121-ca821dedeabe', 3, '01a1fcd7-d614-743e-b66e-b3109a8b8991', 'resolved', 'resolved', 'high', 'critical', 1, '2026-11-21 06:42:46.1451+00', NULL, NULL, '2026-11-21 06:43:06.328258+00', NULL, NULL, NULL, NULL, 2, NULL, NULL, 0, NULL),
	('01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 4, '01a1fcd7-d614-743e-b66e-b3109a8b8991', 'snoozed', 'acknowledged', 'high', 'critical', 1, '2026-11-21 06:42:46.170212+00', '2026-11-21 06:43:06.339047+00', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', NULL, NULL, NULL, '2026-11-21 07:43:06.355+00', '2026-11-21 07:43:06.355+00', 3, NULL, NULL, 0, NULL),
	('01a1fcd8-2ce9-73e1-9813-a05641ad656d', 5, '01a1fcd7-d602-7555-8496-b318070c6240', 'accepted before the stop', 'triggered', 'high', 'critical', 1, '2026-11-21 06:43:08.13931+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, 0, NULL);

INSERT INTO public.integrations VALUES
	('01a1fcd7-d60d-7749-b98d-df29e20f9d5e', '01a1fcd7-d602-7555-8496-b318070c6240', 'events-v2', 'events-v2 4', '\xd79e9b724260514c3dfb25dc70259189237a26a28bbf15cf8c260315e9b324d7', '2026-11-21 06:42:45.902335+00', NULL),
	('01a1fcd7-d61c-709f-89a9-66d0786eba64', '01a1fcd7-d614-743e-b66e-b3109a8b8991', 'events-v2', 'events-v2 6', '\x600b93d1e380f33d60d3a6874c571d83236db152255b30fb8653b9bdd87c60ea', '2026-11-21 06:42:45.917497+00', NULL);

INSERT INTO public.page_links VALUES
	('\xa39aa176aa4e1cab187745635e561f203346947d042591ec7b0573f68c0cdfb4', '01a1fcd7-d653-7740-ae5a-4a95e861f5da', '2026-11-21 06:42:46.019264+00'),
	('\x7bec9e215d062d0cbabb528d762f686d2333736df990d2480b71a435276fa1a5', '01a1fcd7-d705-7744-8e20-4fdb021ab944', '2026-11-21 06:42:46.167271+00'),
	('\x3683508b8f00c1bb67c946a6f1008e5bddfd38ad9d100287e40402bdf10330e7', '01a1fcd7-d721-7205-a639-3760f34d97cc', '2026-11-21 06:43:06.201467+00'),
	('\x68c90d2abe4659c087d367c517f2b73ec16bb964c49bd371f765123dbbfc8dd2', '01a1fcd8-2610-7420-a4fa-35c1bb9230a0', '2026-11-21 06:43:06.398988+00');

INSERT INTO public.pages VALUES
	('01a1fcd7-d653-7740-ae5a-4d9c2f89dc40', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5b4-70b2-bb19-71bb0bcc0868', 'email', 'bo@example.org', 0, 0, 'You are on call.', 'failed', '354', 1, 3, NULL, '2026-11-21 06:42:45.972326+00', NULL, '2026-11-21 06:42:45.972326+00', false, 0),
	('01a1fcd7-d653-7740-ae5a-501ea6b4d964', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5af-7591-b75e-f054e15d11ff', 'voice', '+15551000001', 0, 0, 'You are on call.', 'sent', '718', 1, 4, '2026-11-21 06:44:16.091313+00', '2026-11-21 06:42:45.972326+00', NULL, '2026-11-21 06:42:46.016429+00', false, 0),
	('01a1fcd7-d653-7740-ae5a-4a95e861f5da', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5aa-75bc-b7bc-4b84d8031901', 'sms', '+15551000001', 0, 0, 'You are on call.', 'delivered', '718', 1, 4, NULL, '2026-11-21 06:42:45.972326+00', NULL, '2026-11-21 06:42:45.972326+00', false, 0),
	('01a1fcd7-d705-7744-8e20-56ef9607ed24', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5af-7591-b75e-f054e15d11ff', 'voice', '+15551000001', 0, 0, 'You are on call.', 'waiting', '663', 0, 1, '2026-11-21 06:44:46.149785+00', '2026-11-21 06:42:46.149785+00', NULL, '2026-11-21 06:44:46.149785+00', false, 0),
	('01a1fcd7-d721-7205-a639-3ec12b9956af', '01a1fcd7-d700-7322-a121-ca821dedeabe', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5af-7591-b75e-f054e15d11ff', 'voice', '+15551000001', 0, 0, 'You are on call.', 'waiting', '280', 0, 1, '2026-11-21 06:44:46.178363+00', '2026-11-21 06:42:46.178363+00', NULL, '2026-11-21 06:44:46.178363+00', false, 0),
	('01a1fcd7-d743-70b5-b2af-9198552313a2', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5af-7591-b75e-f054e15d11ff', 'voice', '+15551000001', 0, 0, 'You are on call.', 'waiting', '366', 0, 1, '2026-11-21 06:44:46.2118+00', '2026-11-21 06:42:46.2118+00', NULL, '2026-11-21 06:44:46.2118+00', false, 0),
	('01a1fcd7-d705-7744-8e20-4fdb021ab944', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5aa-75bc-b7bc-4b84d8031901', 'sms', '+15551000001', 0, 0, 'You are on call.', 'delivered', '663', 1, 4, NULL, '2026-11-21 06:42:46.149785+00', NULL, '2026-11-21 06:42:46.149785+00', false, 0),
	('01a1fcd7-d705-7744-8e20-51d171cecfc1', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5b4-70b2-bb19-71bb0bcc0868', 'email', 'bo@example.org', 0, 0, 'You are on call.', 'waiting', '464', 0, 3, '2026-11-21 06:43:26.19578+00', '2026-11-21 06:42:46.149785+00', NULL, '2026-11-21 06:42:46.149785+00', true, 0),
	('01a1fcd7-d721-7205-a639-39e0c7e0b546', '01a1fcd7-d700-7322-a121-ca821dedeabe', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5b4-70b2-bb19-71bb0bcc0868', 'email', 'bo@example.org', 0, 0, 'You are on call.', 'waiting', '348', 0, 3, '2026-11-21 06:43:26.19578+00', '2026-11-21 06:42:46.178363+00', NULL, '2026-11-21 06:42:46.178363+00', true, 0),
	('01a1fcd7-d743-70b5-b2af-8e7e53776bee', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5b4-70b2-bb19-71bb0bcc0868', 'email', 'bo@example.org', 0, 0, 'You are on call.', 'waiting', '886', 0, 3, '2026-11-21 06:43:26.19578+00', '2026-11-21 06:42:46.2118+00', NULL, '2026-11-21 06:42:46.2118+00', true, 0),
	('01a1fcd7-d721-7205-a639-3760f34d97cc', '01a1fcd7-d700-7322-a121-ca821dedeabe', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5aa-75bc-b7bc-4b84d8031901', 'sms', '+15551000001', 0, 0, 'You are on call.', 'delivered', '280', 1, 5, NULL, '2026-11-21 06:42:46.178363+00', NULL, '2026-11-21 06:42:46.178363+00', true, 0),
	('01a1fcd7-d743-70b5-b2af-88c6f34b8440', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '01a1fcd7-d5aa-75bc-b7bc-4b84d8031901', 'sms', '+15551000001', 0, 0, 'You are on call.', 'delivered', '366', 1, 5, NULL, '2026-11-21 06:42:46.2118+00', NULL, '2026-11-21 06:42:46.2118+00', true, 0),
	('01a1fcd8-2610-7420-a4fa-35c1bb9230a0', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '01a1fcd7-d5be-74c8-8eea-93700aae5faf', '01a1fcd7-d5c4-7589-b4af-af105f8848f3', 'sms', '+15551000002', 0, -1, 'Bo asks for your help: please help', 'sent', '181', 1, 3, '2026-11-21 06:43:51.406479+00', '2026-11-21 06:43:06.385092+00', '01a1fcd8-2605-73df-b5da-9c7ff21dd063', '2026-11-21 06:43:06.385092+00', false, 0);

INSERT INTO public.provider_requests VALUES
	('twilio', 'SMea41ca96d18a8d466416711614a59a8c', 'status:queued', '', '2026-11-21 06:42:46.049818+00'),
	('twilio', 'CA9c61668076708211a6b6978d7c27ca73', 'status:initiated', '', '2026-11-21 06:42:46.071416+00'),
	('twilio', 'SMea41ca96d18a8d466416711614a59a8c', 'status:sent', '', '2026-11-21 06:42:46.072245+00'),
	('twilio', 'CA9c61668076708211a6b6978d7c27ca73', 'status:ringing', '', '2026-11-21 06:42:46.08608+00'),
	('twilio', 'SMea41ca96d18a8d466416711614a59a8c', 'status:delivered', '', '2026-11-21 06:42:46.105359+00'),
	('twilio', 'SMbbb79e2e457f8d497f0f077b79d2472b', 'status:queued', '', '2026-11-21 06:42:46.183285+00'),
	('twilio', 'SMbbb79e2e457f8d497f0f077b79d2472b', 'status:sent', '', '2026-11-21 06:42:46.215468+00'),
	('twilio', 'SMbbb79e2e457f8d497f0f077b79d2472b', 'status:delivered', '', '2026-11-21 06:42:46.233733+00'),
	('twilio', 'SMd8451499d8ed7066a317d0e237383688', 'status:queued', '', '2026-11-21 06:43:06.244485+00'),
	('twilio', 'SMd8451499d8ed7066a317d0e237383688', 'status:sent', '', '2026-11-21 06:43:06.269087+00'),
	('twilio', 'SMd8451499d8ed7066a317d0e237383688', 'status:delivered', '', '2026-11-21 06:43:06.316449+00');

INSERT INTO public.reply_codes VALUES
	('+15551000001', '718', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590'),
	('bo@example.org', '354', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590'),
	('+15551000001', '663', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068'),
	('bo@example.org', '464', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068'),
	('+15551000001', '280', '01a1fcd7-d700-7322-a121-ca821dedeabe'),
	('bo@example.org', '348', '01a1fcd7-d700-7322-a121-ca821dedeabe'),
	('+15551000001', '366', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1'),
	('bo@example.org', '886', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1'),
	('+15551000002', '181', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068');

INSERT INTO public.responder_requests VALUES
	('01a1fcd8-2605-73df-b5da-9c7ff21dd063', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '01a1fcd7-d5be-74c8-8eea-93700aae5faf', NULL, '01a1fcd7-d5a4-740e-9e04-256cbad62f77', 'please help', 'pending', NULL, NULL, '2026-11-21 06:43:06.381484+00', 2, '2026-11-21 06:53:06.381484+00', '2026-11-21 06:43:06.373741+00');

INSERT INTO public.schedule_layers VALUES
	('01a1fcd7-d5d8-7146-955a-89f7cdb5fb78', '01a1fcd7-d5d8-7146-955a-861ee3f78db8', 0, 'primary', '2026-01-05T09:00', NULL, 'FREQ=WEEKLY;BYDAY=MO', NULL, '[]', 'cover');

INSERT INTO public.schedule_participants VALUES
	('01a1fcd7-d5d8-7146-955a-89f7cdb5fb78', 0, '01a1fcd7-d56a-7492-9434-d380b3b8432d'),
	('01a1fcd7-d5d8-7146-955a-89f7cdb5fb78', 1, '01a1fcd7-d5a4-740e-9e04-256cbad62f77');

INSERT INTO public.schedule_versions VALUES
	('01a1fcd7-d5d8-7146-955a-861ee3f78db8', 1, '2026-11-21 06:42:45.853+00', '{"name": "Primary", "layers": [{"id": "01a1fcd7-d5d8-7146-955a-89f7cdb5fb78", "name": "primary", "endsAt": null, "handoff": "FREQ=WEEKLY;BYDAY=MO", "startsAt": "2026-01-05T09:00", "onAbsence": "cover", "participants": ["01a1fcd7-d56a-7492-9434-d380b3b8432d", "01a1fcd7-d5a4-740e-9e04-256cbad62f77"], "restrictions": [], "shiftDuration": null}], "teamId": null, "timeZone": "UTC"}', '{01a1fcd7-d56a-7492-9434-d380b3b8432d,01a1fcd7-d5a4-740e-9e04-256cbad62f77}');

INSERT INTO public.schedules VALUES
	('01a1fcd7-d5d8-7146-955a-861ee3f78db8', 'Primary', 'UTC', NULL, 1, '2026-11-21 06:42:45.853+00', '2026-11-21 06:42:45.853+00', NULL);

INSERT INTO public.schema_migrations VALUES
	(1, 1763600000000, 'FirstSchema1763600000000'),
	(2, 1763700000000, 'History1763700000000'),
	(3, 1763700001000, 'Swaps1763700001000'),
	(4, 1763700002000, 'CalendarFeeds1763700002000'),
	(5, 1763700003000, 'Notices1763700003000'),
	(6, 1763800000000, 'Policies1763800000000'),
	(7, 1763801000000, 'IncidentLife1763801000000'),
	(8, 1763802000000, 'ServicesAndWindows1763802000000'),
	(9, 1763803000000, 'ReachingPeople1763803000000'),
	(10, 1763804000000, 'Delivery1763804000000'),
	(11, 1763805000000, 'Replies1763805000000'),
	(12, 1763806000000, 'LiveFeeds1763806000000'),
	(13, 1763807000000, 'PeopleWhoLeave1763807000000');

INSERT INTO public.services VALUES
	('01a1fcd7-d602-7555-8496-b318070c6240', 'Service 3', NULL, '01a1fcd7-d5f5-76e0-9d46-ace53d6096c7', 'high', NULL, NULL, '2026-11-21 06:42:45.893206+00', 'UTC', NULL, NULL, '{"by": "none"}', '{"opens": 3, "quietSeconds": 300, "withinSeconds": 900}'),
	('01a1fcd7-d614-743e-b66e-b3109a8b8991', 'Service 5', NULL, '01a1fcd7-d5f5-76e0-9d46-ace53d6096c7', 'high', NULL, NULL, '2026-11-21 06:42:45.910341+00', 'UTC', NULL, NULL, '{"by": "none"}', '{"opens": 3, "quietSeconds": 300, "withinSeconds": 900}');

INSERT INTO public.shift_history VALUES
	('01a1fcd7-d5d8-7146-955a-861ee3f78db8', '2026-11-21 06:42:45.853+00', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', '{"id": "01a1fcd7-d5d8-7146-955a-89f7cdb5fb78", "kind": "layer", "handoff": 45}', '2026-11-21 06:43:00.506555+00');

INSERT INTO public.shift_recordings VALUES
	('01a1fcd7-d5d8-7146-955a-861ee3f78db8', '2026-11-21 06:42:45.853+00', '2026-11-21 06:43:00.497+00', '2026-11-21 07:43:00.497+00');

INSERT INTO public.team_members VALUES
	('01a1fcd7-d5cf-74ba-a60e-13eeda6a191a', '01a1fcd7-d56a-7492-9434-d380b3b8432d', 'member'),
	('01a1fcd7-d5cf-74ba-a60e-13eeda6a191a', '01a1fcd7-d5a4-740e-9e04-256cbad62f77', 'member');

INSERT INTO public.teams VALUES
	('01a1fcd7-d5cf-74ba-a60e-13eeda6a191a', 'Operations', '2026-11-21 06:42:45.840176+00');

INSERT INTO public.timeline_entries OVERRIDING SYSTEM VALUE VALUES
	(1, '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '2026-11-21 06:42:45.936145+00', 'incident.triggered', '{"type": "integration", "integrationId": "01a1fcd7-d60d-7749-b98d-df29e20f9d5e"}', 'open', '{"alertId": "01a1fcd7-d629-73ee-b4d1-8ffa23d57377", "dedupKey": "open", "severity": "critical", "policyName": "Operations"}'),
	(2, '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '2026-11-21 06:42:45.974156+00', 'step.started', '{"type": "system"}', 'step 1 of 2', '{"step": 0, "round": 0, "userIds": ["01a1fcd7-d5a4-740e-9e04-256cbad62f77"], "escalateAfterSeconds": 600}'),
	(3, '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '2026-11-21 06:42:45.974156+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "sms", "round": 0, "pageId": "01a1fcd7-d653-7740-ae5a-4a95e861f5da", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 0, "contactMethodId": "01a1fcd7-d5aa-75bc-b7bc-4b84d8031901"}'),
	(4, '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '2026-11-21 06:42:45.974156+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "email", "round": 0, "pageId": "01a1fcd7-d653-7740-ae5a-4d9c2f89dc40", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 0, "contactMethodId": "01a1fcd7-d5b4-70b2-bb19-71bb0bcc0868"}'),
	(5, '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '2026-11-21 06:42:45.974156+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "voice", "round": 0, "pageId": "01a1fcd7-d653-7740-ae5a-501ea6b4d964", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 120, "contactMethodId": "01a1fcd7-d5af-7591-b75e-f054e15d11ff"}'),
	(6, '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '2026-11-21 06:42:45.9833+00', 'alert.repeated', '{"type": "integration", "integrationId": "01a1fcd7-d60d-7749-b98d-df29e20f9d5e"}', 'open', '{"alertId": "01a1fcd7-d629-73ee-b4d1-8ffa23d57377", "dedupKey": "open"}'),
	(7, '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '2026-11-21 06:42:46.010759+00', 'attempt.failed', '{"type": "system"}', 'SMTP_URL and MAIL_FROM are not set', '{"type": "email", "pageId": "01a1fcd7-d653-7740-ae5a-4d9c2f89dc40", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "attemptId": "01a1fcd7-d671-731f-8d99-8fc493353591", "errorCode": "no-mail-server"}'),
	(8, '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '2026-11-21 06:42:46.074202+00', 'attempt.sent', '{"type": "system"}', NULL, '{"type": "sms", "pageId": "01a1fcd7-d653-7740-ae5a-4a95e861f5da", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "attemptId": "01a1fcd7-d671-731f-8d99-8809dc52f9b8"}'),
	(9, '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '2026-11-21 06:42:46.092804+00', 'attempt.sent', '{"type": "system"}', NULL, '{"type": "voice", "pageId": "01a1fcd7-d653-7740-ae5a-501ea6b4d964", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "attemptId": "01a1fcd7-d6a4-7062-b6c7-4e3c23b4fd4f"}'),
	(10, '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', '2026-11-21 06:42:46.103149+00', 'attempt.delivered', '{"type": "system"}', NULL, '{"type": "sms", "pageId": "01a1fcd7-d653-7740-ae5a-4a95e861f5da", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "attemptId": "01a1fcd7-d671-731f-8d99-8809dc52f9b8"}'),
	(11, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:42:46.129238+00', 'incident.triggered', '{"type": "integration", "integrationId": "01a1fcd7-d61c-709f-89a9-66d0786eba64"}', 'acknowledged', '{"alertId": "01a1fcd7-d6ee-77b9-9fc6-135ae79fe66c", "dedupKey": "acknowledged", "severity": "critical", "policyName": "Operations"}'),
	(12, '01a1fcd7-d700-7322-a121-ca821dedeabe', '2026-11-21 06:42:46.14703+00', 'incident.triggered', '{"type": "integration", "integrationId": "01a1fcd7-d61c-709f-89a9-66d0786eba64"}', 'resolved', '{"alertId": "01a1fcd7-d6ff-7454-ac8e-fdf75a82b4cc", "dedupKey": "resolved", "severity": "critical", "policyName": "Operations"}'),
	(13, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:42:46.150768+00', 'step.started', '{"type": "system"}', 'step 1 of 2', '{"step": 0, "round": 0, "userIds": ["01a1fcd7-d5a4-740e-9e04-256cbad62f77"], "escalateAfterSeconds": 600}'),
	(14, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:42:46.150768+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "sms", "round": 0, "pageId": "01a1fcd7-d705-7744-8e20-4fdb021ab944", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 0, "contactMethodId": "01a1fcd7-d5aa-75bc-b7bc-4b84d8031901"}'),
	(15, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:42:46.150768+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "email", "round": 0, "pageId": "01a1fcd7-d705-7744-8e20-51d171cecfc1", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 0, "contactMethodId": "01a1fcd7-d5b4-70b2-bb19-71bb0bcc0868"}'),
	(16, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:42:46.150768+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "voice", "round": 0, "pageId": "01a1fcd7-d705-7744-8e20-56ef9607ed24", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 120, "contactMethodId": "01a1fcd7-d5af-7591-b75e-f054e15d11ff"}'),
	(17, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:42:46.164901+00', 'page.held', '{"type": "system"}', 'there were several just before; it waits for its turn, and goes together with others', '{"type": "email", "until": "2026-11-21T06:43:06.156Z", "pageId": "01a1fcd7-d705-7744-8e20-51d171cecfc1", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77"}'),
	(18, '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '2026-11-21 06:42:46.172861+00', 'incident.triggered', '{"type": "integration", "integrationId": "01a1fcd7-d61c-709f-89a9-66d0786eba64"}', 'snoozed', '{"alertId": "01a1fcd7-d714-7592-84ba-bdc84438bb89", "dedupKey": "snoozed", "severity": "critical", "policyName": "Operations"}'),
	(19, '01a1fcd7-d700-7322-a121-ca821dedeabe', '2026-11-21 06:42:46.179979+00', 'step.started', '{"type": "system"}', 'step 1 of 2', '{"step": 0, "round": 0, "userIds": ["01a1fcd7-d5a4-740e-9e04-256cbad62f77"], "escalateAfterSeconds": 600}'),
	(20, '01a1fcd7-d700-7322-a121-ca821dedeabe', '2026-11-21 06:42:46.179979+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "sms", "round": 0, "pageId": "01a1fcd7-d721-7205-a639-3760f34d97cc", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 0, "contactMethodId": "01a1fcd7-d5aa-75bc-b7bc-4b84d8031901"}'),
	(21, '01a1fcd7-d700-7322-a121-ca821dedeabe', '2026-11-21 06:42:46.179979+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "email", "round": 0, "pageId": "01a1fcd7-d721-7205-a639-39e0c7e0b546", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 0, "contactMethodId": "01a1fcd7-d5b4-70b2-bb19-71bb0bcc0868"}'),
	(22, '01a1fcd7-d700-7322-a121-ca821dedeabe', '2026-11-21 06:42:46.179979+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "voice", "round": 0, "pageId": "01a1fcd7-d721-7205-a639-3ec12b9956af", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 120, "contactMethodId": "01a1fcd7-d5af-7591-b75e-f054e15d11ff"}'),
	(23, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:42:46.195111+00', 'attempt.sent', '{"type": "system"}', NULL, '{"type": "sms", "pageId": "01a1fcd7-d705-7744-8e20-4fdb021ab944", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "attemptId": "01a1fcd7-d713-769a-9f0d-22f68ff75d60"}'),
	(24, '01a1fcd7-d700-7322-a121-ca821dedeabe', '2026-11-21 06:42:46.20393+00', 'page.held', '{"type": "system"}', 'there were several just before; it waits for its turn, and goes together with others', '{"type": "sms", "until": "2026-11-21T06:43:06.163Z", "pageId": "01a1fcd7-d721-7205-a639-3760f34d97cc", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77"}'),
	(25, '01a1fcd7-d700-7322-a121-ca821dedeabe', '2026-11-21 06:42:46.20393+00', 'page.held', '{"type": "system"}', 'there were several just before; it waits for its turn, and goes together with others', '{"type": "email", "until": "2026-11-21T06:43:06.163Z", "pageId": "01a1fcd7-d721-7205-a639-39e0c7e0b546", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77"}'),
	(26, '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '2026-11-21 06:42:46.21517+00', 'step.started', '{"type": "system"}', 'step 1 of 2', '{"step": 0, "round": 0, "userIds": ["01a1fcd7-d5a4-740e-9e04-256cbad62f77"], "escalateAfterSeconds": 600}'),
	(27, '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '2026-11-21 06:42:46.21517+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "sms", "round": 0, "pageId": "01a1fcd7-d743-70b5-b2af-88c6f34b8440", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 0, "contactMethodId": "01a1fcd7-d5aa-75bc-b7bc-4b84d8031901"}'),
	(28, '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '2026-11-21 06:42:46.21517+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "email", "round": 0, "pageId": "01a1fcd7-d743-70b5-b2af-8e7e53776bee", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 0, "contactMethodId": "01a1fcd7-d5b4-70b2-bb19-71bb0bcc0868"}'),
	(29, '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '2026-11-21 06:42:46.21517+00', 'page.created', '{"type": "system"}', 'You are on call.', '{"step": 0, "type": "voice", "round": 0, "pageId": "01a1fcd7-d743-70b5-b2af-9198552313a2", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "delaySeconds": 120, "contactMethodId": "01a1fcd7-d5af-7591-b75e-f054e15d11ff"}'),
	(30, '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '2026-11-21 06:42:46.230725+00', 'page.held', '{"type": "system"}', 'there were several just before; it waits for its turn, and goes together with others', '{"type": "sms", "until": "2026-11-21T06:43:06.163Z", "pageId": "01a1fcd7-d743-70b5-b2af-88c6f34b8440", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77"}'),
	(31, '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '2026-11-21 06:42:46.230725+00', 'page.held', '{"type": "system"}', 'there were several just before; it waits for its turn, and goes together with others', '{"type": "email", "until": "2026-11-21T06:43:06.163Z", "pageId": "01a1fcd7-d743-70b5-b2af-8e7e53776bee", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77"}'),
	(32, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:42:46.232273+00', 'attempt.delivered', '{"type": "system"}', NULL, '{"type": "sms", "pageId": "01a1fcd7-d705-7744-8e20-4fdb021ab944", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "attemptId": "01a1fcd7-d713-769a-9f0d-22f68ff75d60"}'),
	(33, '01a1fcd7-d700-7322-a121-ca821dedeabe', '2026-11-21 06:43:06.26344+00', 'attempt.sent', '{"type": "system"}', NULL, '{"type": "sms", "pageId": "01a1fcd7-d721-7205-a639-3760f34d97cc", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "attemptId": "01a1fcd8-2554-76b2-a2be-e81f0d0f4646"}'),
	(34, '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '2026-11-21 06:43:06.26344+00', 'attempt.sent', '{"type": "system"}', NULL, '{"type": "sms", "pageId": "01a1fcd7-d743-70b5-b2af-88c6f34b8440", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "attemptId": "01a1fcd8-2554-76b2-a2be-ed1265333846", "leadAttemptId": "01a1fcd8-2554-76b2-a2be-e81f0d0f4646"}'),
	(35, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:43:06.270859+00', 'incident.acknowledged', '{"via": "api", "type": "user", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77"}', NULL, '{}'),
	(36, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:43:06.307877+00', 'note.added', '{"via": "api", "type": "user", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77"}', NULL, '{"text": "looking"}'),
	(37, '01a1fcd7-d700-7322-a121-ca821dedeabe', '2026-11-21 06:43:06.310218+00', 'attempt.delivered', '{"type": "system"}', NULL, '{"type": "sms", "pageId": "01a1fcd7-d721-7205-a639-3760f34d97cc", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "attemptId": "01a1fcd8-2554-76b2-a2be-e81f0d0f4646"}'),
	(38, '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '2026-11-21 06:43:06.310218+00', 'attempt.delivered', '{"type": "system"}', NULL, '{"type": "sms", "pageId": "01a1fcd7-d743-70b5-b2af-88c6f34b8440", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77", "attemptId": "01a1fcd8-2554-76b2-a2be-ed1265333846", "leadAttemptId": "01a1fcd8-2554-76b2-a2be-e81f0d0f4646"}'),
	(39, '01a1fcd7-d700-7322-a121-ca821dedeabe', '2026-11-21 06:43:06.32889+00', 'incident.resolved', '{"type": "integration", "integrationId": "01a1fcd7-d61c-709f-89a9-66d0786eba64"}', NULL, '{}'),
	(40, '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '2026-11-21 06:43:06.339998+00', 'incident.acknowledged', '{"via": "api", "type": "user", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77"}', NULL, '{}'),
	(41, '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', '2026-11-21 06:43:06.35694+00', 'incident.snoozed', '{"via": "api", "type": "user", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77"}', NULL, '{"until": "2026-11-21T07:43:06.355Z", "seconds": 3600}'),
	(42, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:43:06.375884+00', 'responder.requested', '{"via": "api", "type": "user", "userId": "01a1fcd7-d5a4-740e-9e04-256cbad62f77"}', 'please help', '{"userId": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "responderRequestId": "01a1fcd8-2605-73df-b5da-9c7ff21dd063"}'),
	(43, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:43:06.385995+00', 'page.created', '{"type": "system"}', 'Bo asks for your help: please help', '{"type": "sms", "pageId": "01a1fcd8-2610-7420-a4fa-35c1bb9230a0", "userId": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "delaySeconds": 0, "contactMethodId": "01a1fcd7-d5c4-7589-b4af-af105f8848f3", "responderRequestId": "01a1fcd8-2605-73df-b5da-9c7ff21dd063"}'),
	(44, '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', '2026-11-21 06:43:06.407183+00', 'attempt.sent', '{"type": "system"}', NULL, '{"type": "sms", "pageId": "01a1fcd8-2610-7420-a4fa-35c1bb9230a0", "userId": "01a1fcd7-d5be-74c8-8eea-93700aae5faf", "attemptId": "01a1fcd8-261d-748b-984a-42537e7d7e87"}'),
	(45, '01a1fcd8-2ce9-73e1-9813-a05641ad656d', '2026-11-21 06:43:08.141404+00', 'incident.triggered', '{"type": "integration", "integrationId": "01a1fcd7-d60d-7749-b98d-df29e20f9d5e"}', 'accepted before the stop', '{"alertId": "01a1fcd8-2ce8-7445-a079-b50680d7a4bc", "dedupKey": "accepted", "severity": "critical", "policyName": "Operations"}');

INSERT INTO public.users VALUES
	('01a1fcd7-d46d-745e-9c8f-9b671def6d71', 'Administrator', 'administrator@localhost', 'UTC', 'admin', '2026-11-21 06:42:45.486802+00', NULL, NULL),
	('01a1fcd7-d56a-7492-9434-d380b3b8432d', 'Ana', 'ana.1@example.org', 'UTC', 'responder', '2026-11-21 06:42:45.738913+00', NULL, NULL),
	('01a1fcd7-d5a4-740e-9e04-256cbad62f77', 'Bo', 'bo@example.org', 'UTC', 'responder', '2026-11-21 06:42:45.796284+00', NULL, NULL),
	('01a1fcd7-d5be-74c8-8eea-93700aae5faf', 'Cy', 'cy.2@example.org', 'UTC', 'admin', '2026-11-21 06:42:45.823149+00', NULL, NULL);

INSERT INTO public.webhook_deliveries VALUES
	('01a1fcd7-d673-76e5-9de4-a13261529e5a', '01a1fcd7-d5ee-76a6-8f07-06fe418cbf05', '1073', 2, 'incident.triggered', '2026-11-21 06:42:45.936+00', '01a1fcd7-d62a-71f8-b6f3-5b1515c3d590', 'waiting', 5, '2026-11-21 06:42:46.003912+00', 5, 6, '2026-11-21 06:43:08.07499+00', '2026-11-21 06:42:59.019278+00', NULL, 'No connection could be made.', '2026-11-21 06:42:46.003912+00'),
	('01a1fcd7-d874-7566-812b-ad2cea0b031f', '01a1fcd7-d5ee-76a6-8f07-06fe418cbf05', '1098', 12, 'incident.triggered', '2026-11-21 06:42:46.129+00', '01a1fcd7-d6ee-77b9-9fc6-16fd866c6068', 'waiting', 5, '2026-11-21 06:42:46.516806+00', 5, 6, '2026-11-21 06:43:10.917702+00', '2026-11-21 06:42:59.529226+00', NULL, 'No connection could be made.', '2026-11-21 06:42:46.516806+00'),
	('01a1fcd7-d874-7566-812b-b0578dbf7742', '01a1fcd7-d5ee-76a6-8f07-06fe418cbf05', '1100', 13, 'incident.triggered', '2026-11-21 06:42:46.147+00', '01a1fcd7-d700-7322-a121-ca821dedeabe', 'waiting', 5, '2026-11-21 06:42:46.516806+00', 5, 6, '2026-11-21 06:43:15.97596+00', '2026-11-21 06:43:00.527353+00', NULL, 'No connection could be made.', '2026-11-21 06:42:46.516806+00'),
	('01a1fcd7-d874-7566-812b-b697601859ea', '01a1fcd7-d5ee-76a6-8f07-06fe418cbf05', '1107', 19, 'incident.triggered', '2026-11-21 06:42:46.172+00', '01a1fcd7-d715-70df-bd5e-c4b31b4018a1', 'waiting', 5, '2026-11-21 06:42:46.516806+00', 5, 6, '2026-11-21 06:43:15.299442+00', '2026-11-21 06:43:00.527353+00', NULL, 'No connection could be made.', '2026-11-21 06:42:46.516806+00');

INSERT INTO public.webhooks VALUES
	('01a1fcd7-d5ee-76a6-8f07-06fe418cbf05', 'Board', 'http://127.0.0.1:9/rouse', '{incident.triggered}', NULL, 'whsec_n_2tg1CMYrA7r0ZHeOSWt9FQ3qFcvYo7PT_PJbjYGQw', NULL, NULL, '01a1fcd7-d46d-745e-9c8f-9b671def6d71', '2026-11-21 06:42:45.87027+00', '1067', '2026-11-21 06:42:46.018813+00', NULL, NULL);

SELECT pg_catalog.setval('public.audit_log_id_seq', 23, true);

SELECT pg_catalog.setval('public.changes_id_seq', 46, true);

SELECT pg_catalog.setval('public.incidents_number_seq', 5, true);

SELECT pg_catalog.setval('public.overrides_made_order_seq', 1, false);

SELECT pg_catalog.setval('public.schema_migrations_id_seq', 13, true);

SELECT pg_catalog.setval('public.simulator_calls_made_order_seq', 1, false);

SELECT pg_catalog.setval('public.simulator_messages_made_order_seq', 1, false);

SELECT pg_catalog.setval('public.timeline_entries_id_seq', 45, true);

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT "PK_62441bec32630ced9e4cccae336" PRIMARY KEY (id);

ALTER TABLE ONLY public.absences
    ADD CONSTRAINT absences_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_page_id_number_key UNIQUE (page_id, number);

ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_secret_hash_key UNIQUE (secret_hash);

ALTER TABLE ONLY public.change_positions
    ADD CONSTRAINT change_positions_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.changes
    ADD CONSTRAINT changes_pkey PRIMARY KEY (xid, id);

ALTER TABLE ONLY public.contact_method_tests
    ADD CONSTRAINT contact_method_tests_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contact_method_verifications
    ADD CONSTRAINT contact_method_verifications_pkey PRIMARY KEY (contact_method_id);

ALTER TABLE ONLY public.contact_methods
    ADD CONSTRAINT contact_methods_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contact_methods
    ADD CONSTRAINT contact_methods_user_id_type_address_key UNIQUE (user_id, type, address);

ALTER TABLE ONLY public.early_receipts
    ADD CONSTRAINT early_receipts_pkey PRIMARY KEY (provider, provider_id, state);

ALTER TABLE ONLY public.escalation_policies
    ADD CONSTRAINT escalation_policies_name_key UNIQUE (name);

ALTER TABLE ONLY public.escalation_policies
    ADD CONSTRAINT escalation_policies_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.escalation_policy_targets
    ADD CONSTRAINT escalation_policy_targets_policy_id_schedule_id_key UNIQUE (policy_id, schedule_id);

ALTER TABLE ONLY public.escalation_policy_targets
    ADD CONSTRAINT escalation_policy_targets_policy_id_team_id_key UNIQUE (policy_id, team_id);

ALTER TABLE ONLY public.escalation_policy_targets
    ADD CONSTRAINT escalation_policy_targets_policy_id_user_id_key UNIQUE (policy_id, user_id);

ALTER TABLE ONLY public.escalations
    ADD CONSTRAINT escalations_pkey PRIMARY KEY (incident_id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller, key);

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_number_key UNIQUE (number);

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.integrations
    ADD CONSTRAINT integrations_key_hash_key UNIQUE (key_hash);

ALTER TABLE ONLY public.integrations
    ADD CONSTRAINT integrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.maintenance_silences
    ADD CONSTRAINT maintenance_silences_pkey PRIMARY KEY (service_id);

ALTER TABLE ONLY public.maintenance_window_services
    ADD CONSTRAINT maintenance_window_services_pkey PRIMARY KEY (window_id, service_id);

ALTER TABLE ONLY public.maintenance_windows
    ADD CONSTRAINT maintenance_windows_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notice_attempts
    ADD CONSTRAINT notice_attempts_pkey PRIMARY KEY (notice_id, number);

ALTER TABLE ONLY public.notice_refusals
    ADD CONSTRAINT notice_refusals_pkey PRIMARY KEY (user_id, kind);

ALTER TABLE ONLY public.notice_scans
    ADD CONSTRAINT notice_scans_pkey PRIMARY KEY (schedule_id, kind);

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_once_key_key UNIQUE (once_key);

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.override_cuts
    ADD CONSTRAINT override_cuts_pkey PRIMARY KEY (override_id, cut_at);

ALTER TABLE ONLY public.overrides
    ADD CONSTRAINT overrides_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.page_links
    ADD CONSTRAINT page_links_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.pages
    ADD CONSTRAINT pages_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.paging_rules
    ADD CONSTRAINT paging_rules_pkey PRIMARY KEY (user_id, urgency, "position");

ALTER TABLE ONLY public.provider_allowances
    ADD CONSTRAINT provider_allowances_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.provider_requests
    ADD CONSTRAINT provider_requests_pkey PRIMARY KEY (provider, provider_id, event);

ALTER TABLE ONLY public.reply_codes
    ADD CONSTRAINT reply_codes_pkey PRIMARY KEY (address, incident_id);

ALTER TABLE ONLY public.reply_hints
    ADD CONSTRAINT reply_hints_pkey PRIMARY KEY (address);

ALTER TABLE ONLY public.reply_limits
    ADD CONSTRAINT reply_limits_pkey PRIMARY KEY (address);

ALTER TABLE ONLY public.responder_requests
    ADD CONSTRAINT responder_requests_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.round_robin_turns
    ADD CONSTRAINT round_robin_turns_pkey PRIMARY KEY (of_id);

ALTER TABLE ONLY public.schedule_layers
    ADD CONSTRAINT schedule_layers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.schedule_layers
    ADD CONSTRAINT schedule_layers_schedule_id_position_key UNIQUE (schedule_id, "position") DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.schedule_participants
    ADD CONSTRAINT schedule_participants_pkey PRIMARY KEY (layer_id, "position");

ALTER TABLE ONLY public.schedule_versions
    ADD CONSTRAINT schedule_versions_pkey PRIMARY KEY (schedule_id, version);

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_name_key UNIQUE (name);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.shift_history
    ADD CONSTRAINT shift_history_pkey PRIMARY KEY (schedule_id, starts_at);

ALTER TABLE ONLY public.shift_recordings
    ADD CONSTRAINT shift_recordings_pkey PRIMARY KEY (schedule_id);

ALTER TABLE ONLY public.simulator_calls
    ADD CONSTRAINT simulator_calls_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.simulator_messages
    ADD CONSTRAINT simulator_messages_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.swap_answer_links
    ADD CONSTRAINT swap_answer_links_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.swap_invitations
    ADD CONSTRAINT swap_invitations_pkey PRIMARY KEY (swap_id, user_id);

ALTER TABLE ONLY public.swaps
    ADD CONSTRAINT swaps_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT team_members_pkey PRIMARY KEY (team_id, user_id);

ALTER TABLE ONLY public.teams
    ADD CONSTRAINT teams_name_key UNIQUE (name);

ALTER TABLE ONLY public.teams
    ADD CONSTRAINT teams_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.timeline_entries
    ADD CONSTRAINT timeline_entries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_webhook_id_change_xid_change_id_key UNIQUE (webhook_id, change_xid, change_id);

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (id);

CREATE INDEX absences_user ON public.absences USING btree (user_id, ends_at);

CREATE INDEX alerts_incident ON public.alerts USING btree (incident_id, id);

CREATE INDEX alerts_incident_open ON public.alerts USING btree (incident_id) WHERE (status <> 'resolved'::text);

CREATE INDEX alerts_key_history ON public.alerts USING btree (service_id, dedup_key, created_at);

CREATE UNIQUE INDEX alerts_open_dedup_key ON public.alerts USING btree (service_id, dedup_key) WHERE (status <> 'resolved'::text);

CREATE INDEX alerts_settle ON public.alerts USING btree (settles_at) WHERE ((settles_at IS NOT NULL) AND (status <> 'resolved'::text));

CREATE INDEX alerts_suppressed ON public.alerts USING btree (service_id, id) WHERE ((incident_id IS NULL) AND (status <> 'resolved'::text));

CREATE INDEX alerts_suppressed_by ON public.alerts USING btree (suppressed_by, id) WHERE (suppressed_by IS NOT NULL);

CREATE INDEX alerts_suppressed_once ON public.alerts USING btree (service_id, id) WHERE (suppressed_at IS NOT NULL);

CREATE INDEX api_tokens_user ON public.api_tokens USING btree (user_id);

CREATE INDEX attempts_lead ON public.attempts USING btree (lead_attempt_id) WHERE (lead_attempt_id IS NOT NULL);

CREATE INDEX attempts_line ON public.attempts USING btree (line) WHERE (line IS NOT NULL);

CREATE UNIQUE INDEX attempts_provider_id ON public.attempts USING btree (provider, provider_id) WHERE (provider_id IS NOT NULL);

CREATE INDEX attempts_user ON public.attempts USING btree (user_id, created_at) WHERE (lead_attempt_id IS NULL);

CREATE INDEX audit_log_object ON public.audit_log USING btree (object_type, object_id, id);

CREATE INDEX calendar_feeds_made_by ON public.calendar_feeds USING btree (made_by, id) WHERE (revoked_at IS NULL);

CREATE INDEX calendar_feeds_schedule ON public.calendar_feeds USING btree (schedule_id) WHERE (schedule_id IS NOT NULL);

CREATE INDEX calendar_feeds_team ON public.calendar_feeds USING btree (team_id) WHERE (team_id IS NOT NULL);

CREATE INDEX calendar_feeds_user ON public.calendar_feeds USING btree (user_id) WHERE (user_id IS NOT NULL);

CREATE INDEX contact_method_tests_address ON public.contact_method_tests USING btree (address, code) WHERE (status = ANY (ARRAY['sending'::text, 'sent'::text]));

CREATE INDEX contact_method_tests_method ON public.contact_method_tests USING btree (contact_method_id, id);

CREATE INDEX contact_method_tests_user ON public.contact_method_tests USING btree (user_id, created_at);

CREATE INDEX contact_methods_address ON public.contact_methods USING btree (address);

CREATE INDEX escalation_policies_hand_off ON public.escalation_policies USING btree (hand_off_to) WHERE (hand_off_to IS NOT NULL);

CREATE INDEX escalation_policy_targets_schedule ON public.escalation_policy_targets USING btree (schedule_id);

CREATE INDEX escalation_policy_targets_team ON public.escalation_policy_targets USING btree (team_id);

CREATE INDEX escalation_policy_targets_user ON public.escalation_policy_targets USING btree (user_id);

CREATE INDEX escalations_due ON public.escalations USING btree (due_at) WHERE (status = 'running'::text);

CREATE INDEX events_alert ON public.events USING btree (alert_id, id);

CREATE INDEX idempotency_keys_created ON public.idempotency_keys USING btree (created_at);

CREATE INDEX incidents_auto_resolve ON public.incidents USING btree (auto_resolve_at) WHERE ((status <> 'resolved'::text) AND (auto_resolve_at IS NOT NULL));

CREATE INDEX incidents_grouping ON public.incidents USING btree (service_id, grouping_key, number) WHERE ((status <> 'resolved'::text) AND (grouping_key IS NOT NULL));

CREATE INDEX incidents_merged_into ON public.incidents USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX incidents_open ON public.incidents USING btree (id) WHERE (status <> 'resolved'::text);

CREATE INDEX incidents_priority ON public.incidents USING btree (priority, id) WHERE (priority IS NOT NULL);

CREATE INDEX incidents_service ON public.incidents USING btree (service_id, id);

CREATE INDEX incidents_status ON public.incidents USING btree (status, id);

CREATE INDEX incidents_urgency ON public.incidents USING btree (urgency, id);

CREATE INDEX incidents_wakes ON public.incidents USING btree (wakes_at) WHERE (wakes_at IS NOT NULL);

CREATE INDEX integrations_service ON public.integrations USING btree (service_id);

CREATE INDEX maintenance_silences_due ON public.maintenance_silences USING btree (due_at);

CREATE INDEX maintenance_window_services_service ON public.maintenance_window_services USING btree (service_id);

CREATE INDEX notice_scans_due ON public.notice_scans USING btree (kind, due_at);

CREATE INDEX notices_done ON public.notices USING btree (created_at) WHERE (due_at IS NULL);

CREATE INDEX notices_due ON public.notices USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX notices_user ON public.notices USING btree (user_id, id);

CREATE INDEX overrides_known ON public.overrides USING btree (schedule_id, starts_at);

CREATE INDEX overrides_swap ON public.overrides USING btree (swap_id) WHERE (swap_id IS NOT NULL);

CREATE INDEX overrides_user ON public.overrides USING btree (user_id, ends_at) WHERE (deleted_at IS NULL);

CREATE INDEX overrides_window ON public.overrides USING btree (schedule_id, ends_at) WHERE (deleted_at IS NULL);

CREATE INDEX page_links_page ON public.page_links USING btree (page_id);

CREATE INDEX pages_due ON public.pages USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX pages_incident ON public.pages USING btree (incident_id, id);

CREATE INDEX pages_reply ON public.pages USING btree (address, reply_code);

CREATE INDEX pages_responder_request ON public.pages USING btree (responder_request_id) WHERE (responder_request_id IS NOT NULL);

CREATE INDEX pages_wanted ON public.pages USING btree (user_id, wanted_at) WHERE (status = 'waiting'::text);

CREATE INDEX responder_requests_due ON public.responder_requests USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX responder_requests_incident ON public.responder_requests USING btree (incident_id, id);

CREATE UNIQUE INDEX responder_requests_pending ON public.responder_requests USING btree (incident_id, user_id) WHERE (status = 'pending'::text);

CREATE INDEX responder_requests_user ON public.responder_requests USING btree (user_id, id);

CREATE INDEX schedule_participants_user ON public.schedule_participants USING btree (user_id);

CREATE INDEX schedule_versions_users ON public.schedule_versions USING gin (user_ids);

CREATE UNIQUE INDEX schedules_name ON public.schedules USING btree (name) WHERE (archived_at IS NULL);

CREATE INDEX services_policy ON public.services USING btree (escalation_policy_id);

CREATE INDEX services_support_begins ON public.services USING btree (support_begins_at) WHERE (support_begins_at IS NOT NULL);

CREATE INDEX shift_recordings_due ON public.shift_recordings USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX simulator_calls_phone ON public.simulator_calls USING btree (phone, made_order);

CREATE INDEX simulator_messages_phone ON public.simulator_messages USING btree (phone, made_order);

CREATE INDEX swap_answer_links_invitation ON public.swap_answer_links USING btree (swap_id, user_id);

CREATE INDEX swap_invitations_reply ON public.swap_invitations USING btree (user_id, reply_code);

CREATE INDEX swaps_due ON public.swaps USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX swaps_from ON public.swaps USING btree (from_user_id, id);

CREATE INDEX swaps_schedule ON public.swaps USING btree (schedule_id, id);

CREATE INDEX team_members_user ON public.team_members USING btree (user_id);

CREATE INDEX timeline_entries_incident ON public.timeline_entries USING btree (incident_id, id);

CREATE INDEX timeline_entries_notes ON public.timeline_entries USING btree (incident_id, id) WHERE (kind = 'note.added'::text);

CREATE UNIQUE INDEX users_email ON public.users USING btree (lower(email)) WHERE (deleted_at IS NULL);

CREATE INDEX webhook_deliveries_done ON public.webhook_deliveries USING btree (created_at) WHERE (due_at IS NULL);

CREATE INDEX webhook_deliveries_due ON public.webhook_deliveries USING btree (webhook_id, due_at, id) WHERE (due_at IS NOT NULL);

CREATE INDEX webhook_deliveries_log ON public.webhook_deliveries USING btree (webhook_id, id);

CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION public.audit_log_is_append_only();

CREATE TRIGGER audit_log_changes AFTER INSERT ON public.audit_log FOR EACH ROW WHEN ((new.object_type = ANY (ARRAY['schedule'::text, 'override'::text, 'absence'::text, 'swap'::text]))) EXECUTE FUNCTION public.note_schedule_change();

CREATE TRIGGER override_cuts_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.override_cuts FOR EACH STATEMENT EXECUTE FUNCTION public.history_is_append_only();

CREATE TRIGGER schedule_versions_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.schedule_versions FOR EACH STATEMENT EXECUTE FUNCTION public.history_is_append_only();

CREATE TRIGGER shift_history_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.shift_history FOR EACH STATEMENT EXECUTE FUNCTION public.history_is_append_only();

CREATE TRIGGER shift_history_for_good BEFORE INSERT ON public.shift_history FOR EACH ROW EXECUTE FUNCTION public.shift_history_is_for_good();

CREATE TRIGGER shift_recordings_grow BEFORE UPDATE ON public.shift_recordings FOR EACH ROW EXECUTE FUNCTION public.shift_recordings_only_grow();

CREATE TRIGGER shift_recordings_stay BEFORE DELETE OR TRUNCATE ON public.shift_recordings FOR EACH STATEMENT EXECUTE FUNCTION public.history_is_append_only();

CREATE TRIGGER timeline_entries_changes AFTER INSERT ON public.timeline_entries REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.note_timeline_changes();

ALTER TABLE ONLY public.absences
    ADD CONSTRAINT absences_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.absences
    ADD CONSTRAINT absences_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_integration_id_fkey FOREIGN KEY (integration_id) REFERENCES public.integrations(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.services(id);

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_suppressed_by_fkey FOREIGN KEY (suppressed_by) REFERENCES public.maintenance_windows(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_lead_attempt_id_fkey FOREIGN KEY (lead_attempt_id) REFERENCES public.attempts(id);

ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_page_id_fkey FOREIGN KEY (page_id) REFERENCES public.pages(id);

ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_method_tests
    ADD CONSTRAINT contact_method_tests_contact_method_id_fkey FOREIGN KEY (contact_method_id) REFERENCES public.contact_methods(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_method_tests
    ADD CONSTRAINT contact_method_tests_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_method_verifications
    ADD CONSTRAINT contact_method_verifications_contact_method_id_fkey FOREIGN KEY (contact_method_id) REFERENCES public.contact_methods(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_methods
    ADD CONSTRAINT contact_methods_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.escalation_policies
    ADD CONSTRAINT escalation_policies_hand_off_to_fkey FOREIGN KEY (hand_off_to) REFERENCES public.escalation_policies(id);

ALTER TABLE ONLY public.escalation_policy_targets
    ADD CONSTRAINT escalation_policy_targets_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES public.escalation_policies(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.escalation_policy_targets
    ADD CONSTRAINT escalation_policy_targets_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id);

ALTER TABLE ONLY public.escalation_policy_targets
    ADD CONSTRAINT escalation_policy_targets_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id);

ALTER TABLE ONLY public.escalation_policy_targets
    ADD CONSTRAINT escalation_policy_targets_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.escalations
    ADD CONSTRAINT escalations_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES public.alerts(id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_integration_id_fkey FOREIGN KEY (integration_id) REFERENCES public.integrations(id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.services(id);

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.services(id);

ALTER TABLE ONLY public.integrations
    ADD CONSTRAINT integrations_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.services(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.maintenance_silences
    ADD CONSTRAINT maintenance_silences_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.services(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.maintenance_window_services
    ADD CONSTRAINT maintenance_window_services_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.services(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.maintenance_window_services
    ADD CONSTRAINT maintenance_window_services_window_id_fkey FOREIGN KEY (window_id) REFERENCES public.maintenance_windows(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_attempts
    ADD CONSTRAINT notice_attempts_contact_method_id_fkey FOREIGN KEY (contact_method_id) REFERENCES public.contact_methods(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.notice_attempts
    ADD CONSTRAINT notice_attempts_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES public.notices(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_refusals
    ADD CONSTRAINT notice_refusals_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_scans
    ADD CONSTRAINT notice_scans_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.override_cuts
    ADD CONSTRAINT override_cuts_override_id_fkey FOREIGN KEY (override_id) REFERENCES public.overrides(id);

ALTER TABLE ONLY public.overrides
    ADD CONSTRAINT overrides_agreed_swap FOREIGN KEY (swap_id) REFERENCES public.swaps(id);

ALTER TABLE ONLY public.overrides
    ADD CONSTRAINT overrides_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.overrides
    ADD CONSTRAINT overrides_replaces_fkey FOREIGN KEY (replaces) REFERENCES public.users(id);

ALTER TABLE ONLY public.overrides
    ADD CONSTRAINT overrides_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.overrides
    ADD CONSTRAINT overrides_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.page_links
    ADD CONSTRAINT page_links_page_id_fkey FOREIGN KEY (page_id) REFERENCES public.pages(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.pages
    ADD CONSTRAINT pages_contact_method_id_fkey FOREIGN KEY (contact_method_id) REFERENCES public.contact_methods(id);

ALTER TABLE ONLY public.pages
    ADD CONSTRAINT pages_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.pages
    ADD CONSTRAINT pages_responder_request_id_fkey FOREIGN KEY (responder_request_id) REFERENCES public.responder_requests(id);

ALTER TABLE ONLY public.pages
    ADD CONSTRAINT pages_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.paging_rules
    ADD CONSTRAINT paging_rules_contact_method_id_fkey FOREIGN KEY (contact_method_id) REFERENCES public.contact_methods(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.paging_rules
    ADD CONSTRAINT paging_rules_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reply_codes
    ADD CONSTRAINT reply_codes_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.responder_requests
    ADD CONSTRAINT responder_requests_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.responder_requests
    ADD CONSTRAINT responder_requests_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.responder_requests
    ADD CONSTRAINT responder_requests_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.responder_requests
    ADD CONSTRAINT responder_requests_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id);

ALTER TABLE ONLY public.responder_requests
    ADD CONSTRAINT responder_requests_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.schedule_layers
    ADD CONSTRAINT schedule_layers_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.schedule_participants
    ADD CONSTRAINT schedule_participants_layer_id_fkey FOREIGN KEY (layer_id) REFERENCES public.schedule_layers(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.schedule_participants
    ADD CONSTRAINT schedule_participants_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.schedule_versions
    ADD CONSTRAINT schedule_versions_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id);

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_escalation_policy_id_fkey FOREIGN KEY (escalation_policy_id) REFERENCES public.escalation_policies(id);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.shift_history
    ADD CONSTRAINT shift_history_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id);

ALTER TABLE ONLY public.shift_history
    ADD CONSTRAINT shift_history_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.shift_recordings
    ADD CONSTRAINT shift_recordings_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id);

ALTER TABLE ONLY public.swap_answer_links
    ADD CONSTRAINT swap_answer_links_swap_id_user_id_fkey FOREIGN KEY (swap_id, user_id) REFERENCES public.swap_invitations(swap_id, user_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.swap_invitations
    ADD CONSTRAINT swap_invitations_swap_id_fkey FOREIGN KEY (swap_id) REFERENCES public.swaps(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.swap_invitations
    ADD CONSTRAINT swap_invitations_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.swaps
    ADD CONSTRAINT swaps_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.swaps
    ADD CONSTRAINT swaps_from_user_id_fkey FOREIGN KEY (from_user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.swaps
    ADD CONSTRAINT swaps_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedules(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.swaps
    ADD CONSTRAINT swaps_with_user_id_fkey FOREIGN KEY (with_user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT team_members_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT team_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.timeline_entries
    ADD CONSTRAINT timeline_entries_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhooks(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id);
