import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import { pino, stdSerializers, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { redactText } from './redaction.js';
import { indentedMessage, showableLine } from './terminal-text.js';

/** What a log line says about its occasion: which request, which incident. */
export interface LogContext {
  readonly requestId?: string;
  readonly incidentId?: string;
}

const contexts = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that every log line inside carries `context` beside what was there already. */
export function withLogContext<Result>(context: LogContext, work: () => Result): Result {
  return contexts.run({ ...contexts.getStore(), ...context }, work);
}

/** The request and incident that the running code works for. */
export function currentLogContext(): LogContext {
  return contexts.getStore() ?? {};
}

/**
 * The program's logger: JSON lines on stdout, every line with its context, every line redacted as a whole,
 * so that no caller has to remember to (promise 10).
 */
export function createLogger(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 1, sync: false }),
): PinoLogger {
  return pino(
    {
      level,
      mixin: () => ({ ...contexts.getStore() }),
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: withoutValues },
      base: null,
    },
    { write: (line: string) => destination.write(redactText(line)) },
  );
}

/**
 * An error without the values that a statement was given. A driver adds them to what failed, and the row that a check
 * refused: people's addresses, texts and secrets are among them. The statement and its message say what went wrong.
 */
function withoutValues(error: Error): object {
  const told: Record<string, unknown> = { ...stdSerializers.err(error) };
  for (const member of ['parameters', 'detail', 'where', 'driverError']) Reflect.deleteProperty(told, member);
  return told;
}

/**
 * Where log lines go: to a person at a terminal as readable lines, to everything else as JSON.
 * @param terminal for tests: where the readable lines go
 */
export async function logDestination(
  isTerminal: boolean,
  terminal?: NodeJS.WritableStream,
): Promise<DestinationStream> {
  if (!isTerminal) return pino.destination({ dest: 1, sync: false });
  const { default: pretty } = await import('pino-pretty');
  const lines = pretty({
    colorize: true,
    sync: true,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'context',
    customPrettifiers: { name: (name) => JSON.stringify(name) },
    messageFormat: (log, messageKey) => indentedMessage(String(log[messageKey])),
    ...(terminal === undefined ? {} : { destination: terminal }),
  });
  return { write: (line: string) => lines.write(showableLine(line)) };
}

/** Nest's own messages through pino. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: PinoLogger) {}
  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  private write(level: 'debug' | 'error' | 'warn' | 'trace', message: unknown, rest: unknown[]): void {
    const context = rest.at(-1);
    const details = message instanceof Error ? { err: message } : {};
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? { stack: rest[0] } : {};
    this.logger[level](
      { ...details, ...stack, context: typeof context === 'string' ? context : undefined },
      String(message),
    );
  }
}

/** Nest's token for the pino logger. */
export const LOGGER = Symbol('logger');
export type Logger = PinoLogger;
