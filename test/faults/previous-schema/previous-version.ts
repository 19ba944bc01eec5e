import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';

/** A statement that the version before this one ran, with what it was given. */
export interface RecordedWrite {
  readonly text: string;
  readonly values: unknown[];
}

/** When the recorded database was left alone: its deadlines lie around this moment. */
export const LEFT_AT = new Date('2026-11-21T06:44:30Z');

const write = z.object({ text: z.string(), values: z.array(z.unknown()) });
const buffer = z.object({ type: z.literal('Buffer'), data: z.array(z.int()) });

const read = (name: string): Promise<string> => readFile(join(import.meta.dirname, name), 'utf8');

/**
 * The whole database of the version before this one, with a little story in it: an incident that nobody has answered, an
 * acknowledged one with a request for help, a snoozed one, a resolved one, and one that was accepted and not paged about yet.
 * Made by pg_dump after that version had played the story.
 */
export const previousDatabase = (): Promise<string> => read('previous.sql');

/** Every statement on Rouse's tables that the tests of the version before this one made it run, each once. */
export async function previousStatements(): Promise<string[]> {
  return (await read('statements.txt')).trimEnd().split('\n');
}

/** What that version wrote while it played the story, in order, from an empty database on. */
export async function previousWrites(): Promise<RecordedWrite[]> {
  const lines = (await read('writes.jsonl')).trimEnd().split('\n');
  return lines.map((line) => {
    const { text, values } = write.parse(JSON.parse(line));
    return { text, values: values.map(revived) };
  });
}

/** Bytes are bytes again. */
function revived(value: unknown): unknown {
  const bytes = buffer.safeParse(value);
  return bytes.success ? Buffer.from(bytes.data.data) : value;
}

/** Takes everything out of a database, also the queue's own tables. */
export async function emptyDatabase(client: pg.Client): Promise<void> {
  await client.query(
    'DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS bullmq CASCADE; CREATE SCHEMA public',
  );
}
