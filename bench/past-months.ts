import type pg from 'pg';

/** Of ten events one opens an alert, of two alerts one opens an incident, and each incident has eight entries. */
const EVENTS_AN_ALERT = 10;
const ALERTS_AN_INCIDENT = 2;
const ENTRIES_AN_INCIDENT = 8;

/**
 * Fills a new database with a resolved past: so many events, spread over so many months, each of which has partitions of
 * its own, and alerts, incidents and timelines in proportion. Of the services that are there.
 */
export async function fillPast(database: pg.Pool, events: number, months: number): Promise<void> {
  await makePartitions(database, months);
  const alerts = Math.ceil(events / EVENTS_AN_ALERT / months);
  for (let month = 1; month <= months; month += 1) {
    const connection = await database.connect();
    try {
      await connection.query('SET session_replication_role = replica; SET synchronous_commit = off');
      for (const statement of monthOf(alerts, month)) await connection.query(statement);
    } finally {
      connection.release(true);
    }
  }
  await database.query('VACUUM ANALYZE');
  await database.query('CHECKPOINT');
}

/** What was the first partition is empty still, and gives way to the months that it stood for. */
async function makePartitions(database: pg.Pool, months: number): Promise<void> {
  await database.query(`
DO $$
DECLARE log text; month timestamptz; bounds text; first text;
BEGIN
  FOREACH log IN ARRAY ARRAY['events', 'attempts', 'timeline_entries'] LOOP
    SELECT inhrelid::regclass::text INTO first FROM pg_inherits
      WHERE inhparent = log::regclass AND inhrelid::regclass::text LIKE '%\\_until\\_%';
    EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', log, first);
    FOR month IN SELECT date_trunc('month', now(), 'UTC') - back * interval '1 month' FROM generate_series(0, ${String(months)}) back LOOP
      bounds := format(CASE log WHEN 'timeline_entries' THEN 'FROM (%L) TO (%L)'
                                ELSE 'FROM (rouse_first_id_at(%L)) TO (rouse_first_id_at(%L))' END,
                       month, month + interval '1 month');
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', log || to_char(month AT TIME ZONE 'UTC', '_YYYY_MM'), log || '_default');
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES %s', log, log || to_char(month AT TIME ZONE 'UTC', '_YYYY_MM'), bounds);
    END LOOP;
    EXECUTE format('INSERT INTO %I SELECT * FROM %I', log, first);
    EXECUTE format('DROP TABLE %I', first);
  END LOOP;
END $$`);
}

/** An id of version 7 for the moment, made unique by a number. */
const idAt = (moment: string, number: string): string =>
  `overlay(rouse_first_id_at(${moment})::text PLACING '7000-8000-' || lpad(to_hex(${number}), 12, '0') FROM 15)::uuid`;

function monthOf(alerts: number, month: number): string[] {
  const at = `date_trunc('month', now(), 'UTC') - interval '${String(month)} months' + (27 * interval '1 day') * number / ${String(alerts)}`;
  const own = `${String(month)} * 10000000000 + number`;
  return [
    `CREATE TEMP TABLE past AS
     SELECT number, at, ${idAt('at', own)} AS id, ${idAt('first_at', first('own', month))} AS incident_id,
            service.id AS service_id, service.integration_id
     FROM (SELECT number, ${at} AS at, ${at.replace(' number ', ` (number - number % ${String(ALERTS_AN_INCIDENT)}) `)} AS first_at,
                  ${own} AS own FROM generate_series(0, ${String(alerts - 1)}) number) alert
     JOIN (SELECT service.id, integration.id AS integration_id, row_number() OVER () - 1 AS place, count(*) OVER () AS services
           FROM services service JOIN integrations integration ON integration.service_id = service.id
             AND integration.type = 'events-v2') service
       ON service.place = (number / ${String(ALERTS_AN_INCIDENT)}) % services`,
    `INSERT INTO incidents (id, service_id, title, status, urgency, severity, alert_count, created_at, resolved_at)
     SELECT id, service_id, 'Disk full', 'resolved', 'high', 'critical', ${String(ALERTS_AN_INCIDENT)}, at, at + interval '1 hour'
     FROM past WHERE number % ${String(ALERTS_AN_INCIDENT)} = 0`,
    `INSERT INTO alerts (id, service_id, incident_id, integration_id, dedup_key, status, severity, summary, event_count,
                         created_at, last_event_at, resolved_at)
     SELECT id, service_id, incident_id, integration_id, 'past-' || number, 'resolved', 'critical', 'Disk full on db-1',
            ${String(EVENTS_AN_ALERT)}, at, at, at + interval '1 hour' FROM past`,
    `INSERT INTO events (id, integration_id, service_id, alert_id, action, dedup_key, payload, received_at)
     SELECT ${idAt('at', `${String(month)} * 10000000000 + number * ${String(EVENTS_AN_ALERT)} + event`)}, integration_id, service_id, id,
            'trigger', 'past-' || number, '{"summary": "Disk full on db-1", "source": "db-1", "severity": "critical"}', at
     FROM past, generate_series(0, ${String(EVENTS_AN_ALERT - 1)}) event`,
    `INSERT INTO timeline_entries (incident_id, at, kind, actor, details)
     SELECT id, at + entry * interval '1 second', 'page.created', '{"type": "system"}', '{"type": "sms", "step": 0}'
     FROM past, generate_series(1, ${String(ENTRIES_AN_INCIDENT)}) entry WHERE number % ${String(ALERTS_AN_INCIDENT)} = 0`,
    'DROP TABLE past',
  ];
}

const first = (own: string, month: number): string =>
  `${own} - (${own} - ${String(month)} * 10000000000) % ${String(ALERTS_AN_INCIDENT)}`;
