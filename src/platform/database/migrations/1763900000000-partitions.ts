import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The logs that grow with every alert are split by month, so that what is old is dropped as whole tables. What is there
 * stays where it is: the former table becomes the first partition, and no row is written anew.
 */
export class Partitions1763900000000 implements MigrationInterface {
  name = 'Partitions1763900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Reading a former table through once, to prove its bounds, may take longer than a statement otherwise may.
    await queryRunner.query(
      'SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0',
    );
    await queryRunner.query(TAKE_LOCKS);
    await queryRunner.query(FOUNDATIONS);
    const months = await monthsFrom(queryRunner);
    for (const log of LOGS) await split(queryRunner, log, months);
    await queryRunner.query(CHANGES_TRIGGER);
    await queryRunner.query('ANALYZE events, attempts, timeline_entries');
    await queryRunner.query('UPDATE partitioned_tables SET analyzed_at = rouse_now()');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0',
    );
    await queryRunner.query('ALTER SEQUENCE timeline_entries_id_seq OWNED BY NONE');
    for (const { table, shared, own } of LOGS) {
      await queryRunner.query(`
CREATE TABLE ${table}_whole (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE);
INSERT INTO ${table}_whole SELECT * FROM ${table};
DROP TABLE ${table};
ALTER TABLE ${table}_whole RENAME TO ${table};
${shared}
${own(table)}`);
    }
    await queryRunner.query(UNDO);
    await queryRunner.query(CHANGES_TRIGGER);
  }
}

/** A log, by which column it is split, and its indexes: those of all partitions, and those that each has for itself. */
interface Log {
  readonly table: 'events' | 'attempts' | 'timeline_entries';
  readonly by: 'id' | 'at';
  /** Beside the indexes that the former table has already, under the same names. */
  readonly shared: string;
  /** What is unique cannot span partitions that are split by something else: each keeps it for itself. */
  readonly own: (partition: string) => string;
}

const LOGS: readonly Log[] = [
  {
    table: 'events',
    by: 'id',
    shared: `ALTER TABLE events ADD PRIMARY KEY (id);
CREATE INDEX events_alert ON events (alert_id, id);`,
    own: () => '',
  },
  {
    table: 'attempts',
    by: 'id',
    shared: `ALTER TABLE attempts ADD PRIMARY KEY (id);
CREATE INDEX attempts_lead ON attempts (lead_attempt_id) WHERE lead_attempt_id IS NOT NULL;
CREATE INDEX attempts_user ON attempts (user_id, created_at) WHERE lead_attempt_id IS NULL;
CREATE INDEX attempts_line ON attempts (line) WHERE line IS NOT NULL;`,
    own: (partition) => `ALTER TABLE ${partition} ADD UNIQUE (page_id, number);
CREATE UNIQUE INDEX ON ${partition} (provider, provider_id) WHERE provider_id IS NOT NULL;`,
  },
  {
    table: 'timeline_entries',
    by: 'at',
    shared: `ALTER TABLE timeline_entries ALTER COLUMN id SET DEFAULT nextval('timeline_entries_id_seq');
ALTER SEQUENCE timeline_entries_id_seq OWNED BY timeline_entries.id;
CREATE INDEX timeline_entries_incident ON timeline_entries (incident_id, id);
CREATE INDEX timeline_entries_notes ON timeline_entries (incident_id, id) WHERE kind = 'note.added';`,
    own: (partition) => `ALTER TABLE ${partition} ADD PRIMARY KEY (id);`,
  },
];

/** Two processes of the former version may work beside this; who of them waits for us must not be who we wait for. */
const TAKE_LOCKS = `
SET LOCAL lock_timeout = '1s';
DO $$
BEGIN
  FOR try IN 1..120 LOOP
    BEGIN
      LOCK TABLE attempts, events, timeline_entries IN ACCESS EXCLUSIVE MODE;
      -- Foreign keys are taken away, which locks what they lead to.
      LOCK TABLE users, services, integrations, incidents, alerts, pages IN ACCESS EXCLUSIVE MODE;
      RETURN;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      PERFORM pg_sleep(random() / 2);
    END;
  END LOOP;
  RAISE 'Other transactions hold the tables for too long: end them, or stop the former version, and start again';
END $$;
SET LOCAL lock_timeout = 0;
`;

const FOUNDATIONS = `
-- The first id that can be made at a moment: ids are UUIDs of version 7, which begin with their milliseconds.
CREATE FUNCTION rouse_first_id_at(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- due_at: when to look whether partitions have to be made, or are old enough to be dropped. analyzed_at: PostgreSQL
-- keeps the statistics of each partition up to date, and those of the whole not.
CREATE TABLE partitioned_tables (
  name text PRIMARY KEY,
  due_at timestamptz NOT NULL DEFAULT rouse_now() + interval '1 hour',
  analyzed_at timestamptz
);
INSERT INTO partitioned_tables (name) VALUES ('events'), ('attempts'), ('timeline_entries');

-- Which incidents were resolved lately: their logs are not dropped yet.
CREATE INDEX incidents_resolved ON incidents (resolved_at) WHERE resolved_at IS NOT NULL;

-- What somebody has, without looking at what everybody has.
CREATE INDEX incidents_acknowledged_by ON incidents (acknowledged_by, id) WHERE acknowledged_by IS NOT NULL;
CREATE INDEX escalations_paged ON escalations USING gin ((position -> 'pagedUserIds'));
CREATE INDEX escalations_beginning ON escalations (incident_id) WHERE position -> 'step' = '-1' AND status = 'running';

DROP TRIGGER timeline_entries_changes ON timeline_entries;
-- An identity belongs to one table; a sequence to all partitions.
CREATE SEQUENCE timeline_entries_numbers;
SELECT setval('timeline_entries_numbers', nextval(pg_get_serial_sequence('timeline_entries', 'id')));
ALTER TABLE timeline_entries ALTER COLUMN id DROP IDENTITY;
ALTER SEQUENCE timeline_entries_numbers RENAME TO timeline_entries_id_seq;

-- Dropping a partition must not lock what it refers to, which is where alerts come in.
ALTER TABLE events
  DROP CONSTRAINT events_integration_id_fkey, DROP CONSTRAINT events_service_id_fkey, DROP CONSTRAINT events_alert_id_fkey;
ALTER TABLE attempts
  DROP CONSTRAINT attempts_page_id_fkey, DROP CONSTRAINT attempts_lead_attempt_id_fkey, DROP CONSTRAINT attempts_user_id_fkey;
ALTER TABLE timeline_entries DROP CONSTRAINT timeline_entries_incident_id_fkey;
`;

