import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { readSettings } from './platform/config/settings.js';
import { describeApi } from './platform/http/openapi.js';
import { createLogger } from './platform/logging/logger.js';

/** The API's description without a database: the modules are read, nothing is connected. */
export async function describeApp(): Promise<OpenAPIObject> {
  const settings = readSettings({});
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(settings, 'postgres://127.0.0.1:1/none', createLogger('silent')),
    new FastifyAdapter(),
    { preview: true, logger: false, abortOnError: false },
  );
  return describeApi(app);
}
