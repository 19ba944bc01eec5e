import type pg from 'pg';

/** How large an installation is made. */
export interface Crowd {
  readonly users: number;
  readonly services: number;
  /** All of them open, each in an incident of ten, whose escalation waits for its next step. */
  readonly alerts: number;
}

const ALERTS_AN_INCIDENT = 10;

/**
 * Fills a database that has one service with an integration: people with two verified contact methods each, services under the
 * policy that is there, and open alerts spread over them. Set-based, without triggers and references, to be quick.
 */
export async function fillCrowd(database: pg.Pool, { users, services, alerts }: Crowd): Promise<void> {
  const connection = await database.connect();
  try {
    await connection.query('SET session_replication_role = replica; SET synchronous_commit = off');
    for (const statement of statements(users, services, alerts)) await connection.query(statement);
  } finally {
    connection.release(true);
  }
  await database.query('VACUUM ANALYZE');
  await database.query('CHECKPOINT');
}

function statements(users: number, services: number, alerts: number): string[] {
  return [
    `CREATE TEMP TABLE person AS SELECT gen_random_uuid() AS id, number FROM generate_series(1, ${String(users)}) number`,
    `INSERT INTO users (id, name, email, time_zone, role)
     SELECT id, 'Person ' || number, 'person' || number || '@example.org', 'UTC', 'responder' FROM person`,
    `INSERT INTO contact_methods (id, user_id, type, address, verified_at)
     SELECT gen_random_uuid(), id, type, '+1556' || lpad(number::text, 7, '0'), now()
     FROM person, unnest(ARRAY['sms', 'voice']) AS type`,
    `CREATE TEMP TABLE its_service AS
     SELECT gen_random_uuid() AS id, number FROM generate_series(1, ${String(services)}) number`,
    `INSERT INTO services (id, name, escalation_policy_id, urgency)
     SELECT its_service.id, 'Service of many ' || number, policy.id, 'high'
     FROM its_service, (SELECT id FROM escalation_policies LIMIT 1) policy`,
    `CREATE TEMP TABLE incident AS
     SELECT overlay(rouse_first_id_at(at)::text PLACING '7000-8000-' || lpad(to_hex(made.number), 12, '0') FROM 15)::uuid AS id,
            at, made.number, its_service.id AS service_id
     FROM (SELECT number, date_trunc('month', now(), 'UTC') + number * interval '1 millisecond' AS at
           FROM generate_series(1, ${String(Math.ceil(alerts / ALERTS_AN_INCIDENT))}) number) made
     JOIN its_service ON its_service.number = 1 + made.number % ${String(services)}`,
    `INSERT INTO incidents (id, service_id, title, status, urgency, severity, alert_count, created_at)
     SELECT id, service_id, 'Disk full', 'triggered', 'high', 'critical', ${String(ALERTS_AN_INCIDENT)}, at FROM incident`,
    `INSERT INTO escalations (incident_id, policy, status, position, due_at)
     SELECT incident.id, '{"steps": []}', 'running',
            jsonb_build_object('step', 0, 'round', 0, 'pagedUserIds', jsonb_build_array(person.id)),
            now() + interval '5 hours' + random() * interval '20 hours'
     FROM incident JOIN person ON person.number = 1 + incident.number % ${String(users)}`,
    `INSERT INTO alerts (id, service_id, incident_id, dedup_key, status, severity, summary, created_at, last_event_at)
     SELECT gen_random_uuid(), service_id, id, 'open-' || number || '-' || place, 'triggered', 'critical', 'Disk full on db-1', at, at
     FROM incident, generate_series(1, ${String(ALERTS_AN_INCIDENT)}) place`,
    'DROP TABLE person, its_service, incident',
  ];
}
