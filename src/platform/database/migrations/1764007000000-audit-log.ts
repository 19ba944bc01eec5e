import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit log says why and what kind of account it was, can be searched, and lets go what is older than the setting
 * says. The indexes are built while nobody writes into the log: about two minutes a million entries.
 */
export class AuditLog1764007000000 implements MigrationInterface {
  name = 'AuditLog1764007000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0',
    );
    for (const statements of [COLUMNS, APPEND_ONLY, SEARCH]) await queryRunner.query(statements);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

/** Null in entries that a version before wrote: then whether it was a person follows from `actor_user_id`. */
const COLUMNS = `
ALTER TABLE audit_log ADD COLUMN actor_kind text CHECK (actor_kind IN ('person', 'service', 'system')),
                      ADD COLUMN reason text;
`;

/**
 * One thing may be done to entries that are there: a transaction that says how many days are kept may remove what is
 * older, from the oldest on and leaving none out. The trigger writes the entry about it, so nothing goes unsaid.
 */
const APPEND_ONLY = `
DROP TRIGGER audit_log_append_only ON audit_log;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();

CREATE FUNCTION audit_log_lets_go_the_oldest() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kept_days int := nullif(current_setting('rouse.audit_retention_days', true), '')::int;
  cut_off timestamptz := date_trunc('day', rouse_now() - make_interval(days => kept_days), 'UTC');
  last record;
  entries bigint;
BEGIN
  IF kept_days IS NULL OR kept_days < 31 THEN
    RAISE EXCEPTION 'the audit log is append-only';
  END IF;
  SELECT count(*) INTO entries FROM removed;
  IF entries = 0 THEN RETURN NULL; END IF;
  SELECT at, id INTO last FROM removed ORDER BY at DESC, id DESC LIMIT 1;
  IF last.at >= cut_off THEN
    RAISE EXCEPTION 'the audit log is append-only: an entry of the last % days would go', kept_days;
  END IF;
  IF EXISTS (SELECT FROM audit_log WHERE (audit_log.at, audit_log.id) < (last.at, last.id)) THEN
    RAISE EXCEPTION 'the audit log is append-only: an older entry would be left';
  END IF;
  INSERT INTO audit_log (actor_kind, actor, action, object_type, object_id, after, reason)
    VALUES ('system', 'system', 'audit-log.expire', 'audit-log', 'audit-log',
            jsonb_build_object('entries', entries, 'until', last.at), format('kept for %s days', kept_days));
  RETURN NULL;
END $$;
CREATE TRIGGER audit_log_retention AFTER DELETE ON audit_log REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_lets_go_the_oldest();
`;

/**
 * An index for each way to search, all in the order of the answer. Words beyond 100,000 characters of one state are not
 * looked at: PostgreSQL refuses to write more than a megabyte of them.
 */
const SEARCH = `
CREATE FUNCTION audit_log_words(
  actor text, action text, object_id text, source_address text, request_id text, reason text, before jsonb, after jsonb
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('simple', actor || ' ' || action || ' ' || object_id || ' ' || coalesce(source_address, '')
                               || ' ' || coalesce(request_id, '') || ' ' || coalesce(reason, ''))
    || CASE WHEN length(before::text) < 100000 THEN jsonb_to_tsvector('simple', before, '["string", "numeric"]') ELSE '' END
    || CASE WHEN length(after::text) < 100000 THEN jsonb_to_tsvector('simple', after, '["string", "numeric"]') ELSE '' END
$$;
DROP INDEX audit_log_object;
CREATE INDEX audit_log_at ON audit_log (at, id);
CREATE INDEX audit_log_actor ON audit_log (actor_user_id, at, id);
CREATE INDEX audit_log_action ON audit_log (action, at, id);
CREATE INDEX audit_log_noun ON audit_log (split_part(action, '.', 1), at, id);
CREATE INDEX audit_log_object_type ON audit_log (object_type, at, id);
CREATE INDEX audit_log_object ON audit_log (object_id, at, id);
CREATE INDEX audit_log_words ON audit_log USING gin (
  audit_log_words(actor, action, object_id, source_address, request_id, reason, before, after));
`;

const UNDO = `
DROP INDEX audit_log_words, audit_log_object, audit_log_object_type, audit_log_noun, audit_log_action, audit_log_actor,
           audit_log_at;
CREATE INDEX audit_log_object ON audit_log (object_type, object_id, id);
DROP FUNCTION audit_log_words;
DROP TRIGGER audit_log_retention ON audit_log;
DROP FUNCTION audit_log_lets_go_the_oldest;
DROP TRIGGER audit_log_append_only ON audit_log;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
ALTER TABLE audit_log DROP COLUMN actor_kind, DROP COLUMN reason;
`;
