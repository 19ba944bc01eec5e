import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { DataSource } from 'typeorm';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { AuditLogReader } from './audit-log-reader.js';
import type { AuditLogEntry, AuditLogExportQuery } from './audit-log-schema.js';
import { AuditLog } from './audit-log.js';
import type { Principal } from './principal.js';

const BATCH = 500;

type Format = AuditLogExportQuery['format'];

const COLUMNS = [
  'id',
  'at',
  'actorUserId',
  'actorKind',
  'actor',
  'action',
  'objectType',
  'objectId',
  'before',
  'after',
  'sourceAddress',
  'requestId',
  'reason',
] as const satisfies readonly (keyof AuditLogEntry)[];

/** Gives the audit log out as a file, piece by piece. */
@Injectable()
export class AuditLogExport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: AuditLogReader,
    private readonly auditLog: AuditLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * All entries that fit, the newest first, which the export itself is one of. Nothing is held meanwhile, neither a
   * transaction nor more than one batch: whoever reads slowly or goes away holds up nobody. What cannot be read to its
   * end breaks off, so that half a file is not taken for a whole one.
   */
  async open(principal: Principal, { format, ...filter }: AuditLogExportQuery): Promise<Readable> {
    await this.auditLog.record(this.dataSource.manager, principal, {
      action: 'audit-log.export',
      objectType: 'audit-log',
      objectId: 'audit-log',
      after: { format, ...filter },
    });
    const stream = Readable.from(this.pieces(format, filter), { objectMode: false });
    stream.on('error', (error) => {
      this.logger.warn({ err: error }, 'An export of the audit log broke off');
    });
    return stream;
  }

  private async *pieces(format: Format, filter: Omit<AuditLogExportQuery, 'format'>): AsyncGenerator<string> {
    if (format === 'csv') yield csvLines([[...COLUMNS]]);
    let cursor: string | undefined;
    do {
      const page = await this.reader.list({
        ...filter,
        limit: BATCH,
        ...(cursor === undefined ? {} : { cursor }),
      });
      if (page.items.length > 0) yield format === 'csv' ? toCsv(page.items) : toJsonLines(page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
}

/** JSON lines: one entry a line. */
const toJsonLines = (entries: readonly AuditLogEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** RFC 4180 lines without a head. Before and after are JSON texts. */
const toCsv = (entries: readonly AuditLogEntry[]): string =>
  csvLines(entries.map((entry) => COLUMNS.map((column) => toCell(entry[column]))));

const toCell = (value: unknown): string =>
  typeof value === 'string'
    ? withoutLineFeedFirst(value)
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value);

/** Of the characters that OWASP names as the beginning of a formula, the one that csv-stringify does not look at. */
const withoutLineFeedFirst = (text: string): string => (text.startsWith('\n') ? `'${text}` : text);

/** Every cell quoted; one that a spreadsheet would run gets an apostrophe first (OWASP, CSV Injection). */
function csvLines(rows: readonly string[][]): string {
  return stringify([...rows], {
    escape_formulas: true,
    quoted: true,
    quoted_empty: false,
    record_delimiter: 'windows',
  });
}