const CHANGES_TRIGGER = `
CREATE TRIGGER timeline_entries_changes AFTER INSERT ON timeline_entries REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION note_timeline_changes();
`;

/** The first of these months bounds what is there, not closer than a day: clocks that make ids may be wrong by hours. */
async function monthsFrom(queryRunner: QueryRunner): Promise<string[]> {
  const rows = await queryRunner.manager.query<{ month: string }[]>(`
SELECT to_char(date_trunc('month', (rouse_now() + interval '1 day') AT TIME ZONE 'UTC') + place * interval '1 month',
               'YYYY-MM') AS month
FROM generate_series(1, 4) AS place ORDER BY place`);
  return rows.map(({ month }) => month);
}

async function split(queryRunner: QueryRunner, log: Log, months: readonly string[]): Promise<void> {
  const { table, by, shared, own } = log;
  const [first = '', ...rest] = months;
  const former = `${table}_until_${inName(first)}`;
  const bound = (month: string): string =>
    by === 'id' ? `rouse_first_id_at('${month}-01T00:00:00Z')` : `timestamptz '${month}-01T00:00:00Z'`;
  await queryRunner.query(`
ALTER TABLE ${table} RENAME TO ${former};
DO $$
DECLARE index_name text;
BEGIN
  FOR index_name IN SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = '${former}' LOOP
    EXECUTE format('ALTER INDEX %I RENAME TO %I', index_name, replace(index_name, '${table}', '${former}'));
  END LOOP;
END $$;
CREATE TABLE ${table} (LIKE ${former} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)
  PARTITION BY RANGE (${by});
${shared}
-- What belongs to no other, such as what was made by a clock that is years ahead.
CREATE TABLE ${table}_default PARTITION OF ${table} DEFAULT;
${own(`${table}_default`)}
WITH strays AS (DELETE FROM ${former} WHERE ${by} >= ${bound(first)} RETURNING *)
  INSERT INTO ${table}_default SELECT * FROM strays;
ALTER TABLE ${table} ATTACH PARTITION ${former} FOR VALUES FROM (MINVALUE) TO (${bound(first)});`);
  let from = first;
  for (const month of rest) {
    const partition = `${table}_${inName(from)}`;
    await queryRunner.query(`
CREATE TABLE ${partition} (LIKE ${table}_default INCLUDING ALL);
WITH strays AS (DELETE FROM ${table}_default WHERE ${by} >= ${bound(from)} AND ${by} < ${bound(month)} RETURNING *)
  INSERT INTO ${partition} SELECT * FROM strays;
ALTER TABLE ${table} ATTACH PARTITION ${partition} FOR VALUES FROM (${bound(from)}) TO (${bound(month)});`);
    from = month;
  }
}

const inName = (month: string): string => month.replace('-', '_');

/** What was removed meanwhile is not there to be referred to, so only what is new has to be right. */
const UNDO = `
ALTER INDEX attempts_provider_provider_id_idx RENAME TO attempts_provider_id;
DROP INDEX incidents_resolved, incidents_acknowledged_by, escalations_paged, escalations_beginning;
DROP TABLE partitioned_tables;
DROP FUNCTION rouse_first_id_at(timestamptz);
DO $$
DECLARE following bigint := nextval('timeline_entries_id_seq');
BEGIN
  ALTER TABLE timeline_entries ALTER COLUMN id DROP DEFAULT;
  DROP SEQUENCE timeline_entries_id_seq;
  EXECUTE format('ALTER TABLE timeline_entries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (START WITH %s)', following);
END $$;
ALTER TABLE events
  ADD CONSTRAINT events_integration_id_fkey FOREIGN KEY (integration_id) REFERENCES integrations (id) NOT VALID,
  ADD CONSTRAINT events_service_id_fkey FOREIGN KEY (service_id) REFERENCES services (id) NOT VALID,
  ADD CONSTRAINT events_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES alerts (id) NOT VALID;
ALTER TABLE attempts
  ADD CONSTRAINT attempts_page_id_fkey FOREIGN KEY (page_id) REFERENCES pages (id) NOT VALID,
  ADD CONSTRAINT attempts_lead_attempt_id_fkey FOREIGN KEY (lead_attempt_id) REFERENCES attempts (id) NOT VALID,
  ADD CONSTRAINT attempts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
ALTER TABLE timeline_entries
  ADD CONSTRAINT timeline_entries_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incidents (id) NOT VALID;
`;
