import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform, Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { BackupFault } from './backup-fault.js';

/*
 * A backup is one file: a line that says what it is, a line of JSON, what PostgreSQL gave, and a SHA-256 of all of that.
 */
const FIRST_LINE = 'ROUSE BACKUP 1\n';
const LONGEST_HEADER = 64 * 1024;
/** A line end, 64 hexadecimal digits and another one. */
const FOOTER_LENGTH = 66;

const headerSchema = z.object({
  /** Of the Rouse that made it. */
  rouse: z.string(),
  /** The migrations that its database had. */
  migrations: z.array(z.string()),
  takenAt: z.iso.datetime(),
  /** `cluster`: the files of the embedded database, as gzipped tar. `dump`: what pg_dump gives, in its custom format. */
  kind: z.enum(['cluster', 'dump']),
  /** The major version of the server. */
  postgres: z.int(),
  /** What the files were written on, as `linux-x64`. */
  platform: z.string(),
});
/** What a backup says of itself. */
export type BackupHeader = z.output<typeof headerSchema>;

/** A backup that was read from end to end and is as it was written. */
export interface VerifiedBackup {
  readonly header: BackupHeader;
  /** What PostgreSQL gave. */
  payload(): Readable;
}

/**
 * Writes a backup under a temporary name, readable by its owner alone, and gives it its own name once it is whole and on
 * disk.
 * @param fill writes what PostgreSQL gives, and ends the stream
 * @throws BackupFault where there is such a file already
 */
export async function writeBackup(
  path: string,
  header: BackupHeader,
  fill: (sink: Writable) => Promise<void>,
): Promise<{ bytes: number }> {
  if (await exists(path)) throw new BackupFault(`There is a file ${path} already: it is not overwritten.`);
  const draft = `${path}.partial-${randomBytes(4).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    const sum = createHash('sha256');
    const write = async (bytes: Buffer): Promise<void> => {
      sum.update(bytes);
      await file.writeFile(bytes);
    };
    await write(Buffer.from(`${FIRST_LINE}${JSON.stringify(header)}\n`));
    await fill(sinkOf(write));
    await file.writeFile(`\n${sum.digest('hex')}\n`);
    await file.sync();
    const { size: bytes } = await file.stat();
    await file.close();
    await rename(draft, path);
    await syncFolder(dirname(path));
    return { bytes };
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

const sinkOf = (write: (bytes: Buffer) => Promise<void>): Writable =>
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      write(chunk).then(() => {
        done();
      }, done);
    },
  });

/**
 * Reads a backup from end to end.
 * @throws BackupFault where it is none, was cut off, or was changed
 */
export async function verifyBackup(path: string): Promise<VerifiedBackup> {
  const file = await openBackup(path);
  try {
    const { size } = await file.stat();
    const { header, start } = await readHeader(file, path);
    const end = size - FOOTER_LENGTH;
    if (end < start) throw new BackupFault(`${path} was cut off: it has no end.`);
    const footer = Buffer.alloc(FOOTER_LENGTH);
    await file.read(footer, 0, FOOTER_LENGTH, end);
    if (footer.toString('latin1') !== `\n${await sumOf(path, end)}\n`)
      throw new BackupFault(`${path} is damaged: it was cut off or changed since it was written.`);
    return { header, payload: () => createReadStream(path, { start, end: end - 1 }) };
  } finally {
    await file.close();
  }
}

async function openBackup(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw new BackupFault(`The backup ${path} cannot be read.`, { cause: error });
  }
}

async function readHeader(file: FileHandle, path: string): Promise<{ header: BackupHeader; start: number }> {
  const buffer = Buffer.alloc(LONGEST_HEADER);
  const { bytesRead } = await file.read(buffer, 0, LONGEST_HEADER, 0);
  const head = buffer.subarray(0, bytesRead);
  if (head.subarray(0, FIRST_LINE.length).toString('latin1') !== FIRST_LINE)
    throw new BackupFault(`${path} is no backup that this Rouse can read.`);
  const lineEnd = head.indexOf('\n', FIRST_LINE.length);
  const header = headerSchema.safeParse(jsonOf(head.subarray(FIRST_LINE.length, lineEnd).toString('utf8')));
  if (lineEnd < 0 || !header.success)
    throw new BackupFault(`${path} is damaged: it does not say what it holds.`);
  return { header: header.data, start: lineEnd + 1 };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function sumOf(path: string, end: number): Promise<string> {
  const sum = createHash('sha256');
  if (end > 0) await pipeline(createReadStream(path, { end: end - 1 }), sum);
  return sum.digest('hex');
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Passes everything on, and says how much there was so far. */
export const counting = (report: (bytes: number) => void): Transform => {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      report(bytes);
      done(null, chunk);
    },
  });
};
