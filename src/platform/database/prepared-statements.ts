import { createHash } from 'node:crypto';
import { DatabaseError, type ClientBase } from 'pg';

/** What is asked so often on one connection is prepared: most of what the API asks seldom comes again there. */
const PREPARED_FROM_USE = 3;
/** The server keeps a plan of each for each connection, some tens of kB; what is asked beyond these is planned each time. */
const MOST_PREPARED = 150;
/** Texts that are counted; statements with lists in their text are new each time, and must not fill the memory. */
const MOST_COUNTED = 1_000;

/**
 * A kept plan fits the sizes that tables had when it was made, and PostgreSQL makes it anew only once they were analyzed: in the
 * first minute of a new partition it would read whole what has grown meanwhile. So plans are thrown away after this time.
 */
const PLANS_KEPT_MS = 30_000;

/**
 * SQLSTATEs. A migration gave a column another type, so that the result is another one (0A000) or the parameters do not fit
 * (class 42); somebody threw the connection's statements away (26000).
 */
const NO_LONGER_VALID = /^(0A000|26000|42...)$/;

/**
 * Has PostgreSQL keep the parsed statement and its plan for what this connection is asked again and again, which is a third of
 * its work under load. Where a prepared statement has become invalid, since a newer program has migrated the database meanwhile, it
 * fails once, and this connection prepares nothing more. For the pool's `onConnect`; not for migrations.
 */
export function prepareWhatRepeats(client: ClientBase): void {
  const query: unknown = Reflect.get(client, 'query');
  if (typeof query !== 'function') return;
  const statements = new RepeatedStatements();
  const planAnew = async (asked: readonly unknown[]): Promise<unknown> => {
    await Reflect.apply(query, client, ['DISCARD PLANS']);
    const answer: unknown = await Reflect.apply(query, client, asked);
    return answer;
  };
  const ask = (...asked: unknown[]): unknown => {
    if (asked[0] === 'START TRANSACTION' && !asked.some(isCallback) && statements.plansAreOld())
      // By itself: in one text with it, a level of isolation could not be set any more.
      return planAnew(asked);
    const named = statements.named(asked);
    if (named === asked) return Reflect.apply(query, client, asked);
    const answer: unknown = Reflect.apply(query, client, named);
    if (answer instanceof Promise) answer.catch((error: unknown) => statements.heedFault(error));
    return answer;
  };
  Object.defineProperty(client, 'query', { value: ask, configurable: true, writable: true });
}

const isCallback = (argument: unknown): boolean => typeof argument === 'function';

class RepeatedStatements {
  private readonly uses = new Map<string, number>();
  private readonly names = new Map<string, string>();
  private plannedAnewAt = performance.now();
  private isOver = false;

  /** The same arguments of `query`; those of a statement with values that repeats have its name. */
  named(asked: readonly unknown[]): readonly unknown[] {
    const [text, values, ...others] = asked;
    if (this.isOver || typeof text !== 'string') return asked;
    if (!Array.isArray(values) || values.length === 0) return asked;
    const name = this.nameOf(text);
    return name === undefined ? asked : [{ name, text, values }, ...others];
  }

  /** True once in that time: whoever asks throws them away. */
  plansAreOld(): boolean {
    if (performance.now() < this.plannedAnewAt + PLANS_KEPT_MS) return false;
    this.plannedAnewAt = performance.now();
    return true;
  }

  heedFault(error: unknown): void {
    if (error instanceof DatabaseError && NO_LONGER_VALID.test(error.code ?? '')) this.isOver = true;
  }

  private nameOf(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= MOST_PREPARED) return known;
    const uses = (this.uses.get(text) ?? 0) + 1;
    if (uses < PREPARED_FROM_USE) {
      if (this.uses.size >= MOST_COUNTED) this.uses.clear();
      this.uses.set(text, uses);
      return undefined;
    }
    this.uses.delete(text);
    const name = nameFor(text);
    this.names.set(text, name);
    return name;
  }
}

/**
 * By what it says: where a pooler gives a connection's work to servers that others have prepared statements on, a name never
 * stands for another statement.
 */
const nameFor = (text: string): string =>
  `rouse_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
