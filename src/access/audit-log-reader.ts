import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { toPage, type Page } from '../platform/http/pagination.js';
import type { AuditLogEntry, AuditLogQuery } from './audit-log-schema.js';

type AuditLogRow = Omit<AuditLogEntry, 'at'> & { at: Date };

/** Reads the audit log for admins. */
@Injectable()
export class AuditLogReader {
  constructor(private readonly dataSource: DataSource) {}

  /** Entries of everything or of one object, the newest first, because the question is what happened lately. */
  async list({ limit, cursor, objectType, objectId }: AuditLogQuery): Promise<Page<AuditLogEntry>> {
    const rows = await this.dataSource.query<AuditLogRow[]>(
      `SELECT id::text, at, actor_user_id AS "actorUserId", actor, action, object_type AS "objectType",
              object_id AS "objectId", before, after, source_address AS "sourceAddress", request_id AS "requestId"
         FROM audit_log
        WHERE ($1::bigint IS NULL OR id < $1) AND ($2::text IS NULL OR object_type = $2)
          AND ($3::text IS NULL OR object_id = $3)
        ORDER BY audit_log.id DESC LIMIT $4`,
      [cursor ?? null, objectType ?? null, objectId ?? null, limit + 1],
    );
    return toPage(
      rows.map((row) => ({ ...row, at: row.at.toISOString() })),
      limit,
    );
  }
}
