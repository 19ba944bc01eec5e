import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Settings } from './platform/config/settings.js';

/** Tells the newcomer at the terminal what runs and what to do next. */
export function greet(_app: NestFastifyApplication, settings: Settings): Promise<void> {
  process.stdout.write(`\nRouse is ready: ${settings.publicUrl}\n`);
  return Promise.resolve();
}
