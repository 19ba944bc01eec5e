import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { toPage, type Page } from '../platform/http/pagination.js';
import type { AuditLogEntry, AuditLogFilter, AuditLogQuery } from './audit-log-schema.js';

type AuditLogRow = Omit<AuditLogEntry, 'at'> & { at: Date };

/** What the index of words holds, in its own words. */
const WORDS = 'audit_log_words(actor, action, object_id, source_address, request_id, reason, before, after)';

const COLUMNS = `id::text, at, actor_user_id AS "actorUserId", actor,
  coalesce(actor_kind, CASE WHEN actor_user_id IS NULL THEN 'system' ELSE 'person' END) AS "actorKind",
  action, object_type AS "objectType", object_id AS "objectId", before, after, source_address AS "sourceAddress",
  request_id AS "requestId", reason`;

/** Reads the audit log for admins. */
@Injectable()
export class AuditLogReader {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest first, because the question is what happened lately. */
  async list({ limit, cursor, ...filter }: AuditLogQuery): Promise<Page<AuditLogEntry>> {
    const { conditions, values } = conditionsOf(filter);
    const given = [...values, limit + 1];
    // Where the cursor's entry has gone by now, so has everything before it.
    const after =
      cursor === undefined
        ? []
        : [`(at, id) < (SELECT at, id FROM audit_log WHERE id = $${String(given.push(cursor))}::bigint)`];
    const where = [...conditions, ...after].join(' AND ');
    const rows = await this.dataSource.query<AuditLogRow[]>(
      `SELECT ${COLUMNS} FROM audit_log ${where === '' ? '' : `WHERE ${where}`}
        ORDER BY audit_log.at DESC, audit_log.id DESC LIMIT $${String(values.length + 1)}`,
      given,
    );
    return toPage(
      rows.map((row) => ({ ...row, at: row.at.toISOString() })),
      limit,
    );
  }
}

/** Only what is asked for, so that the plan uses the index which is made for it. */
function conditionsOf(filter: AuditLogFilter): { conditions: string[]; values: unknown[] } {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const where = (condition: (place: string) => string, value: unknown) => {
    if (value !== undefined) conditions.push(condition(`$${String(values.push(value))}`));
  };
  if (filter.actor === 'system') conditions.push('actor_user_id IS NULL');
  else where((place) => `actor_user_id = ${place}`, filter.actor);
  if (filter.action?.endsWith('.') === true)
    where((place) => `split_part(action, '.', 1) = ${place}`, filter.action.slice(0, -1));
  else where((place) => `action = ${place}`, filter.action);
  where((place) => `object_type = ${place}`, filter.objectType);
  where((place) => `object_id = ${place}`, filter.objectId);
  where((place) => `at >= ${place}`, filter.from);
  where((place) => `at < ${place}`, filter.to);
  // The last word may be the beginning of one; of one or two letters it would be that of every other id.
  where(
    (place) =>
      `${WORDS} @@ regexp_replace(plainto_tsquery('simple', ${place})::text, '([^'' ]{3})''$', '\\1'':*')::tsquery`,
    filter.text,
  );
  return { conditions, values };
}
