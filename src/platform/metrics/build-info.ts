import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { z } from 'zod';
import { SETTINGS, type Settings } from '../config/settings.js';
import { Metrics } from './metrics.js';

const packageSchema = z.object({ version: z.string() });

/** Which Rouse this process is: its version, its role and its queue, as labels of a one. */
@Injectable()
export class BuildInfo {
  constructor(metrics: Metrics, @Inject(SETTINGS) settings: Pick<Settings, 'role' | 'redisUrls'>) {
    // The same place from the sources and from what is built of them.
    const file = readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8');
    const { version } = packageSchema.parse(JSON.parse(file));
    const queue = settings.redisUrls === null ? 'postgres' : 'redis';
    new Gauge({
      name: 'rouse_build_info',
      help: 'Version, role and queue of this process; the value is 1',
      labelNames: ['version', 'role', 'queue'],
      registers: [metrics.registry],
    }).set({ version, role: settings.role, queue }, 1);
  }
}
