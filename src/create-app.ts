import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { serveApiDescription } from './platform/http/openapi.js';
import { installHttp } from './platform/http/install-http.js';
import { answerUnreadable } from './platform/http/unreadable-request.js';
import { answerWithProblem, toProblem } from './platform/http/problem.filter.js';
import { newId } from './platform/database/identifier.js';
import type { Settings } from './platform/config/settings.js';
import { NestLogger, type Logger } from './platform/logging/logger.js';

/** 512 KiB, the largest body that any door takes. */
const BODY_LIMIT = 512 * 1024;
/** Node refuses a longer head of a request; a segment of an address that names nothing is 404, however long. */
const LONGEST_ADDRESS = 16 * 1024;

/**
 * Builds the application over a migrated database. It does not listen yet; the caller says where.
 * @param databaseUrl of a database that `migrateDatabase` has brought up to date
 */
export async function createApp(
  settings: Settings,
  databaseUrl: string,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: newId,
    logger: false,
    trustProxy: false,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_ADDRESS },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      answerWithProblem(toProblem(error), request, reply);
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(settings, databaseUrl, logger),
    adapter,
    { logger: new NestLogger(logger), abortOnError: false },
  );
  installHttp(app, settings, logger);
  if (settings.role !== 'worker') serveApiDescription(app);
  return app;
}
