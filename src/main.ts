import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readSettings, SettingsFault, type Settings } from './platform/config/settings.js';
import {
  EmbeddedDatabaseError,
  startEmbeddedDatabase,
} from './platform/database/embedded/embedded-database.js';
import { createLogger, logDestination, type Logger } from './platform/logging/logger.js';

/** What is in hand may take this long to finish after SIGTERM; the promise is 20 s for the whole. */
const FINISH_WITHIN_MS = 16_000;

const WAIT_FOR_DATABASE_MS = 60_000;
const TRY_AGAIN_AFTER_MS = 1_000;

await main();

async function main(): Promise<void> {
  const settings = settingsOrExit();
  const logger = createLogger(settings.logLevel, await logDestination(process.stdout.isTTY));
  process.on('unhandledRejection', (error) => {
    logger.error({ err: error }, 'A promise was rejected and nobody listened');
  });
  let database: OpenDatabase | null = null;
  let app: NestFastifyApplication | null = null;
  const stopping = new AbortController();
  try {
    await requireFreePort(settings);
    const program = loadProgram();
    const opening = openDatabase(settings, logger);
    stopOnSignal(() => app, opening, logger, stopping);
    const opened = (database = await opening);
    const { migrateDatabase, createApp, isDatabaseAway, greet } = await program;
    const start = async (): Promise<NestFastifyApplication> => {
      await migrateDatabase(opened.url);
      app = await createApp(settings, opened.url, logger);
      await app.init();
      return app;
    };
    const undo = async (): Promise<void> => {
      const halfStarted = app;
      app = null;
      await halfStarted?.close();
    };
    const patience = { isDatabaseAway, logger, databaseUrl: settings.databaseUrl, stopping: stopping.signal };
    const started = await onceDatabaseAnswers(patience, start, undo);
    // By now it pages, and it goes on with that while the greeting waits for the database.
    const greeting = await onceDatabaseAnswers(patience, () => greet(started, settings));
    stopping.signal.throwIfAborted();
    await started.listen(settings.port, settings.host);
    process.stdout.write(`${greeting}\n`);
  } catch (error) {
    if (stopping.signal.aborted) {
      // The stop takes the database away from under the start, and ends the process when it is done.
      logger.info({ err: error }, 'The start was cut short by the stop');
      return;
    }
    process.stderr.write(`${explainStartFault(error, settings)}\n`);
    await undoStart(app, database, logger);
    process.exit(1);
  }
}

interface Patience {
  /** Null for the embedded database, which is there or is broken. */
  readonly databaseUrl: string | null;
  readonly isDatabaseAway: (error: unknown) => boolean;
  readonly stopping: AbortSignal;
  readonly logger: Logger;
}

/**
 * Tries again for a minute while a database of one's own does not answer: it may start later than Rouse does, and a
 * process that is started in the middle of an outage is one more that pages when it is over.
 * @param undo takes back what a failed attempt has left behind
 * @throws whatever else is wrong, at once; and AbortError once Rouse is to stop
 */
async function onceDatabaseAnswers<Result>(
  { databaseUrl, isDatabaseAway, stopping, logger }: Patience,
  attempt: () => Promise<Result>,
  undo?: () => Promise<void>,
): Promise<Result> {
  const until = performance.now() + WAIT_FOR_DATABASE_MS;
  for (;;) {
    stopping.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (databaseUrl === null || !isDatabaseAway(error) || performance.now() > until) throw error;
      logger.warn({ err: error }, 'The database does not answer; trying again');
      await undo?.();
      await pause(TRY_AGAIN_AFTER_MS);
    }
  }
}

/** What had been started stops in the order of an ordinary stop, so that nothing complains of what is gone. */
async function undoStart(
  app: NestFastifyApplication | null,
  database: OpenDatabase | null,
  logger: Logger,
): Promise<void> {
  const limit = setTimeout(() => process.exit(1), FINISH_WITHIN_MS);
  try {
    await app?.close();
    await database?.stop();
  } catch (error) {
    logger.error({ err: error }, 'What had been started did not stop; the next start takes it over');
  } finally {
    clearTimeout(limit);
  }
}

/**
 * Reads the greater part of the program, which takes longer than everything else of a start, while the database
 * starts. Wrong settings and a taken port are told before it.
 */
function loadProgram() {
  const program = Promise.all([
    import('./platform/database/migrate.js'),
    import('./create-app.js'),
    import('./platform/database/database-away.js'),
    import('./greeting.js'),
  ]).then(([{ migrateDatabase }, { createApp }, { isDatabaseAway }, { greet }]) => ({
    migrateDatabase,
    createApp,
    isDatabaseAway,
    greet,
  }));
  // Whoever waits for it hears of a failure; but the database may fail before, and then nobody waits.
  program.catch(() => undefined);
  return program;
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode);
  }
}

/**
 * Looks before anything is started: a taken port is found out at once, and nobody is paged by a process that will
 * not listen.
 * @throws what Node says of the port (EADDRINUSE, EACCES)
 */
function requireFreePort({ port, host }: Pick<Settings, 'port' | 'host'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, host, () => {
      probe.close(() => {
        resolve();
      });
    });
  });
}

interface OpenDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

async function openDatabase(settings: Settings, logger: Logger): Promise<OpenDatabase> {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl, stop: () => Promise.resolve() };
  return startEmbeddedDatabase({
    dataDir: settings.dataDir,
    log: ({ level, message }) => {
      logger[level]({ context: 'database' }, message);
    },
  });
}

/**
 * From here on a signal ends the program in order, also in the middle of its start.
 * @param app what is started so far
 * @param stopping is aborted when stopping begins
 */
function stopOnSignal(
  app: () => NestFastifyApplication | null,
  opening: Promise<OpenDatabase>,
  logger: Logger,
  stopping: AbortController,
): void {
  // One that could not be opened is the fault of the start, which tells of it; there is nothing of it to stop.
  const stopDatabase = async (): Promise<void> => (await opening.catch(() => null))?.stop();
  const stop = async (signal: string): Promise<void> => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    logger.info({ signal }, 'Stopping: no new requests, finishing what is in hand');
    const limit = setTimeout(() => {
      logger.error(
        'Some work did not finish in time; it is in the database and will be taken up at the next start',
      );
      void stopDatabase().finally(() => process.exit(1));
    }, FINISH_WITHIN_MS);
    try {
      await app()?.close();
      await stopDatabase();
      clearTimeout(limit);
      process.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'Stopping did not go as it should');
      process.exit(1);
    }
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

/** Says in words what a newcomer can do about the usual reasons for not starting. */
function explainStartFault(error: unknown, settings: Settings): string {
  if (error instanceof EmbeddedDatabaseError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    return `Port ${settings.port} is taken by another program. Choose another: PORT=${settings.port + 1} npm start`;
  }
  if (code === 'EACCES')
    return `Port ${settings.port} is not for this user: choose one above 1023 with PORT.`;
  return `Rouse could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
