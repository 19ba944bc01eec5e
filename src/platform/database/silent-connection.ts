import { Socket } from 'node:net';
import { Client, type ClientBase } from 'pg';

/** PostgreSQL ends a statement itself after this time. Milliseconds. */
export const STATEMENT_TIMEOUT_MS = 15_000;
/** So long after it was asked the database has at least said that it gave the statement up, or the way to it is lost. */
const ANSWER_WITHIN_MS = STATEMENT_TIMEOUT_MS + 3_000;

/**
 * Ends this connection where something was asked on it and no byte has come back for 18 s: the server or the network
 * swallows what is sent, and PostgreSQL's own limits end nothing at this end. The statement fails with the code
 * ETIMEDOUT and the pool makes another connection, in place of one that whoever got it next would wait for as well.
 * A connection that is idle may be so for ever. For the pool's `onConnect`.
 */
export function endWhenSilent(client: ClientBase, withinMs = ANSWER_WITHIN_MS): void {
  if (!(client instanceof Client)) return;
  const { connection } = client;
  const { stream } = connection;
  if (!(stream instanceof Socket)) return;
  let writtenWhenAnswered = stream.bytesWritten;
  // Before node-postgres hears of it, which sends the next statement then.
  connection.prependListener('readyForQuery', () => {
    writtenWhenAnswered = stream.bytesWritten;
  });
  stream.setTimeout(withinMs, () => {
    if (stream.bytesWritten > writtenWhenAnswered) stream.destroy(new DatabaseSilent(withinMs));
  });
}

class DatabaseSilent extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(silentMs: number) {
    super(`the database has not answered for ${String(silentMs / 1000)} s`);
  }
}
