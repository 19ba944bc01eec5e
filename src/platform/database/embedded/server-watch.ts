import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedDatabaseLogLine } from './embedded-database-log.js';
import type { Cluster, PostgresServer } from './postgres-server.js';
import { servesCluster } from './postmaster-file.js';

const LOOKS_EVERY_MS = 2_000;

/**
 * Brings the server back when it ends while Rouse runs: PostgreSQL gives up by itself when it cannot write its log on a full
 * disk, and the system may end it where memory is short. What was committed is there again; until then events are refused.
 */
export class ServerWatch {
  private readonly enough = new AbortController();
  private readonly looking: Promise<void>;
  private told = '';

  /** @param restart starts it anew, on the port that everybody knows */
  constructor(
    private server: PostgresServer,
    private readonly cluster: Cluster,
    private readonly restart: (port: number) => Promise<PostgresServer>,
    private readonly log: (line: EmbeddedDatabaseLogLine) => void,
  ) {
    this.looking = this.look();
  }

  /** Of the server that runs now, or ran last. */
  get pid(): number {
    return this.server.pid;
  }

  /** Looks no more: whoever stops the server does so afterwards. */
  async stop(): Promise<void> {
    this.enough.abort();
    await this.looking;
  }

  private async look(): Promise<void> {
    const { signal } = this.enough;
    for (;;) {
      // It holds nobody back who wants to end.
      await sleep(LOOKS_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      if (!(await servesCluster(this.server.pid, this.cluster.dir))) await this.bringBack();
    }
  }

  private async bringBack(): Promise<void> {
    if (this.told === '') {
      this.tell(
        'The embedded PostgreSQL has ended; it is started again until it runs, and events are refused',
      );
    }
    try {
      this.server = await this.restart(this.server.port);
      this.told = '';
      this.log({ level: 'warn', message: 'The embedded PostgreSQL runs again, with all that was accepted' });
    } catch (error) {
      this.tell(`It does not start yet: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Says it once, however often it is tried. */
  private tell(message: string): void {
    const what = message.slice(0, 40);
    if (this.told === what) return;
    this.told = what;
    this.log({ level: 'error', message });
  }
}
